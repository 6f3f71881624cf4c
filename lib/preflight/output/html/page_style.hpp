#pragma once

#include <string_view>

namespace preflight::writers {

/// How the page looks. The policy in its head names the hash of this text, so a change to it changes the hash as well;
/// a test says what it has to be.
inline constexpr std::string_view page_style = R"css(
:root {
  color-scheme: light;
  --paper: #faf9f7; --card: #ffffff; --ink: #1c1b19; --soft: #5f5b54; --line: #e4e0d9; --wash: #f2efea;
  --fail: #b3261e; --fail-wash: #fbeceb; --warn: #865400; --warn-wash: #fbf1de; --pass: #2b6a3c; --pass-wash: #e8f3ea;
  --link: #2a5688; --focus: #2f6db5; --shadow: 0 1px 2px rgb(28 27 25 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    color-scheme: dark;
    --paper: #151413; --card: #1d1c1a; --ink: #ece9e3; --soft: #aaa59b; --line: #34312d; --wash: #262421;
    --fail: #ff9a8d; --fail-wash: #3a1f1c; --warn: #ecc06a; --warn-wash: #352a14; --pass: #8fd0a0; --pass-wash: #1c3022;
    --link: #9cc3f0; --focus: #7fb2ee; --shadow: none;
  }
}
:root[data-theme="dark"] {
  color-scheme: dark;
  --paper: #151413; --card: #1d1c1a; --ink: #ece9e3; --soft: #aaa59b; --line: #34312d; --wash: #262421;
  --fail: #ff9a8d; --fail-wash: #3a1f1c; --warn: #ecc06a; --warn-wash: #352a14; --pass: #8fd0a0; --pass-wash: #1c3022;
  --link: #9cc3f0; --focus: #7fb2ee; --shadow: none;
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 5.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; text-underline-offset: 0.2em; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
code, .path, .rule { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.page { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 5; padding: 0.5rem 1rem; background: var(--card); border: 1px solid var(--line); }
.skip:focus { top: 1rem; }

.masthead { padding-block: 2.25rem 1.75rem; }
.brand { display: flex; justify-content: space-between; align-items: center; color: var(--soft); font-size: 0.8125rem; }
.brand strong { color: var(--ink); font-weight: 600; letter-spacing: 0.01em; }
.brand div { display: flex; gap: 0.25rem; }
.masthead h1 { margin-top: 1.9rem; font-size: clamp(1.7rem, 3.4vw, 2.5rem); line-height: 1.15; font-weight: 650; letter-spacing: -0.022em; text-wrap: balance; }
.lead { margin-top: 0.5rem; color: var(--soft); }
.tally { display: block; width: 100%; height: 8px; margin-top: 1.6rem; border-radius: 4px; background: var(--wash); }
.tally .fail { fill: var(--fail); } .tally .warn { fill: #d19a2e; } .tally .pass { fill: #5d9a6d; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; margin-top: 0.7rem; color: var(--soft); font-size: 0.875rem; }
.counts dt { display: inline; } .counts dd { display: inline; font-weight: 650; color: var(--ink); margin-right: 0.3rem; }
.counts div::before { content: ""; display: inline-block; width: 0.6rem; height: 0.6rem; margin-right: 0.5rem; border-radius: 50%; background: currentcolor; }
.counts .fail::before { color: var(--fail); } .counts .warn::before { color: #d19a2e; } .counts .pass::before { color: #5d9a6d; }
.notes { margin-top: 1rem; color: var(--soft); font-size: 0.8125rem; }

.bar { position: sticky; top: 0; z-index: 3; background: var(--paper); border-block: 1px solid var(--line); }
.bar .page { display: flex; align-items: center; gap: 1rem; min-height: 3.5rem; }
.search { flex: 1; display: flex; align-items: center; max-width: 30rem; position: relative; }
.search input { width: 100%; padding: 0.4rem 2.2rem 0.4rem 0.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 7px; }
.search input::placeholder { color: var(--soft); opacity: 1; }
.search kbd { position: absolute; right: 0.6rem; pointer-events: none; }
.search input:focus + kbd { display: none; }
kbd { padding: 0 0.4rem; font: 0.75rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; background: var(--paper); }
.shown { color: var(--soft); font-size: 0.875rem; white-space: nowrap; }
.plain { padding: 0.3rem 0.65rem; background: none; border: 1px solid transparent; border-radius: 6px; color: var(--soft); font-size: 0.8125rem; white-space: nowrap; }
.plain:hover { background: var(--wash); color: var(--ink); }

.columns { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 2.5rem; align-items: start; padding-top: 1.5rem; padding-bottom: 4rem; }
.columns.alone { grid-template-columns: minmax(0, 1fr); }
.facets { position: sticky; top: 5rem; max-height: calc(100vh - 6rem); overflow-y: auto; padding: 0 0.25rem 1rem 0; scrollbar-width: thin; }
.facets h2 { margin: 1.4rem 0 0.35rem; padding-left: 0.55rem; font-size: 0.75rem; font-weight: 600; color: var(--soft); }
.facets section:first-child h2 { margin-top: 0; }
.facet { display: flex; justify-content: space-between; gap: 0.75rem; width: 100%; padding: 0.26rem 0.55rem; text-align: left; background: none; border: 0; border-radius: 6px; font-size: 0.84375rem; line-height: 1.4; }
.facet span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.facet span:last-child { color: var(--soft); }
.facet:hover { background: var(--wash); }
.facet[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
.facet[aria-pressed="true"] span:last-child { color: inherit; }
.facet.none:not([aria-pressed="true"]) { color: var(--soft); }

main { display: flex; flex-direction: column; gap: 0.7rem; }
.file { padding: 1.15rem 1.35rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); content-visibility: auto; contain-intrinsic-size: auto 15rem; }
.file.pass { padding-block: 0.7rem; contain-intrinsic-size: auto 3.4rem; }
.file:focus { outline: 2px solid var(--focus); outline-offset: 2px; }
.head { display: flex; gap: 0.9rem; align-items: flex-start; }
.badge { flex: none; width: 3.4rem; margin-top: 0.1rem; padding: 0.1rem 0; text-align: center; font-size: 0.75rem; font-weight: 650; border-radius: 5px; }
.badge.fail, .level.error { color: var(--fail); background: var(--fail-wash); }
.badge.warn, .level.warning { color: var(--warn); background: var(--warn-wash); }
.badge.pass { color: var(--pass); background: var(--pass-wash); }
.title { flex: 1; min-width: 0; }
.path { font-size: 0.875rem; font-weight: 400; line-height: 1.5; overflow-wrap: anywhere; unicode-bidi: isolate; }
.path .folder { color: var(--soft); }
.path .name { font-weight: 650; }
.thumbnail { flex: none; display: block; max-width: 8rem; max-height: 5rem; border-radius: 5px; outline: 1px solid rgb(128 128 128 / 25%); outline-offset: -1px; }
.file.pass .head { align-items: center; }
.file.pass .badge { margin-top: 0; }
.file.pass .thumbnail { max-height: 2.6rem; margin-block: -0.15rem; }
.facts { color: var(--soft); font-size: 0.8125rem; }
.file.pass .title { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.findings { margin-left: 4.3rem; }
.finding { display: flex; gap: 1.75rem; align-items: flex-start; margin-top: 0.95rem; padding-top: 0.95rem; border-top: 1px solid var(--line); }
.finding:first-child { margin-top: 0.85rem; }
.finding > div { flex: 1; min-width: 0; }
.what { display: flex; align-items: baseline; gap: 0.55rem; }
.level { padding: 0 0.4rem; font-size: 0.71875rem; font-weight: 600; line-height: 1.55; border-radius: 4px; }
.level.note { color: var(--soft); background: var(--wash); }
.rule { font-size: 0.78125rem; }
.message { margin-top: 0.2rem; text-wrap: pretty; }
.fix { margin-top: 0.35rem; color: var(--soft); text-wrap: pretty; }
.command { position: relative; margin-top: 0.4rem; background: var(--wash); border-radius: 7px; }
.command code { display: block; padding: 0.55rem 4.4rem 0.55rem 0.8rem; font-size: 0.78125rem; line-height: 1.55; white-space: pre-wrap; overflow-wrap: anywhere; }
.copy { position: absolute; right: 0.35rem; top: 0.35rem; padding: 0.1rem 0.6rem; font-size: 0.75rem; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 5px; }
.copy:hover { border-color: var(--soft); }
.figure { flex: none; width: 11.5rem; font-size: 0.75rem; color: var(--soft); }
.figure svg { display: block; width: 100%; height: auto; overflow: visible; }
.figure .limit { fill: none; stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.figure .actual { fill: var(--fail); fill-opacity: 0.18; stroke: var(--fail); stroke-width: 1.2; vector-effect: non-scaling-stroke; }
.figure.warning .actual { fill: var(--warn); stroke: var(--warn); }
.figure .track { fill: var(--wash); }
.figure dl { display: grid; grid-template-columns: auto 1fr; gap: 0 0.5rem; margin-top: 0.4rem; }
.figure dd { text-align: right; color: var(--ink); }
.figure dt::before { content: ""; display: inline-block; width: 0.65rem; height: 0.5rem; margin-right: 0.4rem; border: 1px solid var(--soft); }
.figure dt.actual-key::before { border-color: var(--fail); background: var(--fail-wash); }
.figure.warning dt.actual-key::before { border-color: var(--warn); background: var(--warn-wash); }
.figure dt.limit-key::before { border-style: dashed; }
.empty { padding: 3rem 1rem; text-align: center; color: var(--soft); border: 1px dashed var(--line); border-radius: 10px; }

.reference { padding-block: 1rem 4rem; }
.reference h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.012em; }
.reference .entries { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: 1.75rem 2.5rem; margin-top: 1.25rem; }
.reference h3 { font-size: 0.84375rem; font-weight: 650; }
.reference p { margin-top: 0.25rem; font-size: 0.875rem; color: var(--soft); }
.reference p.summary { color: var(--ink); }
.foot { padding-block: 0 2.5rem; color: var(--soft); font-size: 0.8125rem; }
dialog { width: min(27rem, 90vw); padding: 1.5rem 1.75rem; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
dialog::backdrop { background: rgb(0 0 0 / 35%); }
dialog h2 { font-size: 1rem; }
dialog dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.45rem 1rem; margin: 1rem 0 1.25rem; }
dialog .plain { border-color: var(--line); }

@media (max-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
  .facets { position: static; max-height: 16rem; padding: 0.75rem; border: 1px solid var(--line); border-radius: 10px; }
  .finding { flex-direction: column; gap: 0.75rem; }
  .finding > div { width: 100%; }
}
@media (max-width: 40rem) {
  .page { padding: 0 1rem; }
  .findings { margin-left: 0; }
  .bar .plain, .search kbd { display: none; }
}
@media print { .bar, .facets, .copy, .brand div { display: none; } .columns { display: block; } .file { break-inside: avoid; content-visibility: visible; } }
)css";

}  // namespace preflight::writers
