import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { checkFile } from "media-preflight";

import { browser, demoFiles, demoFolder } from "./pages.mjs";

const page = fileURLToPath(new URL("../demo.html", import.meta.url));

/** The page as somebody has it who was sent the file, without a network. */
async function open() {
  const context = await browser.newContext({ offline: true });
  const tab = await context.newPage();
  const requests = [];
  const problems = [];
  tab.on("request", (request) => requests.push(request.url()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await tab.goto(pathToFileURL(page).href);
  return { tab, requests, problems };
}

const rows = (tab) =>
  tab.$$eval("#results > li", (items) =>
    items.map((item) => ({
      name: item.querySelector(".name").textContent,
      verdict: item.className,
      messages: [...item.querySelectorAll(".message")].map((message) => message.textContent),
    })),
  );

test("the demo page judges files offline, as the package does, and asks for nothing", async () => {
  const { tab, requests, problems } = await open();
  await tab.setInputFiles("#files", demoFiles.map((name) => path.join(demoFolder, name)));
  await tab.waitForFunction((count) => document.querySelectorAll("#results > li[class]").length === count, demoFiles.length);
  for (const destination of ["zoom-background", "zoom-picture"]) {
    await tab.selectOption("#destination", destination);
    await tab.waitForFunction(() => document.getElementById("totals").textContent !== "");
    await tab.waitForTimeout(200);
    const expected = [];
    for (const name of demoFiles) {
      const { verdict, findings } = await checkFile(path.join(demoFolder, name), { name, for: destination });
      expected.push({ name, verdict, messages: findings.map((finding) => finding.message) });
    }
    assert.deepEqual(await rows(tab), expected);
    const count = (verdict) => expected.filter((entry) => entry.verdict === verdict).length;
    const totals = `${expected.length} files: ${count("fail")} fail, ${count("warn")} with warnings, ${count("pass")} pass`;
    assert.equal(await tab.textContent("#totals"), totals);
  }
  assert.deepEqual(requests.filter((url) => !url.startsWith("data:")), [pathToFileURL(page).href]);
  assert.deepEqual(problems, []);
});

test("its policy lets nothing out and no other script in", async () => {
  const { tab } = await open();
  assert.equal(await tab.evaluate(() => fetch("https://example.org/").then(() => "sent", () => "refused")), "refused");
  const ran = await tab.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    return window.injected ?? false;
  });
  assert.equal(ran, false);
});

test("all of it can be done with the keyboard, and a file's name is only text", async () => {
  const { tab, problems } = await open();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "demo-"));
  const name = "<img src=x onerror=alert(1)>.png";
  fs.writeFileSync(path.join(folder, name), "");
  const chosen = tab.waitForEvent("filechooser");
  await tab.keyboard.press("Tab");
  assert.equal(await tab.evaluate("document.activeElement.id"), "destination");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  await (await chosen).setFiles(path.join(folder, name));
  await tab.waitForSelector("#results > li.fail");
  assert.deepEqual((await rows(tab)).map((row) => row.name), [name]);
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.getAttribute("#results", "class"), "fail");
  fs.rmSync(folder, { recursive: true });
  assert.deepEqual(problems, []);
});
