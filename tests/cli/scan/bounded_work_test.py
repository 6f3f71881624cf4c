"""The work for one file has bounds, whatever the file says of itself."""

import contextlib
import os
import resource
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib

from program import GOOD, SANITIZED, ProgramTest, png

TEXT = struct.pack(">I", 3) + b"tEXta\0b" + struct.pack(">I", zlib.crc32(b"tEXta\0b"))
ANY_SIZE = '[destinations.any]\nextends = "zoom-background"\nmax-bytes = 99999999999999\n'

# Each read takes a while, as on storage far away.
SLOW_READS = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
ssize_t pread(int file, void* into, size_t length, off_t at) {
  ssize_t (*next)(int, void*, size_t, off_t) = (ssize_t (*)(int, void*, size_t, off_t))dlsym(RTLD_NEXT, "pread");
  usleep(atoi(getenv("READ_MILLISECONDS")) * 1000);
  return next(file, into, length, at);
}
"""


def jpeg():
    """The headers of a picture of 1280x720 whose scan goes on."""
    tables = b"\xff\xdb\0\x43\0" + b"\1" * 64 + b"\xff\xc4\0\x14\0\1" + b"\0" * 15 + b"\0" + b"\xff\xc4\0\x14\x10\1" + b"\0" * 15 + b"\0"
    return (b"\xff\xd8" + tables + b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", 720, 1280) + b"\1\1\x11\0" + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + b"\1" * 64)


class BoundedWorkTest(ProgramTest):
    def processor_seconds(self, *arguments):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = self.check(*arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return answer, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def sparse(self, name, head, size):
        self.write(name, head)
        try:
            os.truncate(self.folder / name, size)
        except OSError:
            self.skipTest("the file system has no files of this size")

    def test_what_its_size_refuses_is_read_no_further_than_its_headers(self):
        self.sparse("vast.jpg", jpeg(), 8 << 40)
        answer, seconds = self.processor_seconds("vast.jpg")
        self.assertEqual((answer.status, answer.rules("vast.jpg")[0]), (1, "file-too-large"))
        self.assertLess(answer.lines[0]["bytes_read"], 1 << 20)
        self.assertLess(seconds, 2)

    def test_a_file_that_is_just_too_large_is_read_so_too_and_decoded_never(self):
        limit = 15_728_640
        self.write("most.png", GOOD[:-12] + b"\0" * (limit - len(GOOD)) + GOOD[-12:])
        self.write("more.png", GOOD[:-12] + b"\0" * (limit - len(GOOD) + 1) + GOOD[-12:])
        for depth in ("structure", "decode"):
            answer = self.check(".", "--depth", depth)
            self.assertEqual(answer.rules("more.png"), ["file-too-large"])
            self.assertIn("malformed", answer.rules("most.png"))

    def test_where_size_is_no_error_all_is_read(self):
        self.write("more.png", GOOD[:-12] + b"\0" * 16_000_000 + GOOD[-12:])
        self.write("media-preflight.toml", '[rules]\nfile-too-large = "warning"\n')
        self.assertEqual(self.check("more.png").rules("more.png")[:2], ["malformed", "file-too-large"])

    def test_headers_have_a_bounded_number_of_parts(self):
        self.write("texts.png", GOOD[:33] + TEXT * 1_000_000 + GOOD[33:])
        self.write("media-preflight.toml", ANY_SIZE)
        answer, seconds = self.processor_seconds("texts.png", "--for", "any", "--depth", "header")
        self.assertIn("over-budget", answer.rules("texts.png"))
        self.assertLess(answer.lines[0]["bytes_read"], 5_000_000)
        self.assertEqual(self.check("texts.png", "--for", "any").rules("texts.png"), [])
        if not SANITIZED:
            self.assertLess(seconds, 2)

    @contextlib.contextmanager
    def slow_reads(self):
        """An environment in which each read takes 20 ms."""
        compiler = shutil.which("cc")
        if compiler is None:
            self.skipTest("there is no C compiler")
        with tempfile.TemporaryDirectory() as place:
            with open(f"{place}/slow.c", "w", encoding="ascii") as source:
                source.write(SLOW_READS)
            subprocess.run([compiler, "-shared", "-fPIC", "-o", f"{place}/slow.so", f"{place}/slow.c", "-ldl"], check=True)
            yield {**os.environ, "LD_PRELOAD": f"{place}/slow.so", "READ_MILLISECONDS": "20"}

    @unittest.skipIf(SANITIZED, "the sanitizer must be loaded first")
    def test_seconds_are_bounded_at_every_depth(self):
        with self.slow_reads() as slow:
            self.write("media-preflight.toml", ANY_SIZE)
            self.write("long.jpg", jpeg() + b"\1" * 20_000_000 + b"\xff\xd9")
            answer = self.check("long.jpg", "--for", "any", "--max-seconds", "1", env=slow)
            self.assertIn("over-budget", answer.rules("long.jpg"))
            finding = next(each for each in answer.lines[0]["findings"] if each["rule"] == "over-budget")
            self.assertEqual(finding["message"], "Reading takes longer than --max-seconds allows.")
            self.assertIn("raise the limit with --max-seconds", finding["fix"])
            self.assertEqual((answer.lines[0]["format"], answer.lines[0]["width"]), ("jpeg", 1280))
            self.assertNotIn("over-budget", self.check("long.jpg", "--for", "any", "--max-seconds", "60", env=slow).rules("long.jpg"))

    @unittest.skipIf(SANITIZED, "the sanitizer must be loaded first")
    def test_files_wait_for_storage_together(self):
        with self.slow_reads() as slow:
            for number in range(200):
                self.write(f"{number:03}.png", png(shade=number))
            took = {}
            for jobs in ((), ("-j1",), ("-j2",), ("-j64",)):
                took[jobs] = self.check(".", *jobs, env=slow).summary["elapsed_seconds"]
            self.assertLess(took["-j64",], 0.08 * took["-j1",], took)
            self.assertLess(took[()], took["-j2",] / 3, took)


if __name__ == "__main__":
    unittest.main()
