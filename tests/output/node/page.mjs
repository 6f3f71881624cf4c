// Opens an HTML report in a browser, uses it as a person does, and prints what happened: page.mjs PAGE CHROMIUM [axe]
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Installed elsewhere than beside this file.
const require = createRequire(`${process.env.NODE_PACKAGES_FOLDER}/`);
const { chromium } = require("playwright-core");

const [file, executablePath, wanted] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const happened = { requests: [], messages: [] };
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

const open = async options => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", message => happened.messages.push(message.text()));
  page.on("pageerror", error => happened.messages.push(error.message));
  page.on("request", request => {
    if (request.url() !== address && !request.url().startsWith("data:")) {
      happened.requests.push(request.url());
    }
  });
  await page.goto(address);
  return page;
};

const visible = page => page.$$eval(".file:not([hidden])", files => files.map(file => ({
  verdict: file.dataset.verdict, rules: file.dataset.rules.split(" "), folder: file.dataset.folder, text: file.textContent,
})));
const press = (page, facet, value) => page.click(`[aria-labelledby="facet-${facet}"] button[title="${value}"]`);

const page = await open();
happened.all = (await visible(page)).length;
await press(page, "verdict", "Fail");
happened.failing = await visible(page);
await press(page, "verdict", "Warn");
happened.failing_or_warned = new Set((await visible(page)).map(each => each.verdict)).size;
await page.keyboard.press("Escape");
happened.after_escape = (await visible(page)).length;
await press(page, "rule", "low-resolution");
happened.of_rule = await visible(page);
await press(page, "verdict", "Fail");
happened.of_rule_and_failing = await visible(page);
await page.click("#clear");
const folder = await page.$eval(`[aria-labelledby="facet-folder"] button`, button => button.title);
await press(page, "folder", folder);
happened.folder = { name: folder, files: await visible(page) };
await page.click("#clear");

await page.keyboard.press("/");
await page.keyboard.type("no such file anywhere");
happened.nothing = { files: (await visible(page)).length, says: await page.isVisible("#empty"), shown: await page.textContent("#shown") };
await page.click("#empty button");
await page.keyboard.press("/");
await page.keyboard.type("cut truncated");
happened.searched = await visible(page);
await page.keyboard.press("Escape");

const focused = () => page.evaluate(() => [...document.querySelectorAll(".file")].indexOf(document.activeElement));
await page.keyboard.press("j");
await page.keyboard.press("j");
happened.second = await focused();
await page.keyboard.press("k");
happened.first = await focused();
await page.keyboard.press("?");
happened.help = await page.isVisible("#keys");
await page.keyboard.press("Escape");
happened.help_closed = !(await page.isVisible("#keys"));

const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const before = await paper();
await page.click("#theme");
happened.theme = before !== await paper();

const button = page.locator(".copy").first();
if (await button.count() > 0) {
  await button.click();
  await page.locator(".copy", { hasText: "Copied" }).waitFor({ timeout: 10000 });
  happened.copied = true;
}

const still = await open({ javaScriptEnabled: false });
happened.without_script = { files: await still.locator(".file").count(), tools: await still.isVisible(".bar") };

if (wanted === "axe") {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  happened.violations = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 420]) {
      const judged = await open({ colorScheme, viewport: { width, height: 900 } });
      await judged.evaluate(axe);
      const { violations } = await judged.evaluate(() => axe.run());
      happened.violations.push(...violations.map(each => `${colorScheme} ${width}: ${each.id} ${each.nodes[0].html}`));
    }
  }
}
await browser.close();
console.log(JSON.stringify(happened));
