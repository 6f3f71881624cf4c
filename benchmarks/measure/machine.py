"""The machine, the versions and the commit of a run."""

import os
import platform

from . import process


def _first(path, start):
    try:
        with open(path, encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(start)), "")
    except OSError:
        return ""


def described(source):
    memory = _first("/proc/meminfo", "MemTotal").split()
    return {"processor": _first("/proc/cpuinfo", "model name"), "processors": os.cpu_count(),
            "memory_kib": int(memory[0]) if memory else None,
            "system": platform.freedesktop_os_release()["PRETTY_NAME"], "kernel": platform.release(),
            "load_before": os.getloadavg()[0],
            "compiler": process.said(["c++", "--version"]).split("\n")[0],
            "commit": process.said(["git", "-C", source, "rev-parse", "HEAD"]),
            "changed_since": bool(process.said(["git", "-C", source, "status", "--porcelain", "--untracked-files=no"]))}


def versions(peers, places):
    found = {"media-preflight": process.said([str(places.programs / "media-preflight"), "--version"])}
    for each in peers:
        if not places.has(each.needs):
            found[each.name] = None
        elif each.version:
            lines = [line for line in process.said(list(each.version)).split("\n") if any(map(str.isdigit, line))]
            found[each.name] = lines[0].strip() if lines else ""
        elif each.needs.startswith("npm:"):
            manifest = places.modules / "node_modules" / each.needs[4:] / "package.json"
            found[each.name] = process.said(["node", "-p", f"require('{manifest}').version"])
    return found
