"""What a run holds in memory is bounded by --parallel and the size of the files, not by how many there are."""

import os
import struct
import subprocess
import unittest
import zlib

from program import GOOD, PROGRAM, SANITIZED
from upload_case import UploadTest

FILES = 48
MEBIBYTE = 1 << 20


def padded(content, size, mark):
    """A PNG with a private chunk of that size in front of its end."""
    data = b"prVt" + mark.to_bytes(4, "big") * (size // 4)
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return content[:-12] + chunk + content[-12:]


class MemoryTest(UploadTest):
    def peak(self, *arguments):
        """The most that the program or one of its workers held, in MiB."""
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return used.ru_maxrss / 1024

    @unittest.skipIf(SANITIZED, "the sanitizers keep what was given back, to see who uses it still")
    def test_many_files_are_not_held_at_once(self):
        size = 8 * MEBIBYTE
        for i in range(FILES):
            self.write(f"f/{i}.png", padded(GOOD, size, i))
        self.table([(f"u{i}@example.com", f"f/{i}.png") for i in range(FILES)])
        command = ["upload", "--csv", "people.csv", "--calls-per-second", "0"]
        for parallel in (1, 4):
            self.server.begin_anew()
            self.server.change({"any_target": True, "limits": False})
            self.run_program("ledger", "forget", "--all", env=self.environment)
            peak = self.peak(*command, "--parallel", str(parallel))
            # A reader of files for each processor while planning; each holds the bytes and a copy for the decoder.
            bound = 2 * max(parallel, os.cpu_count() or 1) * size / MEBIBYTE + 60
            self.assertLess(peak, min(bound, FILES * size / MEBIBYTE), f"--parallel {parallel}")


if __name__ == "__main__":
    unittest.main()
