// Compiled only: see npm_types_test.py.

import { check, destinations, rules, setLoader, type Destination, type Source, type Verdict } from "media-preflight";
import FilePondPlugin from "media-preflight/filepond";
import Uppy from "media-preflight/uppy";

const own: Destination = { extends: "zoom-background", maxBytes: 5, videoMax: [1, 2], aspect: "16:9", adviseStill: false, "max-files": 3 };
const source: Source = { size: 5, read: async (offset, length) => new Uint8Array(offset + length) };

export async function uses(blob: Blob): Promise<string> {
  const verdict: Verdict = await check(blob, { for: own, name: "a.png", depth: "header", signal: AbortSignal.timeout(5) });
  await check(source);
  await check(new Uint8Array(5), { for: "zoom-picture" });
  await check(new ArrayBuffer(5));
  setLoader(() => new Uint8Array(5));
  const limits = (await destinations())[0]?.limits ?? [];
  const why: string | undefined = (await rules())[0]?.why;
  new Uppy({}, { for: own }).install();
  void FilePondPlugin;
  void limits;
  void why;
  if (verdict.verdict === "fail") {
    return verdict.findings.map((finding) => `${finding.severity} ${finding.rule}: ${finding.message} ${finding.fix ?? ""}`).join("\n");
  }
  return verdict.json;
}

// @ts-expect-error: there is no such depth
void check(new Uint8Array(5), { depth: "decode" });
// @ts-expect-error: a text is nothing that could be read
void check("a.png");
// @ts-expect-error: a source needs a size
void check({ read: () => new Uint8Array(1) });
// @ts-expect-error: bytes are a number
void check(new Uint8Array(5), { for: { maxBytes: "5" } });
void check(new Uint8Array(5)).then((verdict) => {
  // @ts-expect-error: there is no such verdict
  return verdict.verdict === "failed";
});
