import type { CheckOptions, Verdict } from "./index.js";

export * from "./index.js";

/** Checks a file by its path. One that cannot be read is a verdict, too: rule unreadable. */
export function checkFile(path: string | Uint8Array | URL, options?: CheckOptions): Promise<Verdict>;
