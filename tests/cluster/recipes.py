"""What docs/clusters.md says to type, and a folder of files to do it with."""

import os
import pathlib
import re
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from program import CUT, GOOD, PROGRAM, SMALL, SOURCE, ProgramTest  # noqa: E402
from report_case import without_time  # noqa: E402

DOCUMENT = SOURCE / "docs" / "clusters.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)

# What ctest takes for a test that could not be run.
SKIPPED = 77

# Ends the program by a signal in the middle of what it writes for one shard: behind so many KiB of a file.
KILLED_ONCE = """\
#!/bin/bash
if [[ " $* " == *"{shard}.ndjson "* && ! -e "{mark}" ]]; then
  touch "{mark}"
  ulimit -c 0 -f 4
fi
exec "{program}" "$@"
"""


def blocks(heading, language):
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", DOCUMENT.read_text(), re.M | re.S)[1]
    return [text for name, text in BLOCK.findall(section) if name == language]


class RecipeTest(ProgramTest):
    def setUp(self):
        super().setUp()
        for number in range(400):
            self.write(f"photos/{number % 7}/{number}.png", (GOOD, CUT, SMALL)[number % 3])
        self.write(b"photos/\xff.png", CUT)
        self.mark = self.folder / "was-killed"
        (self.folder / "bin").mkdir()

    def environment(self, kill_shard=None, **more):
        """In which media-preflight is the program, ended the first time it writes this shard."""
        program = self.folder / "bin" / "media-preflight"
        program.unlink(missing_ok=True)
        if kill_shard is None:
            program.symlink_to(PROGRAM)
        else:
            program.write_text(KILLED_ONCE.format(shard=kill_shard, mark=self.mark, program=PROGRAM))
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return {**os.environ, "NO_COLOR": "1", "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", **more}

    def must_equal_one_machine(self, merged_text):
        """The text that a recipe ends with, and what else can be made of the shards."""
        whole = self.run_program("check", "photos")
        self.assertEqual(without_time(merged_text), without_time(whole.out))
        shards = sorted(self.folder.glob("shards/*.ndjson"))
        for form in ("text", "json", "ndjson"):
            whole = self.run_program("check", "photos", "-o", form)
            merged = self.run_program("report", *shards, "-o", form)
            self.assertEqual(without_time(merged.out), without_time(whole.out))
            self.assertEqual((merged.status, whole.status), (1, 1))

    def must_have_been_killed(self, shard):
        """And be refused by the report."""
        self.assertTrue(self.mark.exists())
        answer = self.run_program("report", *sorted(self.folder.glob("shards/*.ndjson")))
        self.assertEqual(answer.status, 2)
        self.assertRegex(answer.message, rf"shards/{shard}\.ndjson, line \d+: the last line is cut|1 of the 8 shards is missing")
