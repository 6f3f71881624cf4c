"""Pointers of Git LFS in the index and in the working tree."""

import hashlib
import os
import unittest

from git_case import GitTest
from program import CUT, DEMO, GOOD, png

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"
MEBIBYTE = 1 << 20


def padded(size):
    return GOOD + b"\0" * (size - len(GOOD))


class LfsTest(GitTest):
    def test_lfs_pointers(self):
        objects = {"here.png": GOOD, "cut.png": CUT}
        for name, content in objects.items():
            oid = hashlib.sha256(content).hexdigest()
            self.write(f".git/lfs/objects/{oid[:2]}/{oid[2:4]}/{oid}", content)
            self.stage(name, POINTER.format(oid, len(content)))
        oid = hashlib.sha256(GOOD).hexdigest()
        self.stage("other_size.png", POINTER.format(oid, len(GOOD) + 1))
        self.stage("absent.png", POINTER.format("0" * 64, 1000))
        self.stage("large.png", POINTER.format("0" * 64, 16 * MEBIBYTE))
        self.stage("near.png", POINTER.format("0" * 64, 15_500_000))
        self.stage("odd.png", POINTER.format("../" * 21 + "a", 1000))
        answer = self.staged()
        self.assertEqual(answer.rules("here.png"), [])
        self.assertEqual(answer.rules("cut.png"), ["truncated"])
        self.assertEqual(answer.rules("absent.png"), ["format-not-accepted"])
        self.assertEqual(answer.rules("other_size.png"), ["format-not-accepted"])
        self.assertEqual(answer.rules("odd.png"), ["format-not-accepted"])
        self.assertEqual(sorted(answer.rules("large.png")), ["file-too-large", "format-not-accepted"])
        self.assertEqual(sorted(answer.rules("near.png")), ["file-size-ambiguous", "format-not-accepted"])
        os.mkdir(self.folder / "sub")
        self.assertEqual(self.staged(cwd=self.folder / "sub").rules("../here.png"), [])

    def test_lfs_objects_with_other_bytes(self):
        """They count as absent: neither what replaces them nor what they lack is judged."""
        zeros = b"\0" * (3 * MEBIBYTE)
        contents = {"whole.png": (GOOD, GOOD), "empty.png": (b"", b""), "replaced.png": (bytes(len(GOOD)), GOOD),
                    "one_bit.png": (png(shade=1), png(shade=1)[:-1] + b"\0"), "last.png": (zeros + b"a", zeros + b"b")}
        for name, (content, kept) in contents.items():
            oid = hashlib.sha256(content).hexdigest()
            self.write(f".git/lfs/objects/{oid[:2]}/{oid[2:4]}/{oid}", kept)
            self.stage(name, POINTER.format(oid, len(content)))
        answer = self.staged()
        self.assertEqual((answer.rules("whole.png"), answer.rules("empty.png")), ([], ["empty-file"]))
        for name in ("replaced.png", "one_bit.png", "last.png"):
            self.assertEqual([rule for rule in answer.rules(name) if rule != "file-too-large"], ["format-not-accepted"], name)

    def test_a_baseline_knows_a_file_by_its_pointer(self):
        """Its size, that is: what else is wrong with the file, its pointer does not tell."""
        content = padded(16 * MEBIBYTE)
        pointer = POINTER.format(hashlib.sha256(content).hexdigest(), len(content))
        picture = (DEMO / "Team photo.jpg").read_bytes()
        small = POINTER.format(hashlib.sha256(picture).hexdigest(), len(picture))

        def rules(name, data, option, stage):
            self.write(name, data)
            if stage:
                self.git("add", name)
            answer = self.check(*(["--staged"] if stage else [name]), option, "known.json")
            return sorted(set(answer.rules(name) or []))

        for number, stage in enumerate((False, True)):
            name = f"{number}.png"
            self.assertEqual(rules(name, content, "--write-baseline", False), [])
            self.assertEqual(rules(name, pointer, "--baseline", stage), ["format-not-accepted"])
            self.assertEqual(rules(name, pointer, "--write-baseline", False), [])
            self.assertEqual(rules(name, pointer, "--baseline", stage), [])
            self.assertEqual(rules(name, content, "--baseline", stage), [])
            self.assertEqual(rules(name, pointer.replace("size 1", "size 2"), "--baseline", stage), ["format-not-accepted"])
            changed = POINTER.format(hashlib.sha256(content + b"0").hexdigest(), len(content) + 1)
            self.assertEqual(rules(name, changed, "--baseline", stage), ["file-too-large", "format-not-accepted"])
            # Of the format of a pointer that is known nothing follows for the file.
            self.assertEqual(rules(name, small, "--write-baseline", False), [])
            self.assertIn("format-not-accepted", rules(name, picture, "--baseline", stage))
            self.git("rm", "-q", "--cached", "--ignore-unmatch", name)
            os.unlink(self.folder / name)


if __name__ == "__main__":
    unittest.main()
