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
    """Its exit status is 0 for many files that it complains about, so a complaint counts as well. Kept off the network,
    where a playlist named like a video would send it."""
    try:
        answer = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-xerror", "-protocol_whitelist", "file",
                                 "-i", path, "-f", "null", "-"],
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    return answer.returncode or (1 if answer.stderr.strip() else 0)


# Who is asked about which extension, and how.
JUDGES = {
    "pngcheck": ((".png",), lambda path: _status(["pngcheck", "-q", path])),
    "jpeginfo -c": ((".jpg", ".jpeg"), lambda path: _status(["jpeginfo", "-c", path])),
    "gifsicle": ((".gif",), lambda path: _status(["gifsicle", "--no-ignore-errors", "-U", "--info", path])),
    "ffmpeg": ((".png", ".jpg", ".jpeg", ".gif", ".mp4", ".mov"), _ffmpeg),
}


def _word(status):
    return "does not end" if status is None else "accepts" if status == 0 else "rejects"


def _ours(places, depth, paths):
    scratch = str(places.cache / "broken.out")
    program = str(places.programs / "media-preflight")
    process.run([program, "check", "--output", "ndjson", "--depth", depth, "--", *paths], scratch)
    with open(scratch, encoding="utf-8") as lines:
        said = [one for one in map(json.loads, lines) if one["type"] == "file"]
    return {one["path"]: one for one in said}


def _rules(one, severity):
    return [each["rule"] for each in one["findings"] if each["severity"] == severity]


def _row(title, folder, path, structure, decode, judges):
    errors = _rules(structure, "error")
    return {"set": title, "file": os.path.relpath(path, folder), "verdict": decode["verdict"], "errors": errors,
            "warnings": _rules(structure, "warning"),
            "decode_adds": [rule for rule in _rules(decode, "error") if rule not in errors],
            "others": {name: _word(ask(path)) for name, (endings, ask) in judges.items()
                       if path.lower().endswith(endings)}}


def measure(places, source, tell):
    crafted = places.cache / "crafted"
    process.run([str(places.programs / "write_catalogue"), str(crafted)])
    sets = {"crafted": crafted, "testdata/demo": source / "testdata/demo", "testdata/video": source / "testdata/video"}
    judges = {name: judge for name, judge in JUDGES.items() if places.has(name.split()[0])}
    rows = []
    for title, folder in sets.items():
        files = sorted(str(each) for each in pathlib.Path(folder).rglob("*")
                       if each.is_file() and each.stat().st_size <= LARGEST_BYTES
                       and each.suffix.lower() in JUDGES["ffmpeg"][0])
        structure, decode = (_ours(places, depth, files) for depth in ("structure", "decode"))
        rows += [_row(title, folder, path, structure[path], decode[path], judges) for path in files]
        tell(f"{title}: {len(files)} files")
    return {"files": rows, "missing": sorted(set(JUDGES) - set(judges))}


def _rejecting(row):
    return [name for name, word in row["others"].items() if word == "rejects"]


def _asked(rows, name):
    said = [row["others"][name] for row in rows if name in row["others"]]
    return f"{name} accepts {said.count('accepts')} of the {len(said)} it was asked about"


def shown(found):
    broken = [row for row in found["files"] if BREAKAGE.intersection(row["errors"] + row["decode_adds"])]
    asked = "; ".join(_asked(broken, name) for name in JUDGES if name not in found["missing"])
    alone = ", ".join(f"`{row['file']}` ({', '.join(_rejecting(row))})" for row in found["files"]
                      if row["verdict"] != "fail" and _rejecting(row))
    said = ("errors", "decode_adds", "warnings")
    cells = [(row["file"], row["verdict"], *(", ".join(row[key]) or "-" for key in said),
              *(row["others"].get(name, "") for name in JUDGES)) for row in found["files"]]
    return ("What media-preflight says of files that are broken, or that a destination would refuse, and whether other "
            "programs accept them. ffmpeg is asked to stop at the first error, and a complaint of it counts as a "
            f"rejection.\n\nOf {len(broken)} broken files ({', '.join(sorted(BREAKAGE))}) {asked}.\n\n"
            f"The other way round, ours let these pass, some with a warning, which others reject: {alone}.\n\n"
            + ratios.table(("file", "ours", "errors", "depth decode adds", "warnings", *JUDGES), cells))
