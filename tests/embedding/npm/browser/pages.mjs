// Pages for the tests: bundled as a site would do it, served from here, opened in a Chromium without a window.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { chromium } from "playwright-core";

export const demoFolder = path.join(process.env.MEDIA_PREFLIGHT_SOURCE_DIR, "testdata", "demo");
const here = path.dirname(fileURLToPath(import.meta.url));
const wasm = path.join(here, "../node_modules/media-preflight/js/media-preflight.wasm.gz");

export const demoFiles = fs.readdirSync(demoFolder).filter((name) => fs.statSync(path.join(demoFolder, name)).isFile());

/** Serves a page with this script, the demo files, and /upload, of which it remembers what came. */
export async function serve(script) {
  const bundle = await build({ stdin: { contents: script, resolveDir: here }, bundle: true, format: "esm", write: false });
  const uploads = [];
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url);
    const send = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
    if (name === "/") {
      send("text/html", '<!doctype html><meta charset="utf-8"><input type="file"><script type="module" src="/bundle.js"></script>');
    } else if (name === "/bundle.js") {
      send("text/javascript", bundle.outputFiles[0].contents);
    } else if (name === "/media-preflight.wasm.gz") {
      send("application/gzip", fs.readFileSync(wasm));
    } else if (name.startsWith("/demo/")) {
      send("application/octet-stream", fs.readFileSync(path.join(demoFolder, path.basename(name))));
    } else if (name === "/upload") {
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => {
        const body = Buffer.concat(parts).toString("latin1");
        uploads.push(Buffer.from(/filename="([^"]*)"/.exec(body)[1], "latin1").toString());
        send("application/json", '{"url":"/done"}');
      });
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, uploads, close: () => server.close() };
}

/** Debian's, so nothing is downloaded; one for all tests of a process. */
export const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
test.after(() => browser.close());
