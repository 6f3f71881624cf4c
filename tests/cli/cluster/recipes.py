"""What docs/clusters.md says to type, and a folder of files to do it with."""

import os
import pathlib
import re
import signal
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from program import CUT, GOOD, PROGRAM, SMALL, SOURCE, ProgramTest  # noqa: E402
from report_case import without_time  # noqa: E402

DOCUMENT = SOURCE / "docs" / "clusters.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)

# What ctest takes for a test that could not be run.
SKIPPED = 77

# Kills the program, the first time that it writes this shard, before its file appears. It writes the same to a pipe as
# well, always a little later; what is there of the shard is more than the pipe holds, so it cannot end before it is killed.
KILLED_ONCE = """\
#!{python}
import fcntl, os, pathlib, subprocess, sys

mark = pathlib.Path({mark!r})
arguments = sys.argv[1:]
if "ndjson:shards/{shard}.ndjson" not in arguments or mark.exists():
    os.execv({program!r}, [{program!r}, *arguments])
read, write = os.pipe()
fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
process = subprocess.Popen([{program!r}, *arguments, "--output", f"ndjson:/dev/fd/{{write}}"], pass_fds=[write])
os.close(write)
if os.read(read, 1):
    process.kill()
mark.write_text(str(process.wait()))
sys.exit(128 - process.returncode if process.returncode < 0 else process.returncode)
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
        """In which media-preflight is the program, killed the first time it writes this shard."""
        program = self.folder / "bin" / "media-preflight"
        program.unlink(missing_ok=True)
        if kill_shard is None:
            program.symlink_to(PROGRAM)
        else:
            program.write_text(KILLED_ONCE.format(python=sys.executable, shard=kill_shard, mark=os.fspath(self.mark),
                                                  program=PROGRAM))
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

    def must_have_been_killed(self):
        """And left nothing behind."""
        self.assertEqual(self.mark.read_text(), str(-signal.SIGKILL))
        self.assertEqual(list(self.folder.glob("shards/.media-preflight-*")), [])

    def must_be_missing(self, shard):
        """And the report says so."""
        self.assertFalse((self.folder / "shards" / f"{shard}.ndjson").exists())
        answer = self.run_program("report", *sorted(self.folder.glob("shards/*.ndjson")))
        self.assertEqual(answer.status, 2)
        self.assertIn("1 of the 8 shards is missing", answer.message)
