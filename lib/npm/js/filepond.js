// A file validator for FilePond: a file that would be refused is shown with the reason, and is not sent.
//
//   FilePond.registerPlugin(FilePondPluginMediaPreflight);
//   FilePond.create(input, { preflightFor: "zoom-background" });

import { check } from "media-preflight";

/** What FilePond shows under the file: the error, and what to do. */
function status(verdict) {
  const { message, fix } = verdict.findings.find((finding) => finding.severity === "error");
  return { main: message, sub: fix ?? "" };
}

export default function FilePondPluginMediaPreflight({ addFilter, utils: { Type } }) {
  const refuseBad = async (file, { query }) => {
    if (!query("GET_ALLOW_PREFLIGHT")) {
      return file;
    }
    const destination = query("GET_PREFLIGHT_DESTINATION") ?? query("GET_PREFLIGHT_FOR");
    let verdict;
    try {
      verdict = await check(file, { for: destination, depth: query("GET_PREFLIGHT_DEPTH") });
    } catch (error) {
      throw { status: { main: "It cannot be checked", sub: error.message } };
    }
    if (verdict.verdict === "fail") {
      throw { status: status(verdict) };
    }
    return file;
  };
  addFilter("LOAD_FILE", refuseBad);
  return {
    options: {
      allowPreflight: [true, Type.BOOLEAN],
      preflightFor: ["zoom-background", Type.STRING],
      preflightDestination: [null, Type.OBJECT],
      preflightDepth: ["structure", Type.STRING],
    },
  };
}

// So FilePond is told that there is one more plugin where it is loaded by itself.
if (typeof document !== "undefined") {
  document.dispatchEvent(new CustomEvent("FilePond:pluginloaded", { detail: FilePondPluginMediaPreflight }));
}
