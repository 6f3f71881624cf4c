"""How much work a picture costs, in instructions, because they are the same on a busy machine."""

import os
import re
import shutil
import subprocess
import unittest

from program import PROGRAM, SANITIZED, ProgramTest

VALGRIND = shutil.which("valgrind")
PICTURES = ("png_1280x720.png", "jpg_1280x720.jpg", "gif_1280x720.gif", "jpg_640x480.jpg")


@unittest.skipUnless(VALGRIND, "valgrind is not installed")
@unittest.skipIf(SANITIZED, "valgrind does not run what a sanitizer has changed")
class InstructionsTest(ProgramTest):
    # What preset dev with g++ 12 needs (release: 11,400 and 13,600), and a third more for other compilers.
    CEILINGS = {"header": 19_500, "structure": 24_000}

    def instructions(self, folder, depth):
        command = [VALGRIND, "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM, "check", "--depth", depth,
                   "--jobs", "1", "--output", "ndjson", folder]
        process = subprocess.run(command, cwd=self.folder, capture_output=True, check=True, timeout=300)
        return int(re.search(rb"Collected : (\d+)", process.stderr)[1])

    def test_a_picture_costs_no_more_than_it_did(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder / "crafted"], check=True)
        contents = [(self.folder / "crafted" / name).read_bytes() for name in PICTURES]
        few, more = 40, 240
        for count in (few, more):
            for number in range(count):
                picture = PICTURES[number % len(PICTURES)]
                self.write(f"{count}/folder/{number:04}-{picture}", contents[number % len(PICTURES)])
        for depth, ceiling in self.CEILINGS.items():
            with self.subTest(depth=depth):
                # The difference of two folders, so that what a start costs does not count.
                each = (self.instructions(str(more), depth) - self.instructions(str(few), depth)) / (more - few)
                self.assertLess(each, ceiling)


if __name__ == "__main__":
    unittest.main()
