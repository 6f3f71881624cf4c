import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { checkFile } from "media-preflight";

import { browser, demoFiles, demoFolder } from "./pages.mjs";

const folder = fileURLToPath(new URL("../node_modules/media-preflight/js/", import.meta.url));

/** The package as it is, without a bundler: scripts gzipped on the way, the core as `headers` declare it. */
async function serve(headers) {
  const server = http.createServer((request, response) => {
    const name = path.basename(request.url);
    if (request.url.startsWith("/js/")) {
      const bytes = fs.readFileSync(path.join(folder, name));
      const isScript = name.endsWith(".js");
      response.writeHead(200, isScript ? { "content-type": "text/javascript", "content-encoding": "gzip" } : headers);
      response.end(isScript ? gzipSync(bytes) : bytes);
    } else if (request.url === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><input type=file>");
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** The line of one file, and the bodies that travelled for it. */
async function checkOne(headers, file) {
  const site = await serve(headers);
  const page = await browser.newPage();
  try {
    await page.goto(site.url);
    await page.setInputFiles("input", path.join(demoFolder, file));
    return await page.evaluate(async () => {
      const { check } = await import("/js/index.js");
      const { json } = await check(document.querySelector("input").files[0]);
      const loaded = performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.startsWith("/js/"));
      return { json, loaded: Object.fromEntries(loaded.map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])) };
    });
  } finally {
    await page.close();
    site.close();
  }
}

test("one file is checked with two requests and at most 60 KiB, however the core is declared", async () => {
  const [file] = demoFiles;
  const { json } = await checkFile(path.join(demoFolder, file), { name: file });
  for (const headers of [
    { "content-type": "application/gzip" },
    { "content-type": "application/octet-stream" },
    { "content-type": "application/wasm", "content-encoding": "gzip" },
  ]) {
    const result = await checkOne(headers, file);
    assert.equal(result.json, json);
    assert.deepEqual(Object.keys(result.loaded).sort(), ["/js/index.js", "/js/media-preflight.wasm.gz"]);
    const sum = Object.values(result.loaded).reduce((all, size) => all + size);
    assert.ok(Object.values(result.loaded).every((size) => size > 1000) && sum <= 60 * 1024, JSON.stringify(result.loaded));
  }
});
