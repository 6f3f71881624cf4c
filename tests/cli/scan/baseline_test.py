"""--write-baseline lists what is found, by content and rule; --baseline leaves that out from then on."""

import hashlib
import json
import os
import shutil
import subprocess
import unittest

from program import CUT, GOOD, SMALL, ProgramTest


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class BaselineTest(ProgramTest):
    def known(self, *arguments, **more):
        return self.check("--baseline", "known.json", *arguments, **more)

    def entries(self, name="known.json"):
        return [(each["sha256"], each["rule"], each["path"]) for each in json.loads((self.folder / name).read_bytes())["findings"]]

    def test_written_once_and_known_from_then_on(self):
        self.write("a.png", CUT)
        self.write("b.png", SMALL)
        self.write("c.png", GOOD)
        answer = self.check("--write-baseline", "known.json")
        self.assertEqual((answer.status, answer.summary["baseline"], answer.summary["failed"]), (0, 2, 0))
        self.assertNotIn("baseline_stale", answer.summary)
        self.assertEqual(self.entries(), [(sha256(CUT), "truncated", "a.png"), (sha256(SMALL), "low-resolution", "b.png")])
        answer = self.known("--max-warnings", "0")
        self.assertEqual((answer.status, answer.summary["baseline"], answer.summary["baseline_stale"]), (0, 2, 0))
        self.assertEqual([each["findings"] for each in answer.lines], [[], [], []])
        self.assertEqual(answer.summary["rules"], {})
        self.assertEqual(self.check().status, 1)
        self.assertNotIn("baseline", self.check().summary)

    def test_a_renamed_file_stays_known_and_a_changed_one_does_not(self):
        self.write("a.png", CUT)
        self.check("--write-baseline", "known.json")
        os.rename(self.folder / "a.png", self.folder / "renamed.png")
        shutil.copy(self.folder / "renamed.png", self.folder / "copy.png")
        self.assertEqual((self.known().status, self.known().summary["baseline"]), (0, 2))
        self.write("renamed.png", CUT[:-1])
        answer = self.known()
        self.assertEqual((answer.status, answer.rules("renamed.png"), answer.rules("copy.png")), (1, ["truncated"], []))

    def test_a_new_fault_of_a_known_file(self):
        self.write("a.png", CUT)
        self.check("--write-baseline", "known.json")
        os.rename(self.folder / "a.png", self.folder / "a.jpg")
        answer = self.known()
        self.assertEqual((answer.status, answer.rules("a.jpg"), answer.summary["baseline"]), (1, ["extension-mismatch"], 1))

    def test_stale_entries_are_counted_and_dropped(self):
        self.write("a.png", CUT)
        self.write("b.png", CUT + b"x")
        self.check("--write-baseline", "known.json")
        os.unlink(self.folder / "a.png")
        answer = self.known()
        self.assertEqual((answer.status, answer.summary["baseline"], answer.summary["baseline_stale"]), (0, 1, 1))
        text = self.run_program("check", "--baseline", "known.json").text
        self.assertIn("Baseline: 1 known finding left out, 1 entry is stale (--write-baseline drops them)\n", text)
        self.write("new.png", CUT + b"y")
        answer = self.known("--write-baseline", "known.json")
        self.assertEqual((answer.status, answer.summary["baseline"], answer.summary["baseline_stale"]), (0, 2, 1))
        self.assertEqual([entry[2] for entry in self.entries()], ["b.png", "new.png"])
        self.assertEqual(self.known().summary["baseline_stale"], 0)

    def test_the_file_is_the_same_whatever_the_jobs(self):
        for number in range(60):
            self.write(f"{number % 7}/{number}.png", CUT + bytes([number % 11]))
        self.write("0/new\nline.png", CUT)
        self.write(b"0/\xff.png", CUT + b"\xff")
        texts = set()
        for jobs in ("1", "8", "8"):
            self.check("--write-baseline", "known.json", "--jobs", jobs)
            texts.add((self.folder / "known.json").read_bytes())
        self.assertEqual(len(texts), 1)
        text = texts.pop().decode()
        self.assertEqual(len(text.splitlines()), 13 + 2)  # an entry a line, and what stands around them
        paths = [entry[2] for entry in self.entries()]
        self.assertEqual(paths, sorted(paths, key=lambda path: path.replace("/", "\0")))
        self.assertIn("0/new\nline.png", paths)

    def test_what_could_not_be_read_is_never_known(self):
        self.write("a.png", CUT)
        os.mkfifo(self.folder / "b.png")
        answer = self.check("--write-baseline", "known.json")
        self.assertEqual((answer.status, answer.rules("b.png"), answer.summary["baseline"]), (1, ["unreadable"], 1))
        self.assertEqual(self.known().status, 1)

    def test_nothing_found(self):
        self.write("a.png", GOOD)
        self.assertEqual(self.check("--write-baseline", "known.json").status, 0)
        self.assertEqual(self.entries(), [])
        self.assertEqual(self.known().summary["baseline"], 0)

    def test_a_baseline_that_is_none(self):
        self.write("a.png", CUT)
        for text in ("", "{", "[]", "{}", '{"version":1}', '{"version":2,"findings":[]}', '{"version":1,"findings":{}}', '{"version":1,"findings":[1]}',
                     '{"version":1,"findings":[{"sha256":"A","rule":"truncated"}]}', '{"version":1,"findings":[{"sha256":"%s"}]}' % ("a" * 64), "[" * 100_000):
            self.write("known.json", text)
            answer = self.known()
            self.assertEqual((answer.status, answer.out), (2, b""), text[:40])
            self.assertIn("--baseline: known.json", answer.message)
        os.unlink(self.folder / "known.json")
        answer = self.known()
        self.assertEqual(answer.status, 2)
        self.assertIn("the baseline known.json cannot be read", answer.message)
        self.write("known.json", '{"version":1,"findings":[{"sha256":"%s","rule":"no-such-rule","path":"x","more":1}]}' % ("a" * 64))
        self.assertEqual((self.known().status, self.known().summary["baseline_stale"]), (1, 1))

    def test_written_whole_or_not_at_all(self):
        self.write("a.png", CUT)
        self.check("--write-baseline", "known.json")
        before = (self.folder / "known.json").read_bytes()
        self.write("b.png", CUT + b"b")
        for arguments in (("--write-baseline", "known.json", "--output", "json:known.json"), ("--write-baseline", "known.json", "--output", "json:no/such.json"),
                          ("--write-baseline", "no/such.json"), ("--write-baseline", "known.json", "empty")):
            os.makedirs(self.folder / "empty", exist_ok=True)
            answer = self.run_program("check", *arguments)
            self.assertEqual(answer.status, 2, arguments)
            self.assertEqual((self.folder / "known.json").read_bytes(), before)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.png", "b.png", "empty", "known.json"])

    def test_shards_with_a_baseline_make_one_report(self):
        for number in range(12):
            self.write(f"{number}.png", CUT + bytes([number]))
        self.check("--write-baseline", "known.json")
        self.write("new.png", CUT)
        whole = self.known().summary
        for number in (1, 2, 3):
            answer = self.known("--shard", f"{number}/3")
            self.assertNotIn("baseline_stale", answer.summary)
            self.write(f"parts/{number}.ndjson", answer.out)
        parts = [f"parts/{number}.ndjson" for number in (1, 2, 3)]
        merged = self.run_program("report", "-o", "ndjson", *parts).summary
        self.assertEqual((merged["baseline"], merged["failed"]), (12, 1))
        self.assertEqual(whole["baseline"], 12)
        self.write("parts/3.ndjson", self.check("--shard", "3/3").out)
        self.assertEqual(self.run_program("report", *parts).status, 2)

    def test_options_that_do_not_go_together(self):
        self.write("a.png", CUT)
        for arguments in (("--staged",), ("--changed-since", "x"), ("--shard", "1/2")):
            self.assertEqual(self.check("--write-baseline", "new.json", *arguments).status, 2)
            self.assertFalse((self.folder / "new.json").exists())

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_staged_files_large_ones_too(self):
        subprocess.run(["git", "init", "-q"], cwd=self.folder, check=True)
        subprocess.run(["git", "config", "core.compression", "0"], cwd=self.folder, check=True)
        self.write("large.png", GOOD + bytes(20 << 20))
        self.write("small.png", CUT)
        self.check("--write-baseline", "known.json")
        subprocess.run(["git", "add", "large.png", "small.png"], cwd=self.folder, check=True)
        answer = self.known("--staged")
        self.assertEqual((answer.status, answer.summary["baseline"], answer.summary["files"]), (0, 2, 2), answer.lines)
        self.assertNotIn("baseline_stale", answer.summary)


if __name__ == "__main__":
    unittest.main()
