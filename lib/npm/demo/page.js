// What the demo page does. Bundled by make.mjs, which puts in the WebAssembly module and the destinations.

import { check } from "../js/check.js";
import { setLoader } from "../js/engine.js";

const moduleBytes = Uint8Array.from(atob(MODULE), (letter) => letter.charCodeAt(0));
setLoader(() => moduleBytes);

const known = DESTINATIONS;
const words = { fail: "FAIL", warn: "WARNING", pass: "PASS" };
const part = (id) => document.getElementById(id);
const destination = part("destination");
const files = new Map(); // name → { file, row, verdict }

const sizeText = (bytes) =>
  bytes < 1024 ? `${bytes} bytes` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;

function factsText({ format, width, height, duration_seconds: seconds, frames, animated, bytes }) {
  const parts = [format?.toUpperCase(), width ? `${width}×${height}` : null, seconds ? `${seconds.toFixed(1)} s` : null];
  parts.push(animated && frames ? `${frames} frames` : null, bytes === null ? null : sizeText(bytes));
  return parts.filter(Boolean).join(" · ");
}

/** A remedy with its commands as code. */
function fixNodes(fix) {
  const nodes = [];
  let end = 0;
  for (const command of (fix ?? "").matchAll(/\b(?:ffmpeg|convert|exiftool|heif-convert|git) .*?(?:out\.\w+|FILE|pull)(?=$|, or )/g)) {
    const code = document.createElement("code");
    code.textContent = command[0];
    nodes.push(fix.slice(end, command.index), code);
    end = command.index + command[0].length;
  }
  return [...nodes, (fix ?? "").slice(end)];
}

function show(entry) {
  const { row, verdict } = entry;
  row.className = verdict.verdict;
  row.querySelector(".badge").textContent = words[verdict.verdict];
  row.querySelector(".facts").textContent = factsText(verdict);
  row.querySelector(".findings").replaceChildren(
    ...verdict.findings.map((finding) => {
      const item = part("finding").content.cloneNode(true).firstElementChild;
      item.className = finding.severity;
      item.title = finding.rule;
      item.querySelector(".message").textContent = finding.message;
      item.querySelector(".fix").replaceChildren(...fixNodes(finding.fix));
      return item;
    }),
  );
}

function showTotals() {
  const counts = { fail: 0, warn: 0, pass: 0 };
  for (const { verdict } of files.values()) {
    counts[verdict?.verdict] += 1;
  }
  const total = files.size === 1 ? "1 file" : `${files.size} files`;
  part("totals").textContent = `${total}: ${counts.fail} fail, ${counts.warn} with warnings, ${counts.pass} pass`;
  part("report").hidden = files.size === 0;
}

async function judge(name, entry) {
  const wanted = destination.value;
  try {
    entry.verdict = await check(entry.file, { for: wanted, name });
  } catch (error) {
    const finding = { rule: "unreadable", severity: "error", message: `It cannot be read: ${error.message}`, fix: null };
    entry.verdict = { verdict: "fail", bytes: entry.file.size, findings: [finding] };
  }
  if (wanted === destination.value && files.get(name) === entry) {
    show(entry);
  }
}

async function add(list) {
  const added = [];
  for (const [name, file] of list) {
    files.get(name)?.row.remove();
    const row = part("item").content.cloneNode(true).firstElementChild;
    row.querySelector(".name").textContent = name;
    part("results").append(row);
    const entry = { file, row };
    files.set(name, entry);
    added.push(judge(name, entry));
  }
  await Promise.all(added);
  showTotals();
}

/** What was dropped, and all that is in the folders among it. */
async function filesIn(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return [...transfer.files].map((file) => [file.name, file]);
  }
  const out = [];
  while (entries.length > 0) {
    const entry = entries.shift();
    if (entry.isFile) {
      out.push([entry.fullPath.slice(1), await new Promise((resolve, reject) => entry.file(resolve, reject))]);
      continue;
    }
    const reader = entry.createReader();
    for (let more = true; more; ) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      entries.push(...some);
      more = some.length > 0;
    }
  }
  return out;
}

function showLimits() {
  const { title, limits } = known.find((entry) => entry.destination === destination.value);
  part("limits-of").textContent = title;
  part("limits").replaceChildren(
    ...limits.map(({ limit, value, source, confidence }) => {
      const item = document.createElement("li");
      const text = Array.isArray(value) ? value.join(limit === "formats" ? ", " : limit === "aspect" ? ":" : "×") : value.toLocaleString("en");
      item.textContent = `${limit}: ${text} (${confidence})`;
      item.title = source;
      return item;
    }),
  );
}

destination.append(...known.map(({ destination: name, title }) => new Option(title, name)));
showLimits();
destination.addEventListener("change", async () => {
  showLimits();
  await Promise.all([...files].map(([name, entry]) => judge(name, entry)));
  showTotals();
});
part("controls").addEventListener("submit", (event) => event.preventDefault());
part("files").addEventListener("change", async (event) => {
  await add([...event.target.files].map((file) => [file.name, file]));
  event.target.value = "";
});
const drop = part("drop");
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, async (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop") {
      await add(await filesIn(event.dataTransfer));
    }
  });
}
part("files").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.target.click();
  }
});
part("filters").addEventListener("click", (event) => {
  const wanted = event.target.dataset.show;
  if (wanted) {
    part("results").className = wanted;
    for (const button of part("filters").children) {
      button.ariaPressed = String(button === event.target);
    }
  }
});
part("clear").addEventListener("click", () => {
  files.clear();
  part("results").replaceChildren();
  showTotals();
  part("files").focus();
});
part("save").addEventListener("click", () => {
  const lines = [...files.values()].map(({ verdict }) => (verdict.json ?? JSON.stringify(verdict)) + "\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  link.download = "media-preflight.ndjson";
  link.click();
  URL.revokeObjectURL(link.href);
});
