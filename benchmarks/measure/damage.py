"""`bench damage`: sound pictures that are damaged at random, and how many come out wrong without a word at depth decode."""

import csv
import json
import os
import pathlib
import subprocess

LARGEST_BYTES = 400_000
ROUNDS = {"gif": 20, "jpeg": 4}  # of each kind of damage; there are fewer GIFs


def _paths(corpus, kind):
    with open(corpus / "truth.tsv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [str(corpus / row["path"]) for row in rows
            if row["kind"] == kind and row["verdict"] == "good" and (corpus / row["path"]).stat().st_size <= LARGEST_BYTES]


def measure(places, source, seed, share, tell):
    """In the corpus that MEDIA_PREFLIGHT_CORPUS names, or the small one of the project."""
    corpus = pathlib.Path(os.environ.get("MEDIA_PREFLIGHT_CORPUS") or source / "testdata" / "corpus")
    found = {"corpus": corpus.name, "seed": seed, "formats": {}}
    for kind, rounds in ROUNDS.items():
        rounds = max(1, rounds // share)
        tell(f"damaging {kind} files {rounds} times in each way")
        answer = subprocess.run([places.programs / "damage", str(rounds), str(seed)], check=True, capture_output=True,
                                input="\n".join(_paths(corpus, kind)), text=True)
        for line in map(json.loads, answer.stdout.splitlines()):
            if line["format"] == kind:
                found["formats"][kind] = {**line, "rounds": rounds}
    return found


def _percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def shown(found):
    kinds = list(next(iter(found["formats"].values()))["kinds"])
    head = ["format", "sound files", "of them warned", *kinds, "all"]
    rows = [head, ["---"] * len(head)]
    for name, counts in found["formats"].items():
        each = [counts["kinds"][kind] for kind in kinds]
        rows.append([name, str(counts["files"]), _percent(counts["warned"], counts["files"]),
                     *(_percent(one["silent"], one["damaged"]) for one in each),
                     _percent(sum(one["silent"] for one in each), sum(one["damaged"] for one in each))])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return ("Share of damaged copies with more than 5 % of their pixels wrong while depth decode says nothing new. "
            "A stretch of up to 1,024 bytes is zeroed, deleted, doubled or replaced by random ones, or bits are turned over. "
            f"Sound files of 8 KiB to 400 kB; seed {found['seed']}.\n\n{table}")
