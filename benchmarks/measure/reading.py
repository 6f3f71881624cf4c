"""How much of a file is read to know enough: `bytes_read` of our own answers."""

import json

from . import media_folder, peers, rounds


def _of(said, kinds):
    reads = sorted(each["bytes_read"] for each in said if each["format"] in kinds)
    if not reads:
        return None
    return {"files": len(reads), "within_4_kib_percent": round(100 * sum(one <= 4096 for one in reads) / len(reads), 2),
            "median": reads[len(reads) // 2], "most": reads[-1]}


def measure(places, group):
    found = []
    for member in (peers.HEADER, peers.STRUCTURE):
        with open(rounds.output_of(places, group, member), encoding="utf-8") as lines:
            said = [one for one in map(json.loads, lines) if one["type"] == "file"]
        found.append({"depth": member.name.split(", ")[1], "pictures": _of(said, media_folder.PICTURES),
                      "videos": _of(said, media_folder.VIDEOS)})
    return found


def shown(found):
    lines = []
    for each in found:
        for kind in ("pictures", "videos"):
            if some := each[kind]:
                lines.append(f"- {each['depth']}, {kind}: {some['within_4_kib_percent']} % of {some['files']} within "
                             f"4 KiB, median {some['median']}, most {some['most']} bytes")
    return "\n".join(lines)
