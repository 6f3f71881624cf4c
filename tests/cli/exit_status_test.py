"""The exit status and the message of every way a run can end."""

import os
import resource
import signal
import subprocess
import unittest

from program import CUT, GOOD, PROGRAM, SANITIZED, SMALL, ProgramTest


class ExitStatusTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("good.png", GOOD)
        self.write("small.png", SMALL)
        self.write("cut.png", CUT)
        self.write("notes.txt", "only words")

    def must_end(self, status, *arguments, says="", **more):
        answer = self.run_program(*arguments, **more)
        self.assertEqual(answer.status, status, answer.message or answer.text)
        if status == 2:
            self.assertTrue(answer.message.startswith("media-preflight: "), answer.message)
            self.assertIn(says, answer.message)
        return answer

    def test_files_decide_between_0_and_1(self):
        self.must_end(0, "check", "good.png")
        self.must_end(0, "check", "small.png")
        self.must_end(1, "check", "cut.png")
        self.must_end(1, "check", "good.png", "cut.png", "small.png")
        self.must_end(1, "check")

    def test_severities_decide_between_0_and_1(self):
        self.must_end(1, "check", "small.png", "--warnings-as-errors")
        self.must_end(0, "check", "good.png", "--warnings-as-errors")
        self.must_end(0, "check", "cut.png", "--ignore", "truncated")
        self.must_end(0, "check", "cut.png", "--select", "low-resolution")
        self.must_end(1, "check", "cut.png", "small.png", "--select", "low-resolution", "--warnings-as-errors")
        self.must_end(1, "check", "cut.png", "--select", "low-resolution,truncated")
        self.must_end(0, "check", "cut.png", "--select", "truncated,malformed", "--ignore", "truncated")

    def test_a_number_of_warnings_can_fail_a_run(self):
        findings = self.check("small.png").lines[0]["findings"]
        warnings = sum(finding["severity"] == "warning" for finding in findings)
        self.assertGreater(warnings, 0)
        self.assertEqual(self.run_program("check", "small.png", "--max-warnings", str(warnings)).status, 0)
        self.assertEqual(self.run_program("check", "small.png", "--max-warnings", str(warnings - 1)).status, 1)
        for text in ("no", "-1", "1000000001", "99999999999999999999"):
            self.must_end(2, "check", "small.png", f"--max-warnings={text}", says=f"--max-warnings must be between 0 and 1000000000, got '{text}'")

    def test_only_too_many_warnings_are_explained(self):
        for more in ([], ["--quiet"]):
            with self.subTest(more=more):
                answer = self.must_end(1, "check", "small.png", "--max-warnings", "0", *more)
                self.assertEqual(answer.message, "media-preflight: 1 warning, more than --max-warnings 0\n")
        self.write("other.png", SMALL)
        answer = self.must_end(1, "check", "small.png", "other.png", "--max-warnings", "1")
        self.assertEqual(answer.message, "media-preflight: 2 warnings, more than --max-warnings 1\n")
        for status, arguments in ((0, ["small.png", "--max-warnings", "1"]), (0, ["small.png", "--max-warnings", "0", "--exit-zero"]),
                                  (1, ["cut.png", "small.png", "--max-warnings", "0"])):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.must_end(status, "check", *arguments).message, "")

    def test_exit_zero_is_for_findings_only(self):
        self.write("cut.png", CUT)
        self.assertEqual(self.run_program("check", "cut.png").status, 1)
        self.assertEqual(self.run_program("check", "cut.png", "--exit-zero").status, 0)
        self.assertEqual(self.run_program("check", "cut.png", "--exit-zero", "--for", "nothing").status, 2)

    def test_of_an_option_given_twice_the_last_counts(self):
        self.write("a.png")
        lines = self.run_program("check", "a.png", "-o", "ndjson", "--for", "zoom-picture", "--for=zoom-background").out
        self.assertIn(b'"destination":"zoom-background"', lines)
        self.assertEqual(self.run_program("check", "a.png", "--depth", "nothing", "--depth", "header").status, 0)

    def test_the_short_option_for_the_version(self):
        self.assertEqual(self.run_program("-V").out, self.run_program("--version").out)

    def test_a_file_that_cannot_be_read_is_a_finding(self):
        self.must_end(1, "check", "missing.png")
        self.must_end(1, "check", "missing.png", "--select", "low-resolution")
        self.write("lenient.toml", '[rules]\nunreadable = "warning"\n')
        says = "'unreadable' is always an error. A file that cannot be read cannot be checked"
        self.must_end(2, "check", "missing.png", "--ignore", "unreadable", says=f"--ignore: {says}")
        self.must_end(2, "check", "missing.png", "--config", "lenient.toml", says=f"lenient.toml:2:14: {says}")

    def test_a_selection_that_can_find_nothing_is_no_check(self):
        self.must_end(2, "check", "cut.png", "--select", "target-invalid", says="use media-preflight plan")
        self.must_end(2, "check", "cut.png", "--select", "decode-failed", says="needs --depth decode")
        self.must_end(1, "check", "cut.png", "--select", "decode-failed", "--depth", "decode")
        for rule in ("too-many-files", "duplicate-content"):
            self.must_end(2, "check", "cut.png", "--select", f"truncated,{rule}", says="needs --one-user")
            self.must_end(0, "check", "cut.png", "--select", rule, "--one-user")

    def test_nothing_to_check(self):
        os.mkdir(self.folder / "empty")
        self.must_end(2, "check", "empty", says="--allow-empty")
        self.must_end(0, "check", "empty", "--allow-empty")
        self.must_end(2, "facts", "empty", says="--allow-empty")
        self.must_end(0, "facts", "empty", "--allow-empty")
        self.must_end(2, "check", "--files-from", "-", says="--allow-empty", given=b"")
        self.must_end(2, "check", cwd=self.folder / "empty")
        self.must_end(1, "check", "notes.txt")

    def test_facts_have_no_opinion(self):
        self.must_end(0, "facts", "cut.png", "good.png", "notes.txt")
        answer = self.must_end(2, "facts", "good.png", "missing.png", "--output", "ndjson", says="missing.png: ")
        self.assertEqual(answer.paths, ["good.png", "missing.png"])
        self.assertEqual([each["bytes"] is None for each in answer.lines], [False, True])
        self.assertEqual(answer.summary["files"], 2)
        self.assertNotIn("missing.png", self.run_program("facts", "missing.png").text)

    def test_bad_usage(self):
        for arguments, says in (
            (["chek"], "did you mean 'check'?"),
            (["photo.png"], "media-preflight check photo.png"),
            (["check", "--dept", "header"], "did you mean --depth?"),
            (["check", "--xyzzy"], "unknown option --xyzzy"),
            (["check", "--depth", "heeder", "."], "did you mean 'header'?"),
            (["check", "--depth"], "--depth"),
            (["check", "--output", "ndjsn", "."], "did you mean 'ndjson'?"),
            (["check", "--output", "json:", "."], "has no file name"),
            (["check", "--output", "json", "--output", "text", "."], "mixed in standard output"),
            (["check", "--output", "json", "--output", "text:-", "."], "mixed in standard output"),
            (["check", "--output", "json:x", "--output", "text:x", "."], "mixed in x"),
            (["check", "--output", "json:no/such/folder", "."], "no such file or folder"),
            (["check", "--for", "zoom-backgroud", "."], "did you mean 'zoom-background'?"),
            (["check", "--for", "teams", "."], "choose from zoom-background, zoom-picture"),
            (["check", "--select", "truncatd", "."], "did you mean 'truncated'?"),
            (["check", "--ignore", "truncated,too-big", "."], "unknown rule 'too-big'"),
            (["check", "--jobs", "0", "."], "between 1 and 256"),
            (["check", "--jobs", "257", "."], "between 1 and 256"),
            (["check", "--jobs", "many", "."], "between 1 and 256"),
            (["check", ""], "a path is empty"),
            (["check", "-", "-"], "only once"),
            (["check", "-", "--files-from", "-"], "only once"),
            (["check", "--files-from", "no-list"], "no-list cannot be read"),
            (["check", "--config", "no-config", "."], "no-config cannot be read"),
            (["explain", "video-to-large"], "did you mean 'video-too-large'?"),
            (["explain", "truncated", "--output", "xml"], "choose from text, json"),
            (["destinations", "zoom"], "did you mean"),
            (["facts", "--for", "zoom-picture", "."], "unknown option --for"),
        ):
            with self.subTest(arguments=arguments):
                answer = self.must_end(2, *arguments, says=says)
                self.assertEqual(answer.out, b"")

    def test_no_command_shows_the_help(self):
        answer = self.run_program()
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertIn("Usage: media-preflight COMMAND", answer.message)

    def test_help_and_version(self):
        for arguments in (["--help"], ["-h"], ["help"], ["check", "--help"], ["help", "check"], ["check", "--depth", "x", "-h"]):
            answer = self.must_end(0, *arguments)
            self.assertIn("Usage: media-preflight", answer.text)
            self.assertLessEqual(max(map(len, answer.text.splitlines())), 80)
        self.assertRegex(self.must_end(0, "--version").text, r"\Amedia-preflight \d+\.\d+\.\d+\n\Z")

    def test_full_disk(self):
        for arguments in (["check", "good.png"], ["check", "-o", "ndjson", "cut.png"], ["explain"], ["destinations"], ["--help"]):
            with open("/dev/full", "wb") as full:
                process = subprocess.run([PROGRAM, *arguments], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(process.returncode, 2)
            self.assertIn(b"standard output cannot be written: no space left on the device", process.stderr)
        self.must_end(2, "check", "good.png", "-o", "json:/dev/full", says="/dev/full cannot be written")

    def test_closed_standard_descriptors(self):
        script = 'exec "$0" check good.png cut.png >&- 2>err.txt; '
        process = subprocess.run(["sh", "-c", script, PROGRAM], cwd=self.folder, check=False)
        self.assertEqual(process.returncode, 2)
        self.assertIn("standard output cannot be written", (self.folder / "err.txt").read_text())
        script = 'exec "$0" check -o text:out.txt good.png cut.png <&- >&- 2>&-'
        process = subprocess.run(["sh", "-c", script, PROGRAM], cwd=self.folder, check=False)
        self.assertEqual(process.returncode, 1)
        self.assertIn("1 failed", (self.folder / "out.txt").read_text())

    def test_reader_that_goes_away(self):
        for shade in range(3000):
            self.write(f"many/{shade}.png", CUT)
        script = '"$0" check -o ndjson many | head -1; echo "${PIPESTATUS[0]}" >&2'
        process = subprocess.run(["bash", "-c", script, PROGRAM], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(process.stdout.count(b"\n"), 1)
        self.assertEqual(process.stderr, b"%d\n" % (128 + signal.SIGPIPE))
        ignoring = subprocess.run(["bash", "-c", "trap '' PIPE; " + script, PROGRAM], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(ignoring.stderr.splitlines()[-1], b"141")
        self.assertNotIn(b"media-preflight", ignoring.stderr)

    def test_outputs_go_where_they_are_told(self):
        answer = self.must_end(1, "check", "-o", "json:a.json", "-o", "ndjson:b.ndjson", "-o", "text", "cut.png")
        self.assertIn("FAIL  cut.png", answer.text)
        self.assertTrue((self.folder / "a.json").read_text().startswith('{"files":['))
        self.assertEqual(len((self.folder / "b.ndjson").read_text().splitlines()), 2)

    @unittest.skipIf(SANITIZED, "a sanitizer takes more memory than there is")
    def test_out_of_memory(self):
        def limited(mebibytes):
            return lambda: resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
        least = next(size for size in range(8, 400, 4) if self.run_program("--version", preexec_fn=limited(size)).status == 0)
        names = b"".join(b"folder/with/a/long/name/%08d.png\n" % number for number in range(1_000_000))
        answer = self.run_program("check", "--files-from", "-", "--jobs", "1", given=names, preexec_fn=limited(least + 8))
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertEqual(answer.message, "media-preflight: out of memory: the run is incomplete; allow it more memory, or check fewer files "
                                         "at a time or at once (--jobs 1)\n")


if __name__ == "__main__":
    unittest.main()
