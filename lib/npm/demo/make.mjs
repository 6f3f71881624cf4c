// Makes the demo page, one file that needs no other: make.mjs PACKAGE VERSION writes it to standard output.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [folder, version] = process.argv.slice(2);
const read = (name) => fs.readFileSync(new URL(name, import.meta.url), "utf8");
const destinations = (await import(pathToFileURL(path.join(folder, "js/reference/destinations.js")))).default;

const pageScript = fileURLToPath(new URL("page.js", import.meta.url));
const bundle = execFileSync("esbuild", [pageScript, "--bundle", "--format=esm", "--target=es2022", "--log-level=warning"], { encoding: "utf8" });
const script = bundle
  .replace("MODULE", () => JSON.stringify(fs.readFileSync(path.join(folder, "js/media-preflight.wasm.gz")).toString("base64")))
  .replace("DESTINATIONS", () => JSON.stringify(destinations).replaceAll("<", "\\u003c"));
const style = read("page.css");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
process.stdout.write(
  read("page.html").replace("CSP", policy).replace("VERSION", version).replace("STYLE", () => style).replace("SCRIPT", () => script),
);
