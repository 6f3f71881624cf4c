// Measures the package beside others that tell of a file: compare.mjs FOLDER... writes a table as Markdown, and all figures as
// JSON to the file that MEDIA_PREFLIGHT_FIGURES names. Called by tools/dev/bench npm, which has installed them.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const rounds = 9;
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** How to call each for a path, and what it loads besides its modules. */
const libraries = [
  {
    name: "media-preflight",
    module: 'import { checkFile } from "media-preflight"; export const tell = (file) => checkFile(file);',
    inBrowser: 'export { check } from "media-preflight";',
    assets: ["media-preflight/js/media-preflight.wasm.gz"],
  },
  {
    name: "media-preflight, depth header",
    module: 'import { checkFile } from "media-preflight"; export const tell = (file) => checkFile(file, { depth: "header" });',
    inBrowser: 'export { check } from "media-preflight";',
    assets: ["media-preflight/js/media-preflight.wasm.gz"],
  },
  { name: "image-size", module: 'import { imageSizeFromFile } from "image-size/fromFile"; export const tell = imageSizeFromFile;' },
  {
    name: "probe-image-size",
    module: 'import fs from "node:fs"; import probe from "probe-image-size"; export const tell = (file) => probe(fs.createReadStream(file));',
  },
  { name: "file-type", module: 'import { fileTypeFromFile } from "file-type"; export const tell = fileTypeFromFile;' },
  {
    name: "mediainfo.js",
    module: `import fs from "node:fs/promises"; import factory from "mediainfo.js"; const info = factory({ format: "object" });
      export const tell = async (name) => {
        const file = await fs.open(name);
        try {
          const read = async (size, offset) => { const bytes = new Uint8Array(size); await file.read(bytes, 0, size, offset); return bytes; };
          return await (await info).analyzeData((await file.stat()).size, read);
        } finally { await file.close(); }
      };`,
    assets: ["mediainfo.js/dist/MediaInfoModule.wasm"],
  },
];

const folder = path.join(process.cwd(), "measured");
fs.mkdirSync(folder, { recursive: true });

function filesUnder(place) {
  return fs.readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(png|jpe?g|gif|mp4|mov)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** Bytes to load, gzipped: its modules as a bundler makes them small, for a browser where it has some for one, and its other files;
 * not what is loaded on demand. */
async function loaded({ module, inBrowser, assets = [] }) {
  const platform = inBrowser ? "browser" : "node";
  const options = { bundle: true, minify: true, splitting: true, outdir: "out", format: "esm", platform, write: false, logLevel: "silent" };
  const bundle = await build({ stdin: { contents: inBrowser ?? module, resolveDir: process.cwd() }, ...options });
  const parts = [bundle.outputFiles[0].contents, ...assets.map((file) => fs.readFileSync(path.join("node_modules", file)))];
  const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parts.reduce((sum, bytes) => sum + (isGzip(bytes) ? bytes : gzipSync(bytes, { level: 9 })).length, 0);
}

/** One process: the first answer, then each file so many times. */
const runner = `
  const [module, rounds, ...files] = process.argv.slice(2);
  const before = performance.now();
  const { tell } = await import(module);
  await tell(files[0]);
  const first = performance.now() - before;
  let answered = 0;
  const attempt = async (file) => { try { answered += (await tell(file)) ? 1 : 0; } catch { /* it does not know such files */ } };
  for (const file of files) await attempt(file);
  const known = answered;
  const started = performance.now();
  for (let round = 0; round < Number(rounds); ++round) for (const file of files) await attempt(file);
  const each = (performance.now() - started) / rounds / files.length;
  console.log(JSON.stringify({ first, each, known, memory: process.memoryUsage().rss }));
  process.exit(0);`;

// The first is one that all of them know.
const files = process.argv.slice(2).flatMap(filesUnder).sort((a, b) => b.endsWith("beach.jpg") - a.endsWith("beach.jpg") || (a < b ? -1 : 1));
fs.writeFileSync(path.join(folder, "runner.mjs"), runner);
const figures = [];
for (const library of libraries) {
  const module = path.join(folder, `${library.name.replaceAll(/\W+/g, "-")}.mjs`);
  fs.writeFileSync(module, library.module);
  const run = (count) => JSON.parse(execFileSync(process.execPath, [path.join(folder, "runner.mjs"), module, String(count), ...files]));
  const runs = Array.from({ length: rounds }, () => run(1));
  figures.push({
    name: library.name,
    loaded: await loaded(library),
    first: median(runs.map((one) => one.first)),
    each: median(Array.from({ length: 3 }, () => run(20).each)),
    known: runs[0].known,
    memory: median(runs.map((one) => one.memory)),
  });
}

const machine = { node: process.version, processor: os.cpus()[0].model, load: os.loadavg()[0], files: files.length };
if (process.env.MEDIA_PREFLIGHT_FIGURES) {
  fs.writeFileSync(process.env.MEDIA_PREFLIGHT_FIGURES, JSON.stringify({ machine, figures }, null, 1) + "\n");
}
const row = (cells) => `| ${cells.join(" | ")} |`;
console.log(`# Beside other packages

${files.length} pictures and videos of testdata, warm, ${process.version}, ${machine.processor}, load ${machine.load.toFixed(1)}. Medians of ${rounds} processes;
the time of a file is that of 20 rounds in one. Answered: for how many files there was an answer at all.
`);
console.log(row(["", "to load, gzipped", "first answer", "a file", "answered", "memory"]));
console.log(row(["---", "---:", "---:", "---:", "---:", "---:"]));
for (const { name, loaded: bytes, first, each, known, memory } of figures) {
  console.log(row([name, `${(bytes / 1024).toFixed(1)} KiB`, `${first.toFixed(1)} ms`, `${(each * 1000).toFixed(0)} µs`, known, `${Math.round(memory / 2 ** 20)} MiB`]));
}
