"""check --staged --depth decode decodes what is in the index, through the same workers."""

import os
import unittest
import zlib

from git_case import GitTest
from program import DEMO, GOOD, PROGRAM

WORKERS = [f"{os.path.dirname(PROGRAM)}/media-preflight-decode-worker{end}" for end in ("", "-video")]
MEBIBYTE = 1 << 20


@unittest.skipUnless(all(map(os.path.exists, WORKERS)), "the decode workers are not built")
class StagedDecodeTest(GitTest):
    def test_same_verdict_as_the_file(self):
        rows = zlib.decompress(GOOD[41:-16])
        damaged = zlib.compress(b"\x09" + rows[1:], 9)  # a filter that PNG does not have
        content = GOOD[:33] + len(damaged).to_bytes(4, "big") + b"IDAT" + damaged
        content += zlib.crc32(b"IDAT" + damaged).to_bytes(4, "big") + GOOD[-12:]
        self.git("config", "core.compression", "0")
        for name, bytes_ in {"damaged.png": content, "good.png": GOOD, "loop.mp4": next(DEMO.glob("**/*.mp4")).read_bytes(), "empty.png": b"",
                             "large.png": GOOD + bytes(20 * MEBIBYTE)}.items():
            self.stage(name, bytes_)
        for options in ((), ("--ignore", "file-too-large"), ("--jobs", "1")):
            files = self.check("--depth", "decode", *options)
            staged = self.staged("--depth", "decode", *options)
            self.assertEqual(staged.lines, files.lines)
        self.assertEqual((staged.rules("damaged.png"), staged.rules("good.png")), (["decode-failed"], []))
        self.write("damaged.png", GOOD)
        self.assertEqual(self.staged("--depth", "decode").rules("damaged.png"), ["decode-failed"])
        self.assertEqual(self.staged("--depth", "decode", "--ignore", "file-too-large").rules("large.png"), ["trailing-data"])


if __name__ == "__main__":
    unittest.main()
