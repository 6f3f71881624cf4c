"""Every way into the engine gives the line of the program, byte for byte: for each file of testdata, the crafted ones, and the
folder that MEDIA_PREFLIGHT_CORPUS names, where it is there."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, SANITIZED, SOURCE

if SANITIZED:
    sys.exit(77)  # neither a C program nor an interpreter can load a library with a sanitizer

import staged_package
from front_doors import DOORS, READ_WHOLE

MAX_WHOLE_BYTES = 16 << 20
KINDS = (("zoom-background", "structure"), ("zoom-picture", "header"))


def files_under(folder):
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]


def lines_of_program(paths, destination, depth):
    """In whatever order: each begins with its path, so that lines can be compared as a set."""
    lines = []
    for start in range(0, len(paths), 1000):
        done = subprocess.run([PROGRAM, "check", "--output", "ndjson", "--for", destination, "--depth", depth, "--", *paths[start : start + 1000]],
                              capture_output=True, check=False)
        assert done.returncode < 2, done.stderr
        lines += done.stdout.splitlines()[:-1]
    return lines


class ParityTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="media-preflight-parity-")
        cls.addClassCleanup(cls._folder.cleanup)
        cls.folder = pathlib.Path(cls._folder.name)
        crafted = cls.folder / "crafted"
        subprocess.run([os.environ["WRITE_CATALOGUE"], crafted], check=True, stdout=subprocess.DEVNULL)
        cls.paths = [*files_under(SOURCE / "testdata"), *files_under(crafted)]
        corpus = os.environ.get("MEDIA_PREFLIGHT_CORPUS")
        cls.corpus = files_under(pathlib.Path(corpus)) if corpus else []

    def lines_of_door(self, command, paths):
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        done = subprocess.run(command, input=given, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def test_every_door_gives_the_lines_of_the_program(self):
        self.assertGreater(len(self.paths), 300)
        for destination, depth in KINDS:
            # Depth header stops where the other has passed, so the corpus is read once by each door.
            paths = self.paths + (self.corpus if depth == "structure" else [])
            small = [path for path in paths if path.stat().st_size <= MAX_WHOLE_BYTES]
            expected_small = lines_of_program(small, destination, depth)
            expected = expected_small + lines_of_program(sorted(set(paths) - set(small)), destination, depth)
            for name, door, mode in DOORS:
                whole = mode in READ_WHOLE
                with self.subTest(door=name, destination=destination, depth=depth):
                    command = door(mode, self.folder)
                    if command is None:
                        continue
                    got = self.lines_of_door([*command, destination, depth], small if whole else paths)
                    wanted = expected_small if whole else expected
                    self.assertEqual(len(got), len(wanted))
                    different = sorted(set(got) ^ set(wanted))
                    self.assertEqual(different[:2], [])

    def test_a_destination_of_ones_own_gives_the_lines_of_a_configuration(self):
        configuration = self.folder / "media-preflight.toml"
        configuration.write_text('[destinations.stage]\nextends = "zoom-background"\ntitle = "the stage"\nservice = "Town"\n'
                                 'formats = ["png", "mp4"]\nmax-bytes = 5000\nvideo-max = "640x480"\npicture-min = [1920, 1080]\n'
                                 'aspect = "1:1"\nadvise-still = false\n[destinations.free]\nvideo-min = "1000x1000"\n')
        paths = files_under(SOURCE / "testdata" / "demo")
        sys.path.insert(0, str(staged_package.stage()))
        from media_preflight import Destination, check
        for own in (Destination("stage", extends="zoom-background", title="the stage", service="Town", formats=["png", "mp4"], max_bytes=5000,
                                video_max=(640, 480), picture_min=(1920, 1080), aspect=(1, 1), advise_still=False),
                    Destination("free", video_min="1000x1000")):
            done = subprocess.run([PROGRAM, "check", "--output", "ndjson", "--config", configuration, "--for", own.name, "--", *paths],
                                  capture_output=True, check=False)
            self.assertEqual(sorted(check(path, destination=own).json.encode() for path in paths), sorted(done.stdout.splitlines()[:-1]))


if __name__ == "__main__":
    unittest.main()
