import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";

import { checkFile } from "media-preflight";

import { browser, demoFiles, demoFolder, serve } from "./pages.mjs";

const fetchFile = `const fetchFile = async (name) => new File([await (await fetch("/demo/" + encodeURIComponent(name))).blob()], name);`;

const uppyPage = `
import Uppy from "@uppy/core";
import XHRUpload from "@uppy/xhr-upload";
import MediaPreflight from "media-preflight/uppy";
${fetchFile}
const uppy = new Uppy();
uppy.use(MediaPreflight, { for: "zoom-background" }).use(XHRUpload, { endpoint: "/upload" });
const refused = {};
uppy.on("restriction-failed", (file, error) => { refused[file.name] = error.message; });
window.uppy = uppy;
window.send = async (names) => {
  for (const name of names) {
    uppy.addFile({ name, data: await fetchFile(name) });
  }
  const result = await uppy.upload();
  return { refused, verdicts: result.successful.map((file) => file.preflight.verdict) };
};
window.ready = true;
`;

const filepondPage = `
import * as FilePond from "filepond";
import MediaPreflight from "media-preflight/filepond";
${fetchFile}
FilePond.registerPlugin(MediaPreflight);
const pond = FilePond.create(document.querySelector("input"), { allowMultiple: true, server: { process: "/upload" } });
window.send = async (names) => {
  const refused = {};
  for (const name of names) {
    const done = new Promise((resolve) => pond.on("processfile", (error, item) => item.filename === name && resolve()));
    const file = await fetchFile(name);
    try {
      await pond.addFile(file);
      await done;
    } catch (problem) {
      refused[name] = problem.error?.main ?? problem.main ?? problem.status?.main ?? JSON.stringify(problem);
    }
  }
  return { refused };
};
window.ready = true;
`;

async function expectedRefusals() {
  const refused = {};
  for (const name of demoFiles) {
    const verdict = await checkFile(path.join(demoFolder, name), { name });
    if (verdict.verdict === "fail") {
      refused[name] = verdict.findings.find((finding) => finding.severity === "error").message;
    }
  }
  return refused;
}

async function sendAll(script) {
  const site = await serve(script);
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(site.url);
    await page.waitForFunction("window.ready");
    const result = await page.evaluate((names) => window.send(names), demoFiles);
    return { ...result, uploads: site.uploads.sort(), errors };
  } finally {
    await page.close();
    site.close();
  }
}

test("Uppy sends the good files and takes the bad ones out before any request", async () => {
  const expected = await expectedRefusals();
  const { refused, verdicts, uploads, errors } = await sendAll(uppyPage);
  assert.deepEqual(Object.keys(refused).sort(), Object.keys(expected).sort());
  for (const [name, message] of Object.entries(expected)) {
    assert.equal(refused[name], `${name}: ${message}`);
  }
  assert.deepEqual(uploads, demoFiles.filter((name) => !(name in expected)).sort());
  assert.ok(uploads.length > 2 && Object.keys(expected).length > 2);
  assert.ok(verdicts.every((verdict) => ["pass", "warn"].includes(verdict)));
  assert.deepEqual(errors, []);
});

test("Uppy sends nothing where all files are bad", async () => {
  const site = await serve(uppyPage);
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction("window.ready");
  await page.evaluate((names) => window.send(names), Object.keys(await expectedRefusals()));
  assert.deepEqual(site.uploads, []);
  assert.equal(await page.evaluate("uppy.getFiles().length"), 0);
  await page.close();
  site.close();
});

test("FilePond sends the good files and shows the bad ones with the reason", async () => {
  const expected = await expectedRefusals();
  const { refused, uploads } = await sendAll(filepondPage);
  assert.deepEqual(refused, expected);
  assert.deepEqual(uploads, demoFiles.filter((name) => !(name in expected)).sort());
});
