"""Holds positions and orientations against what exiftool finds in pictures by others: testdata/corpus, or the folder
that MEDIA_PREFLIGHT_CORPUS names; and in the crafted ones, before and after the command that removes them."""

import collections
import csv
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import unittest

from program import SOURCE, ProgramTest

WHOLE = os.environ.get("MEDIA_PREFLIGHT_CORPUS")  # the differences below were counted in it
CORPUS = WHOLE or SOURCE / "testdata" / "corpus"
PICTURES = ("png", "jpeg", "gif")
BROKEN = ("malformed", "truncated")  # what stands after the fault is not looked at

PILLOW = "files/python-pillow+Pillow/Tests/images/"

# Files of which we say something else than exiftool, on purpose: ours, theirs and the reason.
DIFFERENCES = {
    (PILLOW + "exif-72dpi-int.jpg", "orientation"): (None, 1, "written as SLONG; Exif 2.32, 4.6.5 knows SHORT, as viewers do"),
    (PILLOW + "hopper_bad_exif.jpg", "orientation"): (1, None, "the entry is whole, the directory it is in is cut off"),
}


def exiftool(paths, folder):
    """What one exiftool finds in all of them: positions by their tags, and orientations."""
    tags = ("GPSLatitude", "GPSLongitude", "ExifGPSLatitude", "ExifGPSLongitude", "Orientation")
    command = ["exiftool", "-json", "-n", "-a", "-G1", "-q", "-q", *("-" + tag for tag in tags), "-@", "-"]
    process = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=False, cwd=folder, timeout=600)
    found = {}
    for entry in json.loads(process.stdout or "[]"):
        tags = {name: value for name, value in entry.items() if not name.startswith("Composite:")}
        known = [name for name, value in tags.items() if any(letter.isdigit() for letter in str(value))]
        is_placed = all(any(name.endswith(side) for name in known) for side in ("GPSLatitude", "GPSLongitude"))
        turned = [value for name, value in tags.items() if name == "IFD0:Orientation" and value in range(1, 9)]
        found[entry["SourceFile"]] = is_placed, turned[0] if turned else None
    return found


@unittest.skipUnless(shutil.which("exiftool"), "exiftool is not installed")
class CorpusMetadataTest(ProgramTest):
    def judge(self, paths, folder):
        answer = self.check("--files-from", "-", given="\n".join(paths).encode(), cwd=folder, timeout=600)
        return {line["path"]: line for line in answer.lines}

    @staticmethod
    def rules(line):
        return {finding["rule"]: finding for finding in line["findings"]}

    def test_exiftool_finds_the_same(self):
        with open(pathlib.Path(CORPUS) / "truth.tsv", encoding="utf-8", newline="") as table:
            rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
            paths = [row["path"] for row in rows if row["kind"] in PICTURES]
        theirs, ours = exiftool(paths, CORPUS), self.judge(paths, CORPUS)
        wrong, counts = [], collections.Counter()
        for path in paths:
            line = ours[path]
            rules = self.rules(line)
            if not line["format"] in PICTURES or any(rule in rules for rule in BROKEN):
                continue
            pairs = {"position": ("location-metadata" in rules, theirs.get(path, (False, None))[0]),
                     "orientation": (line["orientation"], theirs.get(path, (False, None))[1])}
            for name, (here, there) in pairs.items():
                counts[name] += bool(here)
                if here != there and DIFFERENCES.get((path, name), (None,))[:2] != (here, there):
                    wrong.append(f"{path}: {name} {here}, and exiftool: {there}")
        print(f"exiftool compared on {len(paths)} pictures: {dict(counts)}, {len(DIFFERENCES)} excepted")
        self.assertEqual(wrong, [])

    def test_the_advised_command_removes_every_position(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder], check=True)
        paths = sorted(path.name for path in pathlib.Path(self.folder).iterdir() if path.suffix in (".png", ".jpg"))
        before, cleaned = self.judge(paths, self.folder), []
        for path in paths:
            finding = self.rules(before[path]).get("location-metadata")
            if finding is None:
                continue
            _, command = finding["fix"].split(": ", 1)
            self.assertTrue(command.startswith("exiftool "), command)
            words = [path if word == "FILE" else word for word in shlex.split(command)]
            process = subprocess.run(words, capture_output=True, text=True, check=False, cwd=self.folder, timeout=60)
            self.assertEqual(process.returncode, 0, f"{path}: {process.stderr}")
            cleaned.append(path)
        self.assertGreaterEqual(len(cleaned), 8)
        after = self.judge(cleaned, self.folder)
        left = [path for path in cleaned if "location-metadata" in self.rules(after[path])]
        self.assertEqual(left + [path for path, found in exiftool(cleaned, self.folder).items() if found[0]], [])


if __name__ == "__main__":
    unittest.main()
