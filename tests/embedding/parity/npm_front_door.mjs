// npm_front_door.mjs PACKAGE path|blob|bytes|pieces DESTINATION DEPTH: reads paths that end with NUL, and writes the line of each.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, mode, destination, depth] = process.argv.slice(2);
const { check, checkFile } = await import(pathToFileURL(path.join(folder, "js", "node.js")));

let seed = 1;
const random = (below) => 1 + ((seed = (seed * 48271) % 2147483647) % below);

/** A file of which no more comes at a time than it likes. */
function inPieces(file) {
  const { size } = fs.fstatSync(file);
  const read = (offset, length) => {
    const piece = new Uint8Array(Math.min(length, random(3000)));
    return piece.subarray(0, fs.readSync(file, piece, 0, piece.length, offset));
  };
  return { size, read };
}

/** NUL in between, and after the last one. */
function paths(bytes) {
  const out = [];
  for (let start = 0, end; (end = bytes.indexOf(0, start)) >= 0; start = end + 1) {
    out.push(bytes.subarray(start, end));
  }
  return out;
}

async function line(name) {
  const options = { for: destination, depth, name };
  if (mode === "path") {
    return (await checkFile(name, options)).json;
  }
  if (mode === "pieces") {
    const file = fs.openSync(name);
    const verdict = await check(inPieces(file), options);
    fs.closeSync(file);
    return verdict.json;
  }
  const bytes = fs.readFileSync(name);
  return (await check(mode === "blob" ? new Blob([bytes]) : bytes, options)).json;
}

const lines = [];
for (const name of paths(fs.readFileSync(0))) {
  lines.push((await line(name)) + "\n");
}
fs.writeFileSync(1, lines.join(""));
