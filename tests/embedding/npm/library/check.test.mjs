import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";

import { check, checkFile } from "media-preflight";

import { png, ruleIds } from "./pictures.mjs";

const good = png();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "npm-"));
test.after(() => fs.rmSync(folder, { recursive: true }));

test("a good picture passes, whatever holds its bytes", async () => {
  const sources = [
    good,
    new Uint8Array(good),
    new Uint8Array(good).buffer,
    new DataView(new Uint8Array(good).buffer),
    new Blob([good]),
    { size: good.length, read: (offset, length) => good.subarray(offset, offset + length) },
    { size: good.length, read: async (offset, length) => new Uint8Array(good.subarray(offset, offset + length)).buffer },
  ];
  const lines = await Promise.all(sources.map((source) => check(source, { name: "a.png" })));
  assert.equal(lines[0].verdict, "pass");
  assert.equal(lines[0].width, 1280);
  for (const { json } of lines) {
    assert.equal(json, lines[0].json);
  }
});

test("bytes in the middle of a buffer are those that count", async () => {
  const padded = Buffer.concat([Buffer.from("padding"), good, Buffer.from("padding")]);
  const verdict = await check(padded.subarray(7, 7 + good.length), { name: "a.png" });
  assert.equal(verdict.bytes, good.length);
  assert.equal(verdict.verdict, "pass");
});

test("the verdict is the line, and the line is not enumerable", async () => {
  const verdict = await check(good, { name: "a.png" });
  assert.deepEqual({ ...verdict }, JSON.parse(verdict.json));
  assert.equal(verdict.type, "file");
  assert.equal(verdict.path, "a.png");
  assert.equal(JSON.stringify(verdict), JSON.stringify(JSON.parse(verdict.json)));
});

test("the name is that of the file, or the one given", async () => {
  const file = Object.assign(new Blob([good]), { name: "a.jpg" });
  assert.deepEqual(ruleIds(await check(file)), ["extension-mismatch"]);
  assert.deepEqual(ruleIds(await check(file, { name: "b.png" })), []);
  assert.deepEqual(ruleIds(await check(good)), []);
  assert.equal((await check(good)).path, "");
});

test("a file of any size is judged by a few kilobytes", async () => {
  const size = 10 * 2 ** 30;
  let bytesRead = 0;
  const read = (offset, length) => {
    bytesRead += length;
    return Uint8Array.from({ length }, (_, i) => good[offset + i] ?? 0);
  };
  const verdict = await check({ size, name: "huge.png", read });
  assert.equal(verdict.verdict, "fail");
  assert.equal(verdict.bytes, size);
  assert.ok(ruleIds(verdict).includes("file-too-large"));
  assert.ok(bytesRead < 16384, String(bytesRead));
  assert.equal(verdict.bytes_read, bytesRead);
});

test("depth header reads less and says so", async () => {
  const cut = good.subarray(0, good.length - 8);
  assert.deepEqual(ruleIds(await check(cut, { name: "a.png" })), ["truncated"]);
  const verdict = await check(cut, { name: "a.png", depth: "header" });
  assert.deepEqual(ruleIds(verdict), []);
  assert.equal(verdict.depth, "header");
});

test("nothing at all is an empty file", async () => {
  for (const source of [new Uint8Array(0), new Blob([]), { size: 0, read: () => assert.fail("there is nothing to read") }]) {
    assert.deepEqual(ruleIds(await check(source, { name: "a.png" })), ["empty-file"]);
  }
});

test("a destination is built in, or described with the keys of the configuration file", async () => {
  assert.deepEqual(ruleIds(await check(good, { for: "zoom-picture", name: "a.png" })), ["not-square"]);
  const own = { extends: "zoom-background", name: "stage", pictureMin: [1920, 1080] };
  const verdict = await check(good, { for: own, name: "a.png" });
  assert.deepEqual(ruleIds(verdict), ["low-resolution"]);
  assert.equal(verdict.destination, "stage");
  for (const same of [{ "picture-min": "1920x1080" }, { pictureMin: "1920x1080" }, { "picture-min": [1920, 1080] }]) {
    assert.equal((await check(good, { for: { extends: "zoom-background", name: "stage", ...same }, name: "a.png" })).json, verdict.json);
  }
  const small = await check(good, { for: { maxBytes: 100 }, name: "a.png" });
  assert.deepEqual(ruleIds(small), ["file-too-large"]);
  assert.equal(small.destination, "custom");
  assert.deepEqual(ruleIds(await check(good, { for: { formats: ["jpeg", "gif"] }, name: "a.png" })), ["format-not-accepted"]);
  assert.deepEqual(ruleIds(await check(good, { for: { aspect: "1:1" }, name: "a.png" })), ["not-square"]);
  assert.deepEqual(ruleIds(await check(good, { for: { extends: "zoom-picture", aspect: false }, name: "a.png" })), []);
});

test("a destination that makes no sense is an error", async () => {
  const wrong = [
    "zoom-backgrounds",
    "",
    { extends: "zoom-backgrounds" },
    { extends: 5 },
    { name: "zoom-picture" },
    { name: "" },
    { maxByte: 5 },
    { maxBytes: 0 },
    { maxBytes: -1 },
    { maxBytes: 1.5 },
    { maxBytes: NaN },
    { maxBytes: 2 ** 64 },
    { maxBytes: false },
    { maxBytes: null },
    { pictureMin: "1920" },
    { pictureMin: "0x5" },
    { pictureMin: [1, 2, 3] },
    { pictureMin: [1e7, 1] },
    { pictureMin: true },
    { aspect: "16x9" },
    { formats: [] },
    { formats: ["bitmap"] },
    { adviseOpaque: "yes" },
    { title: "" },
    { maxBytes: 5, safeMaxBytes: 6 },
    { videoMin: [100, 100], videoMax: [50, 200] },
  ];
  for (const destination of wrong) {
    await assert.rejects(check(good, { for: destination }), (error) => {
      assert.ok(error instanceof RangeError || error instanceof TypeError, JSON.stringify(destination));
      return true;
    });
  }
  for (const destination of [5, null, true]) {
    await assert.rejects(check(good, { for: destination }), TypeError);
  }
  await assert.rejects(check(good, { for: { maxByte: 5 } }), /'maxByte' is not a key of a destination/);
});

test("checkFile says what check says", async () => {
  const file = path.join(folder, "a.png");
  fs.writeFileSync(file, good);
  const expected = await check(good, { name: file });
  assert.equal((await checkFile(file)).json, expected.json);
  assert.equal((await checkFile(Buffer.from(file))).json, expected.json);
  assert.equal((await checkFile(new URL("file://" + file))).json, expected.json);
  assert.equal((await checkFile(file, { name: "a.png" })).path, "a.png");
});

test("what cannot be read is a finding", async () => {
  assert.match((await checkFile(path.join(folder, "none.png"))).findings[0].message, /no such file or folder/);
  assert.match((await checkFile(folder)).findings[0].message, /it is a folder/);
  assert.match((await checkFile("/dev/null")).findings[0].message, /it is a character device/);
  const fifo = path.join(folder, "fifo.png");
  execFileSync("mkfifo", [fifo]);
  const verdict = await checkFile(fifo);
  assert.match(verdict.findings[0].message, /it is a FIFO/);
  assert.equal(verdict.bytes, null);
  assert.equal(verdict.verdict, "fail");
});

test("a name that is not UTF-8 is given as bytes, too", async () => {
  const file = Buffer.concat([Buffer.from(folder + "/"), Buffer.from([0xff, 0x2e, 0x70, 0x6e, 0x67])]);
  fs.writeFileSync(file, good);
  const verdict = await checkFile(file);
  assert.deepEqual(Buffer.from(verdict.path_base64, "base64"), file);
});
