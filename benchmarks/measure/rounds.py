"""Several rounds in which everybody takes a turn, so that what disturbs the machine disturbs all of them alike."""

import dataclasses
import pathlib
import shutil

from . import answers, process

HERE = pathlib.Path(__file__).resolve().parent.parent


class Places:
    """Where things are."""

    def __init__(self, programs, cache):
        self.programs = pathlib.Path(programs).resolve()
        self.cache = pathlib.Path(cache).resolve()
        self.modules = self.cache / "npm"
        self.cache.mkdir(parents=True, exist_ok=True)

    def has(self, needs):
        if needs.startswith("npm:"):
            return shutil.which("node") is not None and (self.modules / "node_modules" / needs[4:]).is_dir()
        return not needs or shutil.which(needs) is not None

    def filled(self, word, list_name="", folder="", file=""):
        for name, value in (("{programs}", str(self.programs)), ("{here}", str(HERE)), ("{list}", list_name),
                            ("{modules}", str(self.modules)), ("{folder}", folder), ("{file}", file)):
            word = word.replace(name, value)
        return word


def command_of(peer, places, files, list_name, folder=""):
    made = []
    for word in peer.command:
        made += [each.path for each in files] if word == "{files}" else [places.filled(word, list_name, folder)]
    return made


def measure(peer, places, files, list_name, output, folder=""):
    if peer.a_process_each:
        commands = [[places.filled(word, file=each.path) for word in peer.command] for each in files]
        return process.run_each(commands, output)
    return process.run(command_of(peer, places, files, list_name, folder), output)


@dataclasses.dataclass(frozen=True)
class Group:
    """Peers that look at the same files, which the list names; the last ones are those the others are compared with."""

    name: str
    members: tuple
    against: tuple
    files: list
    list_name: str
    folder: str = ""

    @property
    def everybody(self):
        return self.members + self.against


def warm(places, list_name):
    """So that none of them has to wait for the disk."""
    process.run([str(places.programs / "read_everything"), "@" + list_name])


def alternate(groups, places, rounds, tell):
    """A record for each run, in the order in which they were run; and all of a group take turns at beginning."""
    records = []
    for group in groups:
        warm(places, group.list_name)
    for number in range(rounds):
        for group in groups:
            turn = number % len(group.everybody)
            for member in group.everybody[turn:] + group.everybody[:turn]:
                output = str(output_of(places, group, member))
                cost = measure(member, places, group.files, group.list_name, output, group.folder)
                records.append({"round": number, "group": group.name, "subject": member.name,
                                "files": len(group.files), **cost})
                if cost["status"] not in member.statuses:
                    tell(f"{member.name} exited with status {cost['status']}")
        tell(f"round {number + 1} of {rounds} done")
    return records


def output_of(places, group, member):
    """What it said last."""
    return places.cache / f"{group.name} {member.name}.out".replace("/", "-").replace(" ", "_")


def agreement(places, group, member):
    return answers.agreement(member, output_of(places, group, member).read_text(errors="replace"), group.files)
