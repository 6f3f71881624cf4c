// For Node.js: the same, and checkFile.

import { constants } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { checkRequest, feedAll, run } from "./check.js";
import { setLoader } from "./engine.js";

export { check, destinations, rules, setLoader } from "./index.js";

// After index.js, whose loader is that of browsers.
setLoader(() => readFile(new URL("./media-preflight.wasm", import.meta.url)));

/** The place in special_kinds of core.cpp. */
function specialKind(status) {
  const tests = ["isDirectory", "isFIFO", "isSocket", "isCharacterDevice", "isBlockDevice"];
  return tests.findIndex((test) => status[test]()) + 1;
}

/** A regular file that is open, or why there is none. Never waits for the other end of a FIFO. */
async function openRegular(path) {
  try {
    const status = await stat(path);
    if (!status.isFile()) {
      return { kind: specialKind(status) };
    }
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
    const { size } = await file.stat();
    return { file, size };
  } catch (error) {
    return { code: String(error?.code ?? "") };
  }
}

async function reader(file, size) {
  if (size > 0) {
    return async (offset, length) => {
      const buffer = new Uint8Array(length);
      const { bytesRead } = await file.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
  }
  const bytes = await file.readFile(); // what the system makes up while it is read, as under /proc, has no size
  return (offset, length) => bytes.subarray(offset, offset + length);
}

export async function checkFile(path, options = {}) {
  const place = path instanceof URL ? fileURLToPath(path) : path;
  if (typeof place !== "string" && !(place instanceof Uint8Array)) {
    throw new TypeError("path must be a string, a Buffer or a file URL");
  }
  const { file, size = 0, kind, code } = await openRegular(place);
  try {
    const request = checkRequest(size, options.name ?? place, options);
    return await run(request, async (core, check) => {
      if (kind !== undefined) {
        core.failSpecial(check, kind);
      } else if (code !== undefined) {
        core.fail(check, code);
      } else {
        await feedFile(core, check, file, size, request.signal);
      }
    });
  } finally {
    await file?.close();
  }
}

/** An error of the system while reading is a finding, as all that keeps a file from being read. */
async function feedFile(core, check, file, size, signal) {
  try {
    await feedAll(core, check, await reader(file, size), signal);
  } catch (error) {
    if (typeof error?.syscall !== "string" || core.isBroken) {
      throw error;
    }
    core.fail(check, String(error.code));
  }
}
