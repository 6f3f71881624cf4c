/** Where a picture or video is to go, and what is accepted there. Sizes are bytes or pixels, inclusive. */
export interface Destination {
  /** A built-in destination that this one begins with; without one, only what is set here is checked. */
  extends?: string;
  /** What it is called in verdicts. */
  name?: string;
  /** What messages call it (title), and who runs it (service). */
  title?: string;
  service?: string;
  /** Accepted formats, such as ["png", "jpeg"]. */
  formats?: readonly string[];
  maxBytes?: number;
  safeMaxBytes?: number;
  /** "480x360" or [480, 360]; false removes an inherited limit. */
  videoMin?: string | readonly [number, number] | false;
  videoMax?: string | readonly [number, number] | false;
  pictureMin?: string | readonly [number, number] | false;
  /** "16:9" or [16, 9]. */
  aspect?: string | readonly [number, number] | false;
  maxFiles?: number | false;
  adviseOpaque?: boolean;
  adviseStill?: boolean;
  adviseH264?: boolean;
  /** The keys of media-preflight.toml mean the same: "max-bytes" is maxBytes. */
  [key: string]: unknown;
}

export interface CheckOptions {
  /** Default: "zoom-background". */
  for?: string | Destination;
  /** The name under which the file will be uploaded. Default: that of a File. */
  name?: string;
  /** How far it is read. "structure", the default, reads the container to its end, "header" only its beginning. */
  depth?: "header" | "structure";
  /** Aborts a check that is waiting for read(). */
  signal?: AbortSignal;
}

/** Anything from which ranges can be read. */
export interface Source {
  readonly size: number;
  readonly name?: string;
  /** Up to `length` bytes, starting at `offset`. If fewer are returned, the rest is requested; none means that the file
   * ends there. */
  read(offset: number, length: number): Uint8Array | ArrayBuffer | Promise<Uint8Array | ArrayBuffer>;
}

export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly actual: string | null;
  readonly limit: string | null;
  /** In bytes from the start of the file. */
  readonly offset: number | null;
  readonly fix: string | null;
}

/** What the program prints for a file with `--output ndjson`. What is not known is null. */
export interface Verdict {
  readonly type: "file";
  readonly path: string;
  readonly destination: string;
  readonly depth: "header" | "structure";
  readonly verdict: "pass" | "warn" | "fail";
  readonly bytes: number | null;
  readonly format: string | null;
  readonly mime_type: string | null;
  readonly kind: "image" | "video" | "audio" | "other" | null;
  /** As shown: after orientation, rotation and pixel aspect. */
  readonly width: number | null;
  readonly height: number | null;
  readonly coded_width: number | null;
  readonly coded_height: number | null;
  readonly orientation: number | null;
  readonly rotation: number | null;
  readonly frames: number | null;
  readonly animated: boolean | null;
  readonly duration_seconds: number | null;
  readonly video_codec: string | null;
  readonly video_tracks: number | null;
  readonly frame_rate: number | null;
  readonly pixel_format: string | null;
  readonly hdr: string | null;
  readonly encrypted: boolean | null;
  readonly audio_tracks: number | null;
  readonly bit_depth: number | null;
  readonly channels: number | null;
  readonly has_alpha: boolean | null;
  readonly bytes_read: number;
  readonly findings: readonly Finding[];
  /** The line itself, byte for byte. Not enumerable. */
  readonly json: string;
}

export interface Limit {
  readonly limit: string;
  readonly value: unknown;
  readonly source: string;
  readonly read: string | null;
  readonly confidence: "documented" | "recommended" | "reported" | "chosen";
}

export interface DestinationDescription {
  readonly destination: string;
  readonly title: string;
  readonly service: string;
  readonly limits: readonly Limit[];
}

export interface RuleDescription {
  readonly rule: string;
  readonly severity: "error" | "warning" | "note" | "off";
  readonly since: string;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  readonly limits: readonly unknown[];
}

/**
 * Checks a file, reading only what it needs. Rejects if the call makes no sense (TypeError, RangeError) or
 * read() fails; a file that is broken, or ends before its size, gets the verdict "fail".
 */
export function check(source: Blob | Uint8Array | ArrayBuffer | Source, options?: CheckOptions): Promise<Verdict>;

/** The built-in destinations, and the source of each limit. */
export function destinations(): Promise<readonly DestinationDescription[]>;

/** All rules, and what they are for. */
export function rules(): Promise<readonly RuleDescription[]>;

/**
 * Where the WebAssembly module is taken from, for those whose bundler does not follow
 * `new URL("./media-preflight.wasm.gz", import.meta.url)`. Called when the first check needs it. Bytes may be gzipped, as
 * that file is, which needs DecompressionStream (browsers since May 2023), or not.
 */
export function setLoader(
  load: () => BufferSource | WebAssembly.Module | Promise<BufferSource | WebAssembly.Module>,
): void;
