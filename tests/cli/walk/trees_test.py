"""Large and deep folders, and the promise that --jobs changes nothing but the time."""

import os
import random
import re
import subprocess
import unittest

from program import CUT, GOOD, PROGRAM, ProgramTest, png


class TreesTest(ProgramTest):
    def test_jobs_do_not_change_a_byte(self):
        draw = random.Random(1)
        contents = [GOOD, CUT, png(640, 360), b"", b"words", b"GIF89a\x01", b"<!DOCTYPE html><html>"]
        for number in range(700):
            depth = draw.randrange(4)
            folder = "".join(f"{draw.choice('abc')}/" for _ in range(depth))
            self.write(f"{folder}{number}{draw.choice(['.png', '.jpg', '.mp4', '', '.txt'])}", draw.choice(contents))
        self.write("a/media-preflight.toml", 'destination = "zoom-picture"\n')
        for form in ("text", "json", "ndjson"):
            for more in ([], ["--one-user"], ["--statistics"]):
                outputs = set()
                for jobs in ("1", "2", "8", "64"):
                    answer = self.run_program("check", ".", "-o", form, "--jobs", jobs, *more)
                    self.assertEqual(answer.status, 1)
                    outputs.add(re.sub(rb'"elapsed_seconds":[^}]*|\([0-9.,]+ m?s\)', b"", answer.out))
                self.assertEqual(len(outputs), 1, (form, more))

    def test_five_thousand_folders_deep(self):
        depth = 5000
        bottom = os.open(self.folder, os.O_RDONLY)
        for level in range(depth):
            os.mkdir("folder", dir_fd=bottom)
            inner = os.open("folder", os.O_RDONLY, dir_fd=bottom)
            os.close(bottom)
            bottom = inner
            if level % 1000 == 500:
                for name in ("a.png", "z.png"):
                    with open(os.open(name, os.O_WRONLY | os.O_CREAT, dir_fd=bottom), "wb") as file:
                        file.write(GOOD)
        with open(os.open("cut.png", os.O_WRONLY | os.O_CREAT, dir_fd=bottom), "wb") as file:
            file.write(CUT)
        os.close(bottom)
        self.addCleanup(subprocess.run, ["rm", "-rf", self.folder / "folder"], check=True)
        answer = self.check(".")
        levels = [501, 1501, 2501, 3501, 4501]
        expected = sorted([[*["folder"] * level, name] for level in levels for name in ("a.png", "z.png")]
                          + [["folder"] * depth + ["cut.png"]])
        self.assertEqual([path.split("/") for path in answer.paths], expected)
        self.assertEqual([each["verdict"] for each in answer.lines].count("pass"), 10)
        self.assertEqual(answer.summary["failed"], 1)

    def test_few_descriptors_are_enough(self):
        for first in range(30):
            for second in range(30):
                self.write(f"{first}/{second}/a.png")
        script = 'ulimit -n 64; exec "$0" check . -o ndjson --jobs 8'
        process = subprocess.run(["bash", "-c", script, PROGRAM], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(len(process.stdout.splitlines()), 901)

    def test_a_folder_of_many_files(self):
        os.mkdir(self.folder / "flat")
        with open(self.folder / "flat" / "0.png", "wb") as file:
            file.write(GOOD)
        for number in range(1, 20_000):
            os.link(self.folder / "flat" / "0.png", self.folder / "flat" / f"{number}.png")
        answer = self.check("flat")
        self.assertEqual(answer.paths, sorted(f"flat/{number}.png" for number in range(20_000)))

    def test_overlapping_paths_are_one_stream(self):
        for path in ("a/1.png", "a/b/2.png", "a/b/c/3.png", "a/b/c.png", "a/.h/4.png", "a/z.png"):
            self.write(path)
        expected = ["a/.h/4.png", "a/1.png", "a/b/2.png", "a/b/c/3.png", "a/b/c.png", "a/z.png"]
        self.assertEqual(self.check("a/b/c", "a/.h", "a", "a/b", "a/b/2.png", "a/z.png", ".").paths, expected)


class OneUserTest(ProgramTest):
    def test_the_eleventh_accepted_file_is_one_too_many(self):
        for number in range(12):
            self.write(f"{number:02}.png", png(shade=number))
        self.write("05-broken.png", CUT)
        answer = self.check(".", "--one-user", "--jobs", "4")
        broken = [path for path in answer.paths if answer.rules(path)]
        self.assertEqual(broken, ["05-broken.png", "10.png", "11.png"])
        self.assertEqual(answer.rules("10.png"), ["too-many-files"])
        self.assertEqual(answer.rules("05-broken.png"), ["truncated"])
        for number, path in ((11, "10.png"), (12, "11.png")):
            finding, = [each["findings"][0] for each in answer.lines if each["path"] == path]
            self.assertEqual((finding["actual"], f"This would be file {number} for one user" in finding["message"]), (str(number), True), finding)
        self.assertEqual(self.check(".").summary["rules"], {"truncated": 1})

    def test_the_same_bytes_are_named_with_the_first_file_that_has_them(self):
        self.write("a.png", png(shade=1))
        self.write("b.png", png(shade=2))
        self.write("c.png", png(shade=1))
        self.write("d.png", png(shade=1))
        answer = self.check(".", "--one-user")
        self.assertEqual([answer.rules(path) for path in answer.paths], [[], [], ["duplicate-content"], ["duplicate-content"]])
        for line in answer.lines[2:]:
            self.assertIn("a.png", line["findings"][0]["message"])
        again = self.check(".", "-", "--one-user", "--stdin-name", "e.png", given=png(shade=2))
        self.assertEqual(again.rules("e.png"), ["duplicate-content"])


if __name__ == "__main__":
    unittest.main()
