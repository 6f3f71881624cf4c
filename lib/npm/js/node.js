// For Node.js: the same, and checkFile.

import { constants } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { checkRequest, feedAll, run } from "./check.js";
import { setLoader } from "./engine.js";
import errors from "./reference/errors.js"; // made by lib/npm/build

export { check } from "./check.js";
export { destinations, rules } from "./reference.js";
export { setLoader };

setLoader(async () => gunzipSync(await readFile(new URL("./media-preflight.wasm.gz", import.meta.url))));

const kinds = {
  isDirectory: "it is a folder",
  isFIFO: "it is a FIFO",
  isSocket: "it is a socket",
  isCharacterDevice: "it is a character device",
  isBlockDevice: "it is a block device",
};

/** What a file that is not regular is called. */
const kindText = (status) => kinds[Object.keys(kinds).find((test) => status[test]())] ?? "it is not a regular file";

/** What an error of the system says. */
const errorText = (error) => errors[error?.code] ?? "the system refuses";

/** A regular file that is open, or why there is none. Never waits for the other end of a FIFO. */
async function openRegular(path) {
  try {
    const status = await stat(path);
    if (!status.isFile()) {
      return { isRegular: false, problem: kindText(status) };
    }
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
    const { size } = await file.stat();
    return { file, size };
  } catch (error) {
    return { isRegular: true, problem: errorText(error) };
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
  const { file, size = 0, isRegular, problem } = await openRegular(place);
  try {
    const request = checkRequest(size, options.name ?? place, options);
    return await run(request, async (core, check) => {
      if (problem !== undefined) {
        core.fail(check, isRegular, problem);
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
    core.fail(check, true, errorText(error));
  }
}
