// For browsers and everything else that can fetch what lies beside this file.

import { setLoader } from "./engine.js";

setLoader(async () => {
  const response = await fetch(new URL("./media-preflight.wasm.gz", import.meta.url));
  if (!response.ok) {
    throw new Error(`${response.url} cannot be loaded: ${response.status} ${response.statusText}`);
  }
  return response.arrayBuffer();
});

export { check } from "./check.js";
export { destinations, rules } from "./reference.js";
export { setLoader };
