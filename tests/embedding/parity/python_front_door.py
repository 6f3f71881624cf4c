"""python_front_door.py PACKAGES path|bytes|file DESTINATION DEPTH: reads paths that end with NUL, and writes the line of each."""

import os
import sys

PACKAGES, MODE, DESTINATION, DEPTH = sys.argv[1:]
sys.path.insert(0, PACKAGES)

from media_preflight import check  # pylint: disable=wrong-import-position

OPTIONS = {"destination": DESTINATION, "depth": DEPTH}
for path in sys.stdin.buffer.read().split(b"\0")[:-1]:
    if MODE == "path":
        report = check(os.fsdecode(path), **OPTIONS)
    else:
        with open(path, "rb") as file:
            report = check(file.read() if MODE == "bytes" else file, name=path, **OPTIONS)
    sys.stdout.buffer.write(report.json.encode() + b"\n")
