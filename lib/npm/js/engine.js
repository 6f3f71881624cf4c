// The core, compiled to WebAssembly, as calls that JavaScript can make. Where a call ends in a trap, the instance is of
// no more use: the next check gets a new one.

import { bytesOf } from "./source.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As the configuration file spells it: maxBytes becomes max-bytes. */
const kebab = (key) => key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());

/** A value of a destination, as the core reads it: [1920, 1080] becomes 1920x1080. */
function valueText(key, value) {
  if (Array.isArray(value)) {
    return value.join(key === "formats" ? "," : key === "aspect" ? ":" : "x");
  }
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    return value.toFixed(0);
  }
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}

export class Engine {
  #core;
  isBroken = false;

  constructor(exports) {
    this.#core = exports;
  }

  static async create(module) {
    const { exports } = await WebAssembly.instantiate(module);
    exports._initialize();
    return new Engine(exports);
  }

  /** A function of the core. What it throws is a trap, because the core has no exceptions. */
  #call(name, ...args) {
    try {
      return this.#core[name](...args);
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  /** Hands strings over, one after the other, and says how long each is. */
  #put(...texts) {
    const bytes = texts.map((text) => (typeof text === "string" ? encoder.encode(text) : text));
    const length = bytes.reduce((sum, part) => sum + part.length, 0);
    let at = this.#call("text", length);
    for (const part of bytes) {
      new Uint8Array(this.#core.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
    return bytes.map((part) => part.length);
  }

  #text(pointer, length) {
    return decoder.decode(new Uint8Array(this.#core.memory.buffer, pointer, length));
  }

  #problem() {
    return this.#text(this.#call("problem"), this.#call("problem_size"));
  }

  /** Calls use(destination) with what `wanted` names or describes. */
  async withDestination(wanted, use) {
    if (typeof wanted === "string") {
      const known = this.#call("destination_named", ...this.#put(wanted));
      if (known === 0) {
        throw new RangeError(`unknown destination '${wanted}'`);
      }
      return use(known);
    }
    if (wanted === null || typeof wanted !== "object") {
      throw new TypeError("'for' must be the name of a destination, or an object that describes one");
    }
    const { extends: base = "", name = "custom", ...limits } = wanted;
    if (typeof base !== "string" || typeof name !== "string" || name === "") {
      throw new TypeError("'extends' and 'name' of a destination must be strings");
    }
    if (this.#call("destination_named", ...this.#put(name)) !== 0) {
      throw new RangeError(`'${name}' is built in; give yours another name`);
    }
    const custom = this.#call("destination_new", ...this.#put(name, base));
    if (custom === 0) {
      throw new RangeError(`unknown destination '${base}'`);
    }
    try {
      for (const [given, value] of Object.entries(limits)) {
        const key = kebab(given);
        if (value !== undefined && !this.#call("destination_set", custom, ...this.#put(key, valueText(key, value)))) {
          throw new RangeError(`destination '${name}': '${given}' ${this.#problem()}`);
        }
      }
      if (!this.#call("destination_finish", custom)) {
        throw new RangeError(`destination '${name}': ${this.#problem()}`);
      }
      return await use(this.#call("destination_value", custom));
    } finally {
      if (!this.isBroken) {
        this.#call("destination_free", custom);
      }
    }
  }

  open(size, name, destination, isHeader) {
    const check = this.#call("check_new", size, ...this.#put(name), destination, isHeader ? 1 : 0);
    if (check === 0) {
      throw new RangeError("not enough memory for another check");
    }
    return check;
  }

  /** The bytes that the check needs next; its length is 0 when it needs no more. */
  need(check) {
    return { offset: this.#call("check_offset", check), length: this.#call("check_length", check) };
  }

  /** Puts bytes where the core looks for them, `at` bytes after the start of what it needs. */
  put(check, at, bytes) {
    new Uint8Array(this.#core.memory.buffer, this.#call("check_window", check) + at, bytes.length).set(bytes);
  }

  /** So many of the bytes it needs have been put; fewer than all mean that the file ends there. */
  feed(check, count) {
    this.#call("check_feed", check, count);
  }

  /** It cannot be read, for the reason that the clause gives. */
  fail(check, isRegular, clause) {
    this.#call("check_fail", check, Number(isRegular), ...this.#put(clause));
  }

  /** The verdict, as --output ndjson writes it. */
  finish(check) {
    const pointer = this.#call("check_finish", check);
    return this.#text(pointer, this.#call("check_line_size", check));
  }

  close(check) {
    if (!this.isBroken) {
      this.#call("check_free", check);
    }
  }
}

let loader = null;
let compiled = null;
let current = null;

/** Where the module comes from: a function that gives its bytes, gzipped or not, or a WebAssembly.Module. Replaces what was loaded. */
export function setLoader(load) {
  loader = load;
  compiled = current = null;
}

/** The first bytes decide, because a server may have declared a .gz file as encoded, and the browser then unpacked it. */
const isGzip = (bytes) => bytes?.[0] === 0x1f && bytes[1] === 0x8b;

const unpacked = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

async function compile() {
  const source = await loader();
  if (source instanceof WebAssembly.Module) {
    return source;
  }
  return WebAssembly.compile(isGzip(bytesOf(source)) ? await unpacked(source) : source);
}

/** The instance that checks share, or a new one where it is broken. */
export async function engine() {
  compiled ??= compile().catch((error) => {
    compiled = null;
    throw error;
  });
  const module = await compiled;
  if (current === null || (await current).isBroken) {
    const made = Engine.create(module);
    current = made;
    made.catch(() => {
      current = current === made ? null : current;
    });
  }
  return current;
}

