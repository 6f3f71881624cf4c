"""Whatever happens to the decoding workers, every file gets its line."""

import glob
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import unittest

from program import GOOD, PLAIN, PROGRAM, ProgramTest

FILES = 1000
LINES_BETWEEN = 20


def workers_of(process):
    found = []
    for path in glob.glob(f"/proc/{process.pid}/task/*/children"):
        try:
            found += map(int, pathlib.Path(path).read_text().split())
        except OSError:
            pass  # the thread has ended
    return found


def strike(process, number):
    """How many workers got the signal."""
    hit = 0
    for worker in workers_of(process):
        try:
            os.kill(worker, number)
            hit += 1
        except ProcessLookupError:
            pass
    return hit


def has_ended(process):
    poller = select.poll()
    poller.register(process, select.POLLIN)
    return bool(poller.poll(20_000))


class KilledWorkersTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("0000.png", GOOD)
        for number in range(1, FILES):
            os.link(self.folder / "0000.png", self.folder / f"{number:04}.png")
        self.names = [f"{number:04}.png" for number in range(FILES)]

    def run_and_strike(self, *signals):
        command = [PROGRAM, "check", "--depth", "decode", "--jobs", "2", "--output", "ndjson", *self.names]
        files, hits = [], 0
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=self.folder, env=PLAIN) as process:
            for line in process.stdout:
                files.append(json.loads(line))
                if signals and len(files) % LINES_BETWEEN == 0:
                    hits += strike(process, signals[len(files) // LINES_BETWEEN % len(signals)])
            process.wait(60)
        return files[:-1], files[-1], process.returncode, hits

    def test_undisturbed(self):
        files, summary, status, _ = self.run_and_strike()
        self.assertEqual([each["path"] for each in files], self.names)
        self.assertEqual({each["verdict"] for each in files}, {"pass"})
        self.assertEqual((status, summary["passed"]), (0, FILES))

    def test_killed_at_random(self):
        files, summary, status, hits = self.run_and_strike(signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)
        self.assertEqual([each["path"] for each in files], self.names)
        failed = [each for each in files if each["verdict"] == "fail"]
        for each in failed:
            self.assertEqual([finding["rule"] for finding in each["findings"]], ["decode-failed"])
            self.assertRegex(each["findings"][0]["message"], r"the decoder crashed: .*\(SIG(KILL|SEGV|ABRT)\)")
        self.assertGreater(len(failed), 0)
        self.assertLessEqual(len(failed), hits)
        self.assertEqual(summary["failed"], len(failed))
        self.assertEqual(summary["passed"], FILES - len(failed))
        self.assertEqual(status, 1)

    def test_a_killed_program_leaves_no_worker(self):
        # Nobody reads what it writes, so it cannot come to its end.
        command = [PROGRAM, "check", "--depth", "decode", "--jobs", "2", "--output", "ndjson", *self.names]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=self.folder, env=PLAIN) as process:
            workers = []
            while len(workers) < 2 and process.poll() is None:
                workers = workers_of(process)
            watched = [os.pidfd_open(each) for each in workers]
            process.kill()
        self.assertEqual(len(watched), 2)
        for each in watched:
            self.addCleanup(os.close, each)
            self.assertTrue(has_ended(each))


class WorkersAwayTest(ProgramTest):
    def test_a_program_without_its_workers_refuses_to_decode(self):
        alone = self.folder / "media-preflight"
        shutil.copy(PROGRAM, alone)
        self.write("good.png")
        answer = subprocess.run([alone, "check", "--depth", "decode", "good.png"], cwd=self.folder, env=PLAIN,
                                capture_output=True, check=False, timeout=60)
        self.assertEqual(answer.returncode, 2)
        self.assertRegex(answer.stderr.decode(), r"^media-preflight: .*worker .* cannot be used: no such file or folder\n$")
        self.assertEqual(answer.stdout, b"")
        answer = subprocess.run([alone, "check", "good.png"], cwd=self.folder, env=PLAIN, capture_output=True,
                                check=False, timeout=60)
        self.assertEqual(answer.returncode, 0)


if __name__ == "__main__":
    unittest.main()
