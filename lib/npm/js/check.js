// Drives the core over a source: it says which bytes it needs, and only these are read.

import { engine } from "./engine.js";
import { bytesOf, openSource } from "./source.js";

const depths = ["structure", "header"];

/** What a source gives once it has it, or what ends the wait for it. */
function unlessAborted(value, signal) {
  if (typeof value?.then !== "function") {
    return value;
  }
  if (!signal) {
    return value;
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Fetches what the check needs next and hands it over, in as many pieces as the source makes of it. */
async function feedNext(core, check, { offset, length }, read, signal) {
  let count = 0;
  while (count < length) {
    const answer = read(offset + count, length - count);
    const piece = bytesOf(typeof answer?.then === "function" ? await unlessAborted(answer, signal) : answer);
    if (piece === null) {
      throw new TypeError("read() must return bytes: a Uint8Array or an ArrayBuffer");
    }
    if (piece.length > length - count) {
      throw new RangeError(`read() gave ${piece.length} bytes where ${length - count} were asked for`);
    }
    if (core.isBroken) {
      return; // by another check while this one waited
    }
    if (piece.length === 0) {
      break;
    }
    core.put(check, count, piece);
    count += piece.length;
  }
  core.feed(check, count);
}

/** The verdict as it is read, with the line it was read from. */
function parse(line) {
  const verdict = JSON.parse(line);
  Object.defineProperty(verdict, "json", { value: line });
  return verdict;
}

/** What is to be checked, once all that the caller said has been found to make sense. */
export function checkRequest(size, name, options) {
  const { for: destination = "zoom-background", depth = "structure", signal } = options;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`size must be a whole number of bytes, got ${String(size)}`);
  }
  if (!depths.includes(depth)) {
    throw new RangeError(`depth must be "header" or "structure", got '${String(depth)}'`);
  }
  if (typeof name !== "string" && !(name instanceof Uint8Array)) {
    throw new TypeError("name must be a string");
  }
  return { size, name, destination, isHeader: depth === "header", signal };
}

/**
 * Runs a check until use() has said all that there is, and gives its verdict. Where another check has broken the core in
 * the meantime, it begins again with a new one.
 */
export async function run(request, use) {
  for (;;) {
    request.signal?.throwIfAborted();
    const core = await engine();
    const verdict = await core.withDestination(request.destination, async (destination) => {
      const check = core.open(request.size, request.name, destination, request.isHeader);
      try {
        await use(core, check);
        return core.isBroken ? null : core.finish(check);
      } finally {
        core.close(check);
      }
    });
    if (verdict !== null) {
      return parse(verdict);
    }
  }
}

/** Reads what the check needs until it needs no more. */
export async function feedAll(core, check, read, signal) {
  for (let need = core.need(check); need.length > 0 && !core.isBroken; need = core.need(check)) {
    signal?.throwIfAborted();
    await feedNext(core, check, need, read, signal);
    if (core.isBroken) {
      return;
    }
  }
}

export async function check(source, options = {}) {
  const { size, name, read } = openSource(source);
  const request = checkRequest(size, options.name ?? name ?? "", options);
  return run(request, (core, id) => feedAll(core, id, read, request.signal));
}
