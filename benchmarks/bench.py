"""The command behind tools/dev/bench, which builds what this measures."""

import argparse
import datetime
import json
import pathlib
import sys

from measure import (broken, counted, damage, decoding, growth, machine, many_paths, media_folder, micro, peers, plot, reading,
                     rounds, sending, speed, starting)

SOURCE = pathlib.Path(__file__).resolve().parent.parent
QUICK_SHARE = 10


def arguments():
    line = argparse.ArgumentParser(prog="tools/dev/bench", description="Measures media-preflight and its peers.")
    line.add_argument("what", nargs="?", choices=(*MEASUREMENTS, "all"), default="speed",
                      help="; ".join(f"{name}: {each.__doc__}" for name, each in MEASUREMENTS.items()))
    line.add_argument("--files", type=int, default=20_000, help="files in the folder (default %(default)s)")
    line.add_argument("--rounds", type=int, default=5, help="turns that each takes (default %(default)s)")
    line.add_argument("--seed", type=int, default=1, help="of the folder (default %(default)s)")
    line.add_argument("--quick", action="store_true", help="a tenth of each sample: shows that all runs, no more")
    line.add_argument("--programs", default=SOURCE / "build/bench/bin", help="where ours are (default %(default)s)")
    line.add_argument("--cache", default=SOURCE / "build/bench/measured",
                      help="where the folder of media is kept (default %(default)s)")
    line.add_argument("--runs", default=SOURCE / "benchmarks/runs", help="where figures go (default %(default)s)")
    return line.parse_args()


def tell(text):
    print(text, file=sys.stderr, flush=True)


class Session:
    """One call of the command."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.places = rounds.Places(wanted.programs, wanted.cache)
        self.share = QUICK_SHARE if wanted.quick else 1
        self.about = {"machine": machine.described(SOURCE), "rounds": wanted.rounds, "quick": wanted.quick,
                      "versions": machine.versions(peers.PEERS + peers.DECODERS, self.places)}
        self.into = pathlib.Path(wanted.runs) / datetime.date.today().isoformat()
        self.into.mkdir(parents=True, exist_ok=True)

    def folder(self):
        made = media_folder.MediaFolder(self.places.programs, self.places.cache, self.wanted.files, self.wanted.seed)
        self.about["folder"] = made.described()
        return made

    def keep(self, name, found, text):
        """A folder a day; the same measurement of one day is written over."""
        title = f"# {name}, {self.into.name}\n\n{self.head()}\n\n"
        (self.into / f"{name}.json").write_text(json.dumps({**self.about, **found}, indent=1) + "\n", encoding="utf-8")
        (self.into / f"{name}.md").write_text(title + text + "\n", encoding="utf-8")
        print(text)
        tell(f"Kept in {self.into}/{name}.json and {name}.md")

    def head(self):
        on = self.about["machine"]
        dirty = " with changes" if on["changed_since"] else ""
        made = [f"{on['processor']}, {on['processors']} processors, {on['system']}.",
                f"Load {on['load_before']:.1f} before.",
                f"Commit {on['commit'][:12]}{dirty}, {self.wanted.rounds} rounds."]
        if "folder" in self.about:
            made.append(f"{self.about['folder']['files']} files, {self.about['folder']['bytes'] / 1e6:.0f} MB.")
        if self.wanted.quick:
            made.append("Quick: these figures show that everything runs, no more.")
        return " ".join(made)


def measure_speed(session):
    """time, bytes, system calls, instructions, starts and memory (the default)"""
    folder, places = session.folder(), session.places
    found = speed.measure(places, folder, session.wanted.rounds, session.share, tell)
    found["bytes_read"] = reading.measure(places, speed.everything(folder))
    found["counted"] = counted.measure(places, folder, tell)
    found["starts"] = starting.measure(places, folder, 100 // session.share)
    most = 1_000_000 // session.share ** 2
    found["memory"] = many_paths.memory(places, folder, (1, most // 100, most), tell)
    sections = (("Time", speed.shown(found)), ("Bytes read of a file", reading.shown(found["bytes_read"])),
                ("System calls and instructions", counted.shown(found["counted"])),
                ("One start", starting.shown(found["starts"])), ("Memory", many_paths.shown(found["memory"])))
    session.keep("speed", found, "\n\n".join(f"## {title}\n\n{text}" for title, text in sections))


def measure_growth(session):
    """time against the number of files, as a drawing"""
    most = 5 if not session.wanted.quick else 2
    lines = growth.measure(session.places, session.folder(), [10 ** power for power in range(most + 1)],
                           session.wanted.rounds, tell)
    drawing = plot.drawn("Time to look at files, warm", lines)
    (session.into / "growth.svg").write_text(drawing, encoding="utf-8")
    session.keep("growth", {"lines": lines}, "![time against number of files](growth.svg)")


def measure_decode(session):
    """depth decode against the programs that decode"""
    found = decoding.measure(session.places, session.folder(), session.wanted.rounds, session.share, tell)
    session.keep("decode", found, decoding.shown(found))


def measure_broken(session):
    """what ours and others say of broken files, as a table"""
    found = broken.measure(session.places, SOURCE, tell)
    session.keep("broken", found, broken.shown(found))


def measure_damage(session):
    """sound files damaged at random: what comes out wrong without a word"""
    found = damage.measure(session.places, SOURCE, session.wanted.seed, session.share, tell)
    session.keep("damage", found, damage.shown(found))


def measure_micro(session):
    """each sniffer and each rule by itself"""
    found = micro.measure(session.places, session.wanted.rounds, session.wanted.quick, tell)
    session.keep("micro", found, micro.shown(found))


def measure_sending(session):
    """a batch against the stand-in for Zoom's API, beside curl"""
    found = sending.measure(session.places, session.wanted.rounds, session.share, tell)
    session.keep("sending", found, sending.shown(found))


MEASUREMENTS = {"speed": measure_speed, "growth": measure_growth, "decode": measure_decode, "broken": measure_broken,
                "damage": measure_damage, "micro": measure_micro, "sending": measure_sending}


def main():
    wanted = arguments()
    session = Session(wanted)
    for name in MEASUREMENTS if wanted.what == "all" else (wanted.what,):
        MEASUREMENTS[name](session)


main()
