// For browsers and everything else that can fetch what lies beside this file.

import { setLoader } from "./engine.js";

setLoader(async () => {
  const response = await fetch(new URL("./media-preflight.wasm", import.meta.url));
  if (!response.ok) {
    throw new Error(`media-preflight.wasm cannot be loaded: ${response.status} ${response.statusText}`);
  }
  return response.arrayBuffer();
});

export { check } from "./check.js";
export { setLoader };

/** The destinations with their limits, and where these come from. Loaded when asked for. */
export const destinations = async () => (await import("./reference/destinations.js")).default;

/** The rules and what they are for. Loaded when asked for. */
export const rules = async () => (await import("./reference/rules.js")).default;
