#!/usr/bin/env node
// The program: the sources of the native one, compiled to WebAssembly.

import fs from "node:fs";

import { commandLine, Exit, Host } from "./host.js";

async function main() {
  const words = commandLine();
  const host = new Host(words);
  const bytes = fs.readFileSync(new URL("./program.wasm", import.meta.url));
  // What the C library would print with; nothing here does.
  const unused = { fd_seek: () => 52, fd_write: () => 52 };
  const imports = { host: host.imports(), wasi_snapshot_preview1: unused };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  host.memory = instance.exports.memory;
  try {
    instance.exports._initialize();
    return instance.exports.run(words.length);
  } catch (error) {
    if (error instanceof Exit) {
      return error.status;
    }
    process.stderr.write(`media-preflight: cannot continue: ${error.message}\n`);
    return 2;
  } finally {
    host.removeUnfinished();
  }
}

process.exitCode = await main();
