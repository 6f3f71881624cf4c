import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";

import { destinations, rules } from "media-preflight";

const folder = new URL("../node_modules/media-preflight/", import.meta.url);
const read = (name) => fs.readFileSync(new URL(name, folder));

test("the core imports nothing", async () => {
  const module = await WebAssembly.compile(gunzipSync(read("js/media-preflight.wasm.gz")));
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("what a browser loads stays small", () => {
  const sum = read("js/media-preflight.wasm.gz").length + gzipSync(read("js/index.js")).length;
  assert.ok(sum <= 60 * 1024, `${sum} bytes`);
});

test("the package needs no other and runs nothing when it is installed", () => {
  const { dependencies, scripts } = JSON.parse(read("package.json"));
  assert.equal(dependencies, undefined);
  assert.equal(scripts, undefined);
});

test("destinations and rules are those of the program", async () => {
  const [background] = await destinations();
  assert.equal(background.destination, "zoom-background");
  assert.equal(background.limits.find((limit) => limit.limit === "max-bytes").value, 15728640);
  const all = await rules();
  assert.ok(all.length > 30);
  for (const { rule, severity, summary, why, fix } of all) {
    assert.match(rule, /^[a-z0-9-]+$/);
    assert.ok(severity && summary && why && fix, rule);
  }
});
