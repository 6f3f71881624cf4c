"""What one more picture costs in system calls and in instructions: two trees of ten folders, one with twice the
pictures of the other, so that starting up cancels out. Counts, and so the same on a busy machine."""

import os
import pathlib
import re
import shutil

from . import media_folder, process

MOST_PICTURES = 4_000
FOLDERS = 10


def _linked(folder, name, files):
    """Hard links to these files, spread over as many folders however many they are."""
    made = folder.cache / name
    shutil.rmtree(made, ignore_errors=True)
    for number in range(FOLDERS):
        (made / str(number)).mkdir(parents=True)
    for number, each in enumerate(files):
        os.link(each.path, made / str(number % FOLDERS) / f"{number}{pathlib.Path(each.path).suffix}")
    return str(made)


def _system_calls(command, scratch):
    process.run(["strace", "-f", "-c", "-o", scratch, *command])
    calls = {}
    for line in pathlib.Path(scratch).read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) >= 5 and cells[3].isdigit() and cells[-1] != "total":
            calls[cells[-1]] = int(cells[3])
    return calls


def _instructions(command, scratch):
    process.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], errors=scratch)
    said = re.search(r"Collected : (\d+)", pathlib.Path(scratch).read_text(encoding="utf-8", errors="replace"))
    return int(said.group(1)) if said else None


def measure(places, folder, tell):
    files = folder.sample(media_folder.PICTURES, MOST_PICTURES)
    both = [(len(some), _linked(folder, name, some)) for name, some in (("half", files[::2]), ("pictures", files))]
    more = both[1][0] - both[0][0]
    scratch = str(places.cache / "counted.txt")
    found = []
    for depth in ("header", "structure"):
        for jobs in ("1", "2"):
            commands = [[str(places.programs / "media-preflight"), "check", "--output", "ndjson", "--depth", depth,
                         "--jobs", jobs, where] for _, where in both]
            one = {"depth": depth, "jobs": int(jobs), "pictures": more, "system_calls": None, "instructions": None}
            if places.has("strace"):
                half, whole = [_system_calls(command, scratch) for command in commands]
                each = {name: round((whole[name] - half.get(name, 0)) / more, 3) for name in sorted(whole)}
                one["system_calls"] = {name: count for name, count in each.items() if count}
            if places.has("valgrind") and jobs == "1":
                half, whole = [_instructions(command, scratch) for command in commands]
                if half and whole:
                    one["instructions"] = round((whole - half) / more)
            found.append(one)
            tell(f"counted {depth} with --jobs {jobs}")
    return found


def shown(found):
    lines = []
    for each in found:
        calls = each["system_calls"]
        if calls is None:
            continue
        names = ", ".join(f"{name} {count:g}" for name, count in sorted(calls.items(), key=lambda one: -one[1]))
        line = f"- {each['depth']}, --jobs {each['jobs']}: {sum(calls.values()):.2f} system calls per picture ({names})"
        lines.append(line + (f"; {each['instructions']} instructions" if each["instructions"] else ""))
    return "\n".join(lines) or "- neither strace nor valgrind is installed"
