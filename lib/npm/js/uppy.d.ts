import type { CheckOptions, Verdict } from "./index.js";

export interface MediaPreflightOptions extends Pick<CheckOptions, "for" | "depth"> {
  id?: string;
  /** Milliseconds for which the reason of a refusal is shown. Default: 10,000. */
  infoTimeout?: number;
}

/**
 * Takes a file that would be refused out of Uppy, with the event `restriction-failed`. Each file that was checked gets
 * its verdict as `file.preflight`, and the event `preflight-checked` with file and verdict.
 */
export default class MediaPreflight {
  static VERSION: string;
  id: string;
  type: string;
  // The types of Uppy are not known here.
  constructor(uppy: any, options?: MediaPreflightOptions);
  setOptions(options: Partial<MediaPreflightOptions>): void;
  install(): void;
  uninstall(): void;
  update(): void;
  afterUpdate(): void;
}

export type { Verdict };
