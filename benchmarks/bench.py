"""The command behind tools/dev/bench, which builds what this measures."""

import argparse
import datetime
import json
import pathlib
import sys

from measure import machine, media_folder, peers, rounds, speed

SOURCE = pathlib.Path(__file__).resolve().parent.parent


def arguments():
    line = argparse.ArgumentParser(prog="tools/dev/bench", description="Measures media-preflight and its peers.")
    line.add_argument("what", nargs="?", choices=("speed",), default="speed")
    line.add_argument("--files", type=int, default=20_000, help="files in the folder (default %(default)s)")
    line.add_argument("--rounds", type=int, default=5, help="turns that each takes (default %(default)s)")
    line.add_argument("--seed", type=int, default=1, help="of the folder (default %(default)s)")
    line.add_argument("--quick", action="store_true", help="a tenth of each sample: shows that all runs, no more")
    line.add_argument("--programs", default=SOURCE / "build/bench/bin", help=argparse.SUPPRESS)
    line.add_argument("--cache", default=SOURCE / "build/bench/measured", help=argparse.SUPPRESS)
    line.add_argument("--runs", default=SOURCE / "benchmarks/runs", help=argparse.SUPPRESS)
    return line.parse_args()


def tell(text):
    print(text, file=sys.stderr, flush=True)


def keep(wanted, name, found, text):
    """A folder a day; the same measurement of one day is written over."""
    into = pathlib.Path(wanted.runs) / datetime.date.today().isoformat()
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (into / f"{name}.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    tell(f"Kept in {into}/{name}.json and {name}.md")


def main():
    wanted = arguments()
    places = rounds.Places(wanted.programs, wanted.cache)
    about = {"machine": machine.described(SOURCE), "versions": machine.versions(peers.PEERS + peers.DECODERS, places),
             "rounds": wanted.rounds, "quick": wanted.quick}
    folder = media_folder.MediaFolder(places.programs, places.cache, wanted.files, wanted.seed)
    about["folder"] = folder.described()
    found = speed.measure(places, folder, wanted.rounds, 10 if wanted.quick else 1, tell)
    keep(wanted, wanted.what, {**about, **found}, speed.shown(found))


main()
