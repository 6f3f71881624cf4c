"""npx media-preflight does what the native program does: every byte of every output, the messages, the exit status."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import unittest

import npm_package
from program import DEMO, GOOD, PLAIN, PROGRAM, SANITIZED, SMALL, SOURCE, ProgramTest, png

WORK = npm_package.install_or_skip()
SCRIPT = WORK / "node_modules" / "media-preflight" / "bin" / "media-preflight.js"
FORMATS = ("text", "concise", "json", "ndjson", "junit", "sarif", "github", "gitlab", "html")

#: What a run took.
TIMES = re.compile(rb'(?<="elapsed_seconds":)[0-9.e+-]+|(?<="elapsedSeconds":)[0-9.e+-]+|(?<= time=")[0-9.e+-]+|\([0-9.,]+ (?:ms|s|min)\)')

BOTH = (["check"], ["check", "--output", "ndjson", "."], ["check", "--hidden", "--no-ignore", "."], ["check", "--no-ignore", "--output", "concise"],
        ["check", "--hidden", "--output", "ndjson"], ["check", "--show-files"], ["check", "photos", "photos/deep", "./photos//a.png", "photos/a.png"],
        ["check", "--for", "zoom-picture", "photos"], ["check", "--for", "stage", "photos"], ["check", "--for", "stages", "photos"],
        ["check", "--ignore", "low-resolution,not-widescreen", "photos"], ["check", "--select", "empty-file", "."],
        ["check", "--warnings-as-errors", "photos"], ["check", "--max-warnings", "0", "photos"], ["check", "--exit-zero", "."],
        ["check", "--quiet", "."], ["check", "--statistics", "."], ["check", "--one-user", "photos"], ["check", "--depth", "header", "."],
        ["check", "-j4", "."], ["check", "--config", "own.toml", "photos"], ["check", "--config", "broken.toml", "photos"],
        ["check", "--config", "photos/none.toml", "photos"], ["check", "nothing"], ["check", "empty"], ["check", "--allow-empty", "empty"],
        ["check", "missing.png", "fifo.png", "socket.png", "/dev/null", "photos/a.png/"], ["check", "links"], ["check", "links/"],
        ["check", "--files-from", "list.txt"], ["check", "-0", "--files-from", "list.nul"], ["check", "--files-from", "none.txt"],
        ["check", "--", "-dash.png"], ["check", "-dash.png"], ["check", "--outpt", "json"], ["check", "--output", "jsn"], ["check", "--depth", "deep"],
        ["check", "--max-pixels", "1000", "."], ["check", "--exclude", "*.png", "."], ["check", "photos/../photos/a.png"],
        ["facts", "."], ["facts", "--output", "json", "."], ["facts", "missing.png", "photos/a.png"], ["explain"], ["explain", "video-too-large"],
        ["explain", "--output", "json"], ["explain", "video-to-large"], ["destinations"], ["destinations", "--output", "json"],
        ["destinations", "stage"], ["destinations", "--config", "own.toml"], ["--version"], ["--help"], ["check", "--help"], ["chek"], [],
        ["check", "-j1", "--show-settings"], ["config", "schema"], ["explain", "--all"], ["check", "--output", "json", "--output", "junit", "."], ["check", "--config"], ["check", "--color", "always", "photos"])


class NpmProgramTest(ProgramTest):
    maxDiff = 2000

    def setUp(self):
        super().setUp()
        make_tree(self.folder)

    def run_one(self, command, **options):
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        ran = subprocess.run(command, cwd=self.folder, capture_output=True, env=options.pop("env", PLAIN), check=False, timeout=120, **options)
        return ran.returncode, TIMES.sub(b"0", ran.stdout), TIMES.sub(b"0", ran.stderr)

    def must_agree(self, arguments, **options):
        native = self.run_one([PROGRAM, *arguments], **options)
        ported = self.run_one([npm_package.NODE, SCRIPT, *arguments], **options)
        self.assertEqual(ported, native)
        return native

    def test_options_and_folders(self):
        for arguments in BOTH:
            with self.subTest(arguments=arguments):
                self.must_agree(arguments)

    def test_every_output(self):
        for name in FORMATS:
            for folder in (".", DEMO):
                with self.subTest(output=name, folder=folder):
                    self.must_agree(["check", "--output", name, folder])

    def test_output_files(self):
        places = [f"--output={name}:report.{name}" for name in FORMATS]
        results = []
        for program in ([PROGRAM], [npm_package.NODE, SCRIPT]):
            results.append([self.run_one([*program, "check", "photos", *places])])
            for name in FORMATS:
                report = self.folder / f"report.{name}"
                results[-1].append(TIMES.sub(b"0", report.read_bytes()))
                report.unlink()
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0][0][0], 1)
        for place in ("photos/a.png", "photos", "none/report.json", "photos/a.png/report.json"):
            with self.subTest(place=place):
                self.must_agree(["check", "photos", f"--output=json:{place}"])
        self.assertEqual((self.folder / "photos" / "a.png").read_bytes(), GOOD)
        self.assertEqual([path.name for path in self.folder.rglob("*.tmp")], [])

    def test_a_configuration_is_made_and_a_baseline_kept(self):
        for name, program in (("native", [PROGRAM]), ("ported", [npm_package.NODE, SCRIPT])):
            place = self.folder / name
            place.mkdir()
            (place / "a.png").write_bytes(SMALL)
            made = subprocess.run([*program, "config", "init"], cwd=place, capture_output=True, env=PLAIN, check=False)
            self.assertEqual(made.returncode, 0, made.stderr)
            subprocess.run([*program, "check", "--warnings-as-errors", "--write-baseline", "known.json"], cwd=place, capture_output=True, env=PLAIN, check=False)
            known = subprocess.run([*program, "check", "--warnings-as-errors", "--baseline", "known.json"], cwd=place, capture_output=True, env=PLAIN, check=False)
            self.assertEqual(known.returncode, 0, known.stdout)
        made = [{path.name: path.read_bytes() for path in (self.folder / name).iterdir()} for name in ("native", "ported")]
        self.assertEqual(made[0], made[1])
        self.assertIn("media-preflight.toml", made[0])

    def test_a_step_summary(self):
        for name, program in (("native", [PROGRAM]), ("ported", [npm_package.NODE, SCRIPT])):
            self.run_one([*program, "check", "photos", "--output", "github"], env={**PLAIN, "GITHUB_STEP_SUMMARY": name})
        self.assertEqual(*(TIMES.sub(b"0", (self.folder / name).read_bytes()) for name in ("native", "ported")))

    def test_standard_input(self):
        self.must_agree(["check", "-"], input=GOOD)
        self.must_agree(["check", "--stdin-name", "a.jpg", "-", "photos"], input=GOOD)
        self.must_agree(["check", "--files-from", "-"], input=b"photos/a.png\nphotos/b.png\r\nmissing.png\n\n")
        self.must_agree(["check", "-0", "--files-from", "-"], input=b"photos/a.png\0photos/b.png")
        with open(self.folder / "photos" / "a.png", "rb") as file:
            self.must_agree(["check", "--output", "ndjson", "-"], stdin=file)

    def test_names_that_are_not_text(self):
        for name in (b"\xff\xfe.png", b"line\nfeed.png", "bidi\u202e.png".encode(), "\u00e4.png".encode()):
            (self.folder / os.fsdecode(name)).write_bytes(GOOD)
            self.must_agree(["check", "--output", "ndjson", name])
        self.must_agree(["check", "--output", "ndjson"])

    def test_corpus(self):
        if corpus := os.environ.get("MEDIA_PREFLIGHT_CORPUS"):
            self.must_agree(["check", "--output", "ndjson", corpus])

    def test_what_needs_the_native_program_says_so(self):
        for arguments in (["check", "--depth", "decode", "photos"], ["check", "--staged"], ["report", "a.ndjson"], ["upload", "photos"], ["plan"]):
            with self.subTest(arguments=arguments):
                status, out, message = self.run_one([npm_package.NODE, SCRIPT, *arguments])
                self.assertEqual((status, out), (2, b""))
                self.assertIn(b"native program", message)

    def test_nobody_reads(self):
        reader, writer = os.pipe()
        os.close(reader)
        ran = subprocess.run([npm_package.NODE, SCRIPT, "check", "."], cwd=self.folder, stdout=writer, stderr=subprocess.PIPE, env=PLAIN, check=False)
        os.close(writer)
        self.assertEqual((ran.returncode, ran.stderr), (141, b""))


def make_tree(folder):
    """Ignore files, a repository, configurations, and what a folder may hold besides files."""
    def write(name, content):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())

    for name in ("a.png", "c.jpg", "deep/a.png", "deep/er/b.png", "a-b.png", "a.b/c.png"):
        write(f"photos/{name}", GOOD)
    write("photos/b.png", SMALL)
    write("photos/empty.png", b"")
    write("photos/notes.txt", "text")
    write("photos/odd", png(shade=3))
    for name in ("build/out.png", "keep/out.png", "logs/x.png", "logs/keep/x.png", "a.tmp.png", "sub/b.tmp.png", "sub/.hidden.png", ".cache/x.png"):
        write(f"ignored/{name}", GOOD)
    write("ignored/.gitignore", "build/\n*.tmp.png\n!sub/b.tmp.png\nlogs/**\n!logs/keep/\n\\#x\n[a-c]z.png\n")
    write("ignored/keep/.ignore", "*.png\n!out.png\n")
    write(".gitignore", "node_modules\n/secret\n")
    write("node_modules/x.png", GOOD)
    write("secret/x.png", GOOD)
    write("photos/secret/x.png", GOOD)
    write("media-preflight.toml", '[destinations.stage]\nextends = "zoom-background"\nmax-bytes = 1000\n[rules]\nlow-resolution = "error"\n')
    write("photos/deep/media-preflight.toml", 'destination = "zoom-picture"\n[rules]\nnot-square = "off"\n')
    write("own.toml", 'destination = "mine"\n[destinations.mine]\nformats = ["jpeg"]\ntitle = "mine"\n')
    write("broken.toml", 'destination = "mine"\n[destinations.mine\nformats = ["jpeg"]\n')
    write("list.txt", "photos/a.png\nphotos\nmissing.png\n")
    write("list.nul", "photos/a.png\0photos/b.png\0")
    write("-dash.png", GOOD)
    (folder / "empty").mkdir()
    (folder / "links").mkdir()
    (folder / "links" / "a.png").symlink_to("../photos/a.png")
    (folder / "links" / "nowhere.png").symlink_to("../none.png")
    (folder / "links" / "loop.png").symlink_to("loop.png")
    (folder / "links" / "folder").symlink_to("../photos")
    os.mkfifo(folder / "fifo.png")
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(folder)
    listening.bind("socket.png")
    os.chdir(here)
    listening.close()
    if shutil.which("git"):
        for command in (["init", "-q"], ["add", "-f", "ignored/build/out.png", "photos/a.png"]):
            subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    if SANITIZED:
        sys.exit(npm_package.SKIPPED)
    unittest.main()
