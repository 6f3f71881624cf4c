"""Every file has a room, no room is too full, and a stage includes only the stages before it."""

import os
import pathlib
import re
import unittest

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
LIBRARY = SOURCE / "lib" / "preflight"
STAGES = ("text", "input", "facts", "sniff", "destination", "destinations", "decode", "rule", "rules", "report", "check",
          "output", "engine", "upload")
DOOR = "preflight.hpp"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
MAY_BE_C = ("decode/codecs/", "upload/")
MOST_ENTRIES = 15
MOST_LINES = 15


def stage_of(path):
    return path.split("/")[0].removesuffix(".hpp").removesuffix(".cpp")


def sources():
    """Of the library: paths seen from there, and what each includes."""
    for file in sorted(LIBRARY.rglob("*.?pp")):
        yield str(file.relative_to(LIBRARY)), INCLUDE.findall(file.read_text(encoding="utf-8"))


def rooms(top):
    """The folders that git keeps: not those of the interpreter, and none that is empty."""
    for folder in [top, *sorted(top.rglob("*"))]:
        if folder.is_dir() and folder.name != "__pycache__" and any(file.is_file() for file in folder.rglob("*")):
            yield folder


def entries(room):
    """A header and its source count once, and so do a header and the room of its name."""
    names = set()
    for file in room.iterdir():
        if file.name not in ("README.md", "CMakeLists.txt", "__pycache__"):
            names.add(file.stem if file.suffix in (".hpp", ".cpp") else file.name)
    return names


class RoomsTest(unittest.TestCase):
    maxDiff = None

    def test_every_file_of_the_library_belongs_to_a_stage(self):
        homeless = [path for path, _ in sources() if path != DOOR and stage_of(path) not in STAGES]
        self.assertEqual(homeless, [])

    def test_a_stage_includes_no_later_one(self):
        wrong = []
        for path, included in sources():
            for header in included:
                if not header.startswith("preflight/") or path == DOOR:
                    continue
                header = header.removeprefix("preflight/")
                # A header that is gone or has no stage is found by the compiler or by the test above.
                later = STAGES.index(stage_of(header)) > STAGES.index(stage_of(path))
                if later or (path.startswith("facts/") and header == "facts.hpp"):
                    wrong.append(f"{path} includes {header}")
        self.assertEqual(wrong, [])

    def test_the_door_leads_to_no_sender(self):
        self.assertEqual([header for header in INCLUDE.findall((LIBRARY / DOOR).read_text()) if "upload" in header], [])

    def test_only_codecs_and_the_sender_include_other_libraries(self):
        foreign = [f"{path} includes {header}" for path, included in sources() if not path.startswith(MAY_BE_C)
                   for header in included if not header.startswith("preflight/") and not re.fullmatch("[a-z_]+", header)]
        self.assertEqual(foreign, [])

    def test_every_room_of_the_library_says_shortly_what_it_is(self):
        silent = []
        for room in rooms(LIBRARY):
            text = room / "README.md"
            shortly = text.is_file() and len(text.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
            if room != LIBRARY and room.name != "detail" and not shortly:
                silent.append(str(room.relative_to(LIBRARY)))
        self.assertEqual(silent, [], f"README.md is missing or has more than {MOST_LINES} lines")

    def test_no_room_is_too_full(self):
        full = [f"{room.relative_to(SOURCE)}: {len(entries(room))} entries" for top in ("lib", "tools", "tests")
                for room in rooms(SOURCE / top) if len(entries(room)) > MOST_ENTRIES]
        self.assertEqual(full, [])


if __name__ == "__main__":
    unittest.main()
