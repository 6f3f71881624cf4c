import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { gunzipSync } from "node:zlib";

import { check, checkFile, setLoader } from "media-preflight";

import { png, ruleIds } from "./pictures.mjs";

const good = png();
const moduleUrl = new URL("../node_modules/media-preflight/js/media-preflight.wasm.gz", import.meta.url);
const from = (bytes, changes) => ({
  size: bytes.length,
  name: "a.png",
  read: (offset, length) => bytes.subarray(offset, offset + length),
  ...changes,
});

test("a size that is none is refused before anything is read", async () => {
  for (const size of [NaN, -1, 1.5, Infinity, 2 ** 53, "12", null, undefined, 12n, {}]) {
    const read = () => assert.fail("nothing is to be read");
    await assert.rejects(check({ size, read }), RangeError, String(size));
  }
});

test("what cannot be read from is refused", async () => {
  for (const source of [null, undefined, 5, "bytes", {}, [], { size: 5 }, { size: 5, read: "no" }, () => 5]) {
    await assert.rejects(check(source), TypeError, String(source));
  }
  await assert.rejects(check(good, { depth: "decode" }), RangeError);
  await assert.rejects(check(good, { name: 5 }), TypeError);
});

test("an error of read() is the caller's", async () => {
  const broken = new Error("no such blob");
  await assert.rejects(check(from(good, { read: () => { throw broken; } })), broken);
  await assert.rejects(check(from(good, { read: async () => { throw broken; } })), broken);
});

test("more than was asked for is refused", async () => {
  await assert.rejects(check(from(good, { read: (offset, length) => new Uint8Array(length + 1) })), RangeError);
  await assert.rejects(check(from(good, { read: async (offset, length) => new Uint8Array(1e6) })), RangeError);
});

test("what is no bytes is refused", async () => {
  for (const answer of [null, undefined, 5, "bytes", [1, 2], {}, { length: 5 }]) {
    await assert.rejects(check(from(good, { read: () => answer })), TypeError);
    await assert.rejects(check(from(good, { read: async () => answer })), TypeError);
  }
});

test("pieces of any length come to the same verdict", async () => {
  const expected = (await check(good, { name: "a.png" })).json;
  for (const most of [1, 7, 4096]) {
    const read = (offset, length) => good.subarray(offset, offset + Math.min(most, length));
    assert.equal((await check(from(good, { read }))).json, expected);
  }
});

test("a file that ends before its size is unreadable, not whole", async () => {
  for (const end of [0, 10, 100, good.length - 1]) {
    const read = (offset, length) => good.subarray(offset, Math.min(end, offset + length));
    const verdict = await check(from(good, { read }));
    assert.deepEqual(ruleIds(verdict), ["unreadable"]);
    assert.match(verdict.findings[0].message, /became shorter/);
    assert.equal(verdict.verdict, "fail");
  }
});

test("a source that lies about its bytes gets a verdict of some kind", async () => {
  let calls = 0;
  const random = (offset, length) => Uint8Array.from({ length }, (_, i) => ((offset + i + ++calls) * 2654435761) >>> 13);
  for (const size of [1, 100, 5000, 2 ** 40, 2 ** 53 - 1]) {
    const start = { read: (offset, length) => (offset === 0 ? Buffer.concat([good, random(0, 70000)]).subarray(0, length) : random(offset, length)) };
    const verdict = await check({ size, name: "a.png", ...start });
    assert.notEqual(verdict.verdict, "pass");
  }
});

test("a buffer that is taken away before it is read is an error", async () => {
  const copy = new Uint8Array(good);
  const pending = check(copy);
  structuredClone(copy.buffer, { transfer: [copy.buffer] });
  await assert.rejects(pending, TypeError);
});

test("checks at the same time do not disturb each other", async () => {
  const cut = good.subarray(0, good.length - 8);
  const delay = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  const slowly = (bytes) => from(bytes, { read: async (offset, length) => (await delay(), bytes.subarray(offset, offset + length)) });
  const verdicts = await Promise.all(Array.from({ length: 200 }, (_, i) => check(slowly(i % 2 ? good : cut), { name: `${i}.png` })));
  verdicts.forEach((verdict, i) => {
    assert.equal(verdict.path, `${i}.png`);
    assert.deepEqual(ruleIds(verdict), i % 2 ? [] : ["truncated"]);
  });
});

test("many checks need no more memory than a few", async () => {
  for (let i = 0; i < 20000; ++i) {
    await check(good, { name: "a.png" });
  }
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 20000; ++i) {
    await check(good, { name: "a.png", for: { extends: "zoom-background", maxBytes: 1e6 + i } });
  }
  assert.ok(process.memoryUsage().arrayBuffers < before + 4e6);
});

test("a read that never ends can be given up", async () => {
  const stopped = new AbortController();
  const pending = check(from(good, { read: () => new Promise(() => {}) }), { signal: stopped.signal });
  setTimeout(() => stopped.abort(), 5);
  await assert.rejects(pending, { name: "AbortError" });
  await assert.rejects(check(good, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a trap rejects, and the next check gets a new instance", async () => {
  const module = await WebAssembly.compile(gunzipSync(fs.readFileSync(moduleUrl)));
  const instantiate = WebAssembly.instantiate;
  let instances = 0;
  let traps = 1;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate(...given);
    ++instances;
    const feed = (...values) => {
      if (traps > 0) {
        --traps;
        throw new WebAssembly.RuntimeError("unreachable");
      }
      return instance.exports.check_feed(...values);
    };
    return { exports: { ...instance.exports, check_feed: feed } };
  };
  try {
    setLoader(() => module);
    const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const slow = check(from(good, { read: async (offset, length) => (await delay(30), good.subarray(offset, offset + length)) }));
    await delay(10);
    await assert.rejects(check(good, { name: "a.png" }), WebAssembly.RuntimeError);
    assert.equal((await check(good, { name: "a.png" })).verdict, "pass");
    assert.equal((await slow).verdict, "pass");
    assert.equal(instances, 2);
  } finally {
    WebAssembly.instantiate = instantiate;
    setLoader(() => module);
  }
});

test("a module that cannot be loaded is asked for again", async () => {
  const bytes = fs.readFileSync(moduleUrl);
  let fails = true;
  setLoader(async () => {
    if (fails) {
      throw new Error("offline");
    }
    return bytes;
  });
  await assert.rejects(check(good), /offline/);
  await assert.rejects(Promise.all([check(good), check(good)]), /offline/);
  fails = false;
  assert.equal((await check(good, { name: "a.png" })).verdict, "pass");
});

test("the module may be gzipped or not, and is refused where it is neither", async () => {
  const packed = fs.readFileSync(moduleUrl);
  const bytes = gunzipSync(packed);
  const kinds = [packed, bytes, new Uint8Array(packed).buffer, new Uint8Array(bytes).buffer, new DataView(new Uint8Array(packed).buffer)];
  for (const kind of kinds) {
    setLoader(() => kind);
    assert.equal((await check(good, { name: "a.png" })).verdict, "pass");
  }
  for (const broken of [packed.subarray(0, -9), bytes.subarray(0, -9), new Uint8Array(0), new Uint8Array([0x1f, 0x8b]), null, "bytes"]) {
    setLoader(() => broken);
    await assert.rejects(check(good));
  }
  setLoader(() => packed);
  assert.equal((await check(good, { name: "a.png" })).verdict, "pass");
});

test("a file that becomes shorter while it is read is unreadable", async () => {
  const file = `/tmp/npm-shrinking-${process.pid}.png`;
  fs.writeFileSync(file, good);
  try {
    const pending = checkFile(file);
    fs.truncateSync(file, 20);
    const rules = ruleIds(await pending);
    assert.ok(rules.includes("unreadable") || rules.includes("truncated"), rules.join());
  } finally {
    fs.unlinkSync(file);
  }
});
