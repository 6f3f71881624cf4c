"""`bench broken`: what is said of files that are broken or should not be sent. A table, not a measurement."""

import json
import os
import pathlib
import subprocess

from . import process, ratios

PATIENCE_SECONDS = 10
LARGEST_BYTES = 64 << 20
# The rules that speak of a broken file, and not of a limit of the destination.
BREAKAGE = frozenset(("malformed", "truncated", "dimensions-missing", "empty-file", "decode-failed"))


def _status(command):
    """The exit status; None where the program does not end."""
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=PATIENCE_SECONDS, check=False).returncode
    except subprocess.TimeoutExpired:
        return None


def _ffmpeg(path):
    """Its exit status is 0 for many a file of which it complains, so a complaint counts as well. Kept off the network,
    where a playlist named like a video would send it."""
    try:
        answer = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-xerror", "-protocol_whitelist", "file", "-i", path,
                                 "-f", "null", "-"],
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    return answer.returncode or (1 if answer.stderr.strip() else 0)


# Who is asked about which extension, and how.
JUDGES = {"pngcheck": ((".png",), lambda path: _status(["pngcheck", "-q", path])),
          "jpeginfo -c": ((".jpg", ".jpeg"), lambda path: _status(["jpeginfo", "-c", path])),
          "gifsicle": ((".gif",), lambda path: _status(["gifsicle", "--no-ignore-errors", "--unoptimize", "--info", path])),
          "ffmpeg": ((".png", ".jpg", ".jpeg", ".gif", ".mp4", ".mov"), _ffmpeg)}


def _word(status):
    return "does not end" if status is None else "accepts" if status == 0 else "rejects"


def _ours(program, depth, paths, scratch):
    process.run([program, "check", "--output", "ndjson", "--depth", depth, "--", *paths], scratch)
    with open(scratch, encoding="utf-8") as lines:
        said = [one for one in map(json.loads, lines) if one["type"] == "file"]
    return {one["path"]: one for one in said}


def _rules(one, severity):
    return ", ".join(dict.fromkeys(each["rule"] for each in one["findings"] if each["severity"] == severity))


def measure(places, source, tell):
    crafted = places.cache / "crafted"
    process.run([str(places.programs / "write_catalogue"), str(crafted)])
    sets = {"crafted": crafted, "testdata/demo": source / "testdata/demo", "testdata/video": source / "testdata/video"}
    judges = {name: (endings, ask) for name, (endings, ask) in JUDGES.items() if places.has(name.split()[0])}
    rows = []
    for title, folder in sets.items():
        files = sorted(str(each) for each in pathlib.Path(folder).rglob("*")
                       if each.is_file() and each.stat().st_size <= LARGEST_BYTES
                       and each.suffix.lower() in JUDGES["ffmpeg"][0])
        own = {depth: _ours(str(places.programs / "media-preflight"), depth, files, str(places.cache / "broken.out"))
               for depth in ("structure", "decode")}
        for path in files:
            row = {"set": title, "file": os.path.relpath(path, folder),
                   "verdict": own["decode"][path]["verdict"], "errors": _rules(own["structure"][path], "error"),
                   "warnings": _rules(own["structure"][path], "warning")}
            row["decode_adds"] = ", ".join(sorted(set(_rules(own["decode"][path], "error").split(", "))
                                                  - set(row["errors"].split(", "))))
            row["others"] = {name: _word(ask(path)) for name, (endings, ask) in judges.items()
                             if path.lower().endswith(endings)}
            rows.append(row)
        tell(f"{title}: {len(files)} files")
    return {"files": rows, "missing": sorted(set(JUDGES) - set(judges))}


def shown(found):
    cells = [(row["file"], row["verdict"], row["errors"] or "-", row["decode_adds"] or "-", row["warnings"] or "-",
              *(row["others"].get(name, "") for name in JUDGES)) for row in found["files"]]
    head = ("file", "ours", "errors", "depth decode adds", "warnings", *JUDGES)
    broken = [row for row in found["files"] if BREAKAGE & set(row["errors"].split(", ") + row["decode_adds"].split(", "))]
    heard = [f"{name} accepts {sum(row['others'].get(name) == 'accepts' for row in broken)} of the "
             f"{sum(name in row['others'] for row in broken)} it was asked about" for name in JUDGES
             if name not in found["missing"]]
    alone = [f"`{row['file']}` ({', '.join(name for name, word in row['others'].items() if word == 'rejects')})"
             for row in found["files"] if row["verdict"] != "fail" and "rejects" in row["others"].values()]
    return ("What media-preflight says of files that are broken, or that a destination would refuse, and whether other "
            "programs accept them. ffmpeg is asked to stop at the first error, and a complaint of it counts as a "
            f"rejection.\n\nOf {len(broken)} broken files ({', '.join(sorted(BREAKAGE))}) " + "; ".join(heard) + ".\n\n"
            f"The other way round, ours let these pass, some with a warning, which others reject: {', '.join(alone)}.\n\n"
            + ratios.table(head, cells))
