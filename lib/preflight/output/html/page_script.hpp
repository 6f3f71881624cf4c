#pragma once

#include <string_view>

namespace preflight::writers {

/// What filters, searches and copies on the page, which can be read without it. Nothing is ever parsed as HTML here.
/// The policy in the head names the hash of this text; a test says what it has to be.
inline constexpr std::string_view page_script = R"js(
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const make = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const ending = path => path.length > 24 ? "\u2026" + path.slice(-23) : path;
  const grouped = number => number.toLocaleString("en-US");

  const files = [...document.querySelectorAll(".file")].map(element => ({
    element,
    verdict: [element.dataset.verdict],
    rule: (element.dataset.rules || "").split(" ").filter(Boolean),
    folder: [element.dataset.folder],
    text: element.textContent.toLowerCase(),
  }));
  const facets = ["verdict", "rule", "folder"];
  const titles = { verdict: "Verdict", rule: "Rule", folder: "Folder" };
  const words = { fail: "Fail", warn: "Warn", pass: "Pass" };
  const chosen = { verdict: new Set(), rule: new Set(), folder: new Set() };
  const buttons = { verdict: new Map(), rule: new Map(), folder: new Map() };
  const search = one("#search");
  const live = one("#live");

  const build = () => {
    const aside = one(".facets");
    for (const facet of facets) {
      const counts = new Map();
      for (const file of files) {
        for (const value of file[facet]) {
          counts.set(value, (counts.get(value) || 0) + 1);
        }
      }
      if (counts.size < (facet === "folder" ? 2 : 1)) {
        continue;
      }
      const values = [...counts.keys()];
      if (facet === "rule") {
        values.sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
      } else if (facet === "verdict") {
        values.sort((a, b) => Object.keys(words).indexOf(a) - Object.keys(words).indexOf(b));
      } else {
        values.sort();
      }
      const section = make("section", "", "");
      const heading = make("h2", "", titles[facet]);
      heading.id = "facet-" + facet;
      const group = make("div", "", "");
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      for (const value of values) {
        const button = make("button", "facet", "");
        const label = facet === "verdict" ? words[value] : facet === "folder" ? ending(value) : value;
        button.type = "button";
        button.append(make("span", "", label), make("span", "", ""));
        button.title = facet === "verdict" ? label : value;
        button.setAttribute("aria-pressed", "false");
        button.addEventListener("click", () => { toggle(facet, value); update(); });
        buttons[facet].set(value, button);
        group.append(button);
      }
      section.append(heading, group);
      aside.append(section);
    }
  };

  const toggle = (facet, value) => {
    if (!chosen[facet].delete(value) && buttons[facet].has(value)) {
      chosen[facet].add(value);
    }
  };

  const clear = () => {
    facets.forEach(facet => chosen[facet].clear());
    search.value = "";
    update();
  };

  const update = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = { verdict: new Map(), rule: new Map(), folder: new Map() };
    let shown = 0;
    for (const file of files) {
      const misses = facets.filter(facet => chosen[facet].size > 0 && !file[facet].some(value => chosen[facet].has(value)));
      const isFound = wanted.every(word => file.text.includes(word));
      const isShown = isFound && misses.length === 0;
      file.element.hidden = !isShown;
      shown += isShown ? 1 : 0;
      for (const facet of facets) {
        if (isFound && misses.every(miss => miss === facet)) {
          for (const value of file[facet]) {
            counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
          }
        }
      }
    }
    for (const facet of facets) {
      for (const [value, button] of buttons[facet]) {
        const count = counts[facet].get(value) || 0;
        button.lastChild.textContent = grouped(count);
        button.classList.toggle("none", count === 0);
        button.setAttribute("aria-pressed", String(chosen[facet].has(value)));
      }
    }
    const isFiltered = wanted.length > 0 || facets.some(facet => chosen[facet].size > 0);
    const all = grouped(files.length) + (files.length === 1 ? " file" : " files");
    one("#shown").textContent = isFiltered ? grouped(shown) + " of " + all : all;
    one("#clear").hidden = !isFiltered;
    one("#empty").hidden = shown > 0 || files.length === 0;
  };

  const move = step => {
    const visible = files.filter(file => !file.element.hidden);
    const at = visible.findIndex(file => file.element.contains(document.activeElement));
    const next = visible[at < 0 ? 0 : Math.min(Math.max(at + step, 0), visible.length - 1)];
    if (next) {
      next.element.focus();
      next.element.scrollIntoView({ block: "nearest" });
    }
  };

  const copy = async button => {
    const code = one("code", button.parentElement);
    let isDone = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      isDone = true;
    } catch {
      getSelection().selectAllChildren(code);  // where pages have no clipboard
      isDone = document.execCommand("copy");
    }
    button.textContent = isDone ? "Copied" : "Press Ctrl+C";
    live.textContent = isDone ? "Command copied" : "Command selected";
    setTimeout(() => { button.textContent = "Copy"; live.textContent = ""; }, 1600);
  };

  const turn = () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
  };

  const keys = {
    "/": () => search.focus(),
    "j": () => move(1),
    "k": () => move(-1),
    "c": () => {
      const button = document.activeElement && one(".copy", document.activeElement.closest(".file") || document.createElement("i"));
      if (button) {
        copy(button);
      }
    },
    "1": () => { toggle("verdict", "fail"); update(); },
    "2": () => { toggle("verdict", "warn"); update(); },
    "3": () => { toggle("verdict", "pass"); update(); },
    "t": turn,
    "?": () => one("#keys").showModal(),
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) {
      return;
    }
    if (event.key === "Escape") {
      clear();
      search.blur();
    } else if (event.target !== search && Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  document.addEventListener("click", event => {
    const button = event.target.closest(".copy");
    if (button) {
      copy(button);
    }
  });
  search.addEventListener("input", update);
  one("#clear").addEventListener("click", clear);
  one("#empty button").addEventListener("click", clear);
  one("#theme").addEventListener("click", turn);
  one("#help").addEventListener("click", () => one("#keys").showModal());
  one("#keys button").addEventListener("click", () => one("#keys").close());

  build();
  update();
  document.querySelectorAll("[data-script]").forEach(element => { element.hidden = false; });
  one(".columns").classList.remove("alone");
})();
)js";

}  // namespace preflight::writers
