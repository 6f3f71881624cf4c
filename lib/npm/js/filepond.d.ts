import type { Destination } from "./index.js";

/** Options that FilePond takes once the plugin is registered. */
export interface MediaPreflightFilePondOptions {
  /** Default: true. */
  allowPreflight?: boolean;
  /** A built-in destination. Default: "zoom-background". */
  preflightFor?: string;
  /** One of your own, instead. */
  preflightDestination?: Destination | null;
  preflightDepth?: "header" | "structure";
}

// The types of FilePond are not known here.
declare const FilePondPluginMediaPreflight: (api: any) => { options: Record<string, unknown> };
export default FilePondPluginMediaPreflight;
