#!/usr/bin/env python3
"""Writes the headers of the core as one, which compiles alone: amalgamate.py FILE."""

import pathlib
import re
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LIBRARY = SOURCE / "lib"
DOOR = "preflight/preflight.hpp"
OWN = re.compile(r"^#include <(preflight/[^>]+)>$")
FOREIGN = re.compile(r"^#include <([^>]+)>$")


def version():
    return re.search(r"project\(media_preflight VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))[1]


def introduction():
    licence = (SOURCE / "LICENSE").read_text(encoding="utf-8")
    text = f"media-preflight {version()}: checks pictures and videos before an upload. Needs C++20.\n\n{licence}"
    return "".join(f"// {line}".rstrip() + "\n" for line in text.splitlines())


def headers(name, seen):
    """Of the library, each after those that it includes."""
    if name in seen:
        return
    seen.add(name)
    lines = (LIBRARY / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if own := OWN.match(line):
            yield from headers(own[1], seen)
    yield name, lines


def main(target):
    foreign, body = set(), []
    for name, lines in headers(DOOR, set()):
        depth = 0  # of conditions: what stands in one stays there
        body.append(f"// {name}\n")
        for line in lines:
            if re.match(r"#\s*if", line):
                depth += 1
            elif re.match(r"#\s*endif", line):
                depth -= 1
            if line == "#pragma once" or OWN.match(line):
                continue
            if depth == 0 and (include := FOREIGN.match(line)):
                foreign.add(include[1])
            else:
                body.append(line + "\n")
    text = introduction() + "\n#pragma once\n\n" + "".join(f"#include <{name}>\n" for name in sorted(foreign)) + "\n" + "".join(body)
    pathlib.Path(target).write_text(re.sub(r"\n{3,}", "\n\n", text), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
