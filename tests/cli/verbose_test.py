"""What --verbose tells, and that it changes nothing else."""

import os
import re
import unittest

from program import CUT, ProgramTest


class VerboseTest(ProgramTest):
    def lines(self, *arguments):
        answer = self.run_program("check", "-v", *arguments)
        self.assertEqual((answer.status, re.sub(r"[\d.]+ m?s", "", answer.text)),
                         (self.run_program("check", *arguments).status, re.sub(r"[\d.]+ m?s", "", self.run_program("check", *arguments).text)))
        lines = answer.message.splitlines()
        self.assertTrue(all(line.startswith("media-preflight: ") for line in lines), lines)
        return [line.removeprefix("media-preflight: ") for line in lines]

    def test_it_tells_what_a_run_took_for_granted(self):
        for path in ("a.png", "in/b.png", "in/c.png", "in/.d.png", "e.png", "f.png"):
            self.write(path)
        self.write("notes.txt", "none")
        self.write(".ignore", "e.png\n")
        self.write("in/media-preflight.toml", 'exclude = ["c.png"]')
        self.assertEqual(self.lines("--exclude", "f.png")[:3],
                         ["no configuration for 1 file", "configuration of 1 file: in/media-preflight.toml",
                          "skipped: 2 hidden, 1 ignored, 2 excluded, 2 not media"])
        self.write("media-preflight.toml", "")
        self.assertEqual(self.lines()[:2], ["configuration of 1 file: in/media-preflight.toml, media-preflight.toml",
                                            "configuration of 2 files: media-preflight.toml"])
        self.assertEqual(self.lines("--no-config", "in")[0], "no configuration for 2 files")

    def test_it_names_who_decodes_and_what_took_longest(self):
        self.write("a.png", CUT)
        lines = self.lines("a.png", "--depth", "decode")
        worker = re.fullmatch(r"decoding: (\S+) for pictures, (\S+) for videos", lines[2])
        self.assertTrue(all(os.access(program, os.X_OK) for program in worker.groups()[:1]), lines)
        self.assertRegex(lines[3], r"^read 1 file at depth decode in \d+\.\d{3} s with \d+ threads?; slowest: a.png \(\d+\.\d{3} s\)$")
        self.assertEqual(len(self.lines("a.png")), 3)

    def test_it_can_be_taken_back_and_stand_anywhere(self):
        self.write("a\n.png")
        for before, after in ((["-v"], []), ([], ["--verbose"]), (["--no-verbose"], ["-v"])):
            self.assertIn(r"slowest: a\n.png", self.run_program(*before, "check", "a\n.png", *after).message)
        self.assertEqual(self.run_program("-v", "check", "a\n.png", "--no-verbose").message, "")
        self.assertIn("no configuration for 1 file", self.run_program("facts", "-v", "a\n.png").message)


if __name__ == "__main__":
    unittest.main()
