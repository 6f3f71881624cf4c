// Makes the demo page, one file that needs no other: make.mjs PACKAGE VERSION writes it to standard output.

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, version] = process.argv.slice(2);
const read = (name) => fs.readFileSync(new URL(name, import.meta.url), "utf8");
const destinations = (await import(pathToFileURL(path.join(folder, "js/reference/destinations.js")))).default;

/** As part of one script, in which all names are different. */
const withoutModules = (text) => text.replace(/^import .*;\n/gm, "").replace(/^export /gm, "");

const modules = ["source", "engine", "check"].map((name) => withoutModules(fs.readFileSync(path.join(folder, "js", `${name}.js`), "utf8")));
const page = read("page.js")
  .replace("MODULE", () => JSON.stringify(fs.readFileSync(path.join(folder, "js/media-preflight.wasm")).toString("base64")))
  .replace("DESTINATIONS", () => JSON.stringify(destinations).replaceAll("<", "\\u003c"));
const script = [...modules, page].join("\n");
const style = read("page.css");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
process.stdout.write(
  read("page.html").replace("CSP", policy).replace("VERSION", version).replace("STYLE", () => style).replace("SCRIPT", () => script),
);
