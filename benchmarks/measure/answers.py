"""What each peer says about files, read from what it printed: (formats it may be, width, height) for each file, in the
order of the files. None where it says nothing."""

import json
import re

MOVIE = ("mp4", "mov")
_NAMES = {"jpeg": ("jpeg",), "jpg": ("jpeg",), "png": ("png",), "gif": ("gif",), "mp4": ("mp4",), "mov": ("mov",),
          "m4v": ("mp4",), "quicktime": ("mov",), "mpeg-4": MOVIE, "mov,mp4,m4a,3gp,3g2,mj2": MOVIE,
          "image2": ("jpeg", "png"), "jpeg_pipe": ("jpeg",), "png_pipe": ("png",)}


def _named(word):
    return _NAMES.get((word or "").strip().lower(), ())


def _number(word):
    return int(word) if word not in (None, "") else None


def _in_order(by_path, files):
    return [by_path.get(each.path) for each in files]


def ours(text, files):
    found = {}
    for line in text.splitlines():
        said = json.loads(line)
        if said["type"] == "file":
            found[said["path"]] = (_named(said["format"]), said["coded_width"], said["coded_height"])
    return _in_order(found, files)


def columns(text, files):
    """Format, width and height between tabs; a line a file."""
    made = []
    for line in text.splitlines():
        form, width, height = line.split("\t")
        made.append((_named(form), _number(width), _number(height)))
    return made if len(made) == len(files) else [None] * len(files)


def file(text, files):
    made = []
    for line in text.splitlines():
        size = re.search(r"(\d+) ?x ?(\d+)(?=, components|,? \d+-bit|$)", line)
        form = (("jpeg",) if line.startswith("JPEG") else ("png",) if line.startswith("PNG") else
                ("gif",) if line.startswith("GIF") else ("mov",) if "QuickTime movie" in line else
                ("mp4",) if line.startswith("ISO Media") else ())
        made.append((form, *map(int, size.groups())) if size else (form, None, None))
    return made if len(made) == len(files) else [None] * len(files)


def exiftool(text, files):
    found = {each["SourceFile"]: (_named(each.get("FileType")), each.get("ImageWidth"), each.get("ImageHeight"))
             for each in json.loads(text)}
    return _in_order(found, files)


def mediainfo(text, files):
    said = json.loads(text)
    found = {}
    for each in said if isinstance(said, list) else [said]:
        tracks = {track["@type"]: track for track in reversed(each["media"]["track"])}
        shown = tracks.get("Video") or tracks.get("Image") or {}
        found[each["media"]["@ref"]] = (_named(tracks["General"].get("Format")), _number(shown.get("Width")),
                                        _number(shown.get("Height")))
    return _in_order(found, files)


def ffprobe(text, files):
    made = []
    for line in text.splitlines():
        said = json.loads(line)
        stream = (said.get("streams") or [{}])[0]
        made.append((_named(said.get("format", {}).get("format_name")), stream.get("width"), stream.get("height")))
    return made if len(made) == len(files) else [None] * len(files)


def _sizes(text, files, form, pattern):
    """One match of `pattern` for each file, in their order."""
    matches = re.findall(pattern, text, re.MULTILINE)
    if len(matches) != len(files):
        return [None] * len(files)
    return [((form,), int(width), int(height)) for width, height in matches]


def jpeginfo(text, files):
    return _sizes(text, files, "jpeg", r" +(\d+) +x +(\d+) ")


def gifsicle(text, files):
    return _sizes(text, files, "gif", r"^\s+logical screen (\d+)x(\d+)$")


def pngcheck(text, files):
    return _sizes(text, files, "png", r"^OK: .* \((\d+)x(\d+), ")


def agreement(peer, text, files):
    """How often a peer's answers are what the files were made as."""
    said = globals()[peer.answers](text, files)
    counts = {"peer": peer.name, "files": len(files), "answered": 0, "format_agrees": 0, "sized": 0, "size_agrees": 0,
              "differences": []}
    for each, answer in zip(files, said):
        if answer is None:
            continue
        forms, width, height = answer
        same_format = each.format in forms
        counts["answered"] += 1
        counts["format_agrees"] += same_format
        counts["sized"] += width is not None
        counts["size_agrees"] += (width, height) == (each.width, each.height)
        if (not same_format or width is not None and (width, height) != (each.width, each.height)) and len(
                counts["differences"]) < 5:
            counts["differences"].append({"file": each.path.rsplit("/", 1)[-1], "said": [list(forms), width, height],
                                          "made": [each.format, each.width, each.height]})
    return counts
