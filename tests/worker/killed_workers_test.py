"""Whatever happens to the decoding workers, every file gets its line."""

import glob
import json
import os
import pathlib
import resource
import select
import shutil
import signal
import subprocess
import unittest

from program import DEMO, GOOD, PLAIN, PROGRAM, SANITIZED, ProgramTest, png

FILES = 1000
VIDEO = "welcome loop.mp4"
WORKER = "media-preflight-decode-worker"
LINES_BETWEEN = 20


def children_of(process):
    for path in glob.glob(f"/proc/{process.pid}/task/*/children"):
        try:
            yield from map(int, pathlib.Path(path).read_text().split())
        except OSError:
            pass  # the thread has ended


def is_worker(child):
    """The leak sanitizer has a child of its own while the program ends, and waits for it without end if it is killed."""
    try:
        name = os.fsdecode(pathlib.Path(f"/proc/{child}/cmdline").read_bytes().partition(b"\0")[0])
        return pathlib.Path(name).name.startswith(WORKER)
    except OSError:
        return False  # it has ended


def workers_of(process):
    return [child for child in children_of(process) if is_worker(child)]


def has_stopped(worker):
    return pathlib.Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] in "TZX"


def file_of(worker):
    """The picture that it has open. None where it has none, or has one still to take from its socket, or where only
    root may see what it has."""
    try:
        names = [pathlib.Path(os.readlink(each.path)).name for each in os.scandir(f"/proc/{worker}/fd")]
    except PermissionError:
        return None
    return next((each for each in names if each.endswith(".png")), None)


def strike(process, number):
    """Gives each worker the signal, and tells which file each of them had. It stands still while that is found out."""
    held = []
    for worker in workers_of(process):
        try:
            os.kill(worker, signal.SIGSTOP)
            while not has_stopped(worker):
                pass
            file = file_of(worker)
            os.kill(worker, number)
            held.append(file)
            os.kill(worker, signal.SIGCONT)
        except (ProcessLookupError, FileNotFoundError):
            pass  # it has ended
    return held


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
        files, held = [], []
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=self.folder, env=PLAIN) as process:
            for line in process.stdout:
                files.append(json.loads(line))
                if signals and len(files) % LINES_BETWEEN == 0:
                    held += strike(process, signals[len(files) // LINES_BETWEEN % len(signals)])
            process.wait(60)
        return files[:-1], files[-1], process.returncode, held

    def test_undisturbed(self):
        files, summary, status, _ = self.run_and_strike()
        self.assertEqual([each["path"] for each in files], self.names)
        self.assertEqual({each["verdict"] for each in files}, {"pass"})
        self.assertEqual((status, summary["passed"]), (0, FILES))

    def test_killed_at_random(self):
        files, summary, status, held = self.run_and_strike(signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)
        self.assertEqual([each["path"] for each in files], self.names)
        failed = [each for each in files if each["verdict"] == "fail"]
        for each in failed:
            self.assertEqual([finding["rule"] for finding in each["findings"]], ["decode-failed"])
            # Or each of the workers that were started for it was struck before it was ready.
            self.assertRegex(each["findings"][0]["message"], r"(the decoder crashed|it exited at once): .*\(SIG(KILL|SEGV|ABRT)\)")
        self.assertGreater(len(failed), 0)
        # A worker may be struck when it has answered already, or before it has taken its file.
        self.assertLessEqual(len({each["path"] for each in failed} - set(held)), held.count(None))
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


@unittest.skipIf(SANITIZED, "sanitizers start threads of their own")
class NoMoreProcessesTest(ProgramTest):
    def test_the_limit_on_processes_is_named(self):
        self.write("good.png")
        os.chmod(self.folder, 0o755)
        # The limit is none for root.
        another = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        try:
            answer = self.check("--depth", "decode", "-j1", "good.png", **another,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)))
        except PermissionError:
            self.skipTest("the program lies where nobody else may run it")
        finding, = answer.lines[0]["findings"]
        self.assertEqual((answer.status, finding["rule"]), (1, "decode-failed"))
        self.assertIn("ulimit -u", finding["message"])
        self.assertIn("processes", finding["fix"])


class WorkersAwayTest(ProgramTest):
    def with_workers(self, *lines):
        """Runs of a copy whose worker for videos begins with these lines of a shell."""
        alone = self.folder / "bin" / "media-preflight"
        alone.parent.mkdir()
        shutil.copy(PROGRAM, alone)
        beside = pathlib.Path(PROGRAM).parent
        os.symlink(beside / WORKER, alone.parent / WORKER)
        video = alone.parent / f"{WORKER}-video"
        video.write_text("\n".join(("#!/bin/sh", *lines, f"exec '{beside / WORKER}-video'", "")))
        video.chmod(0o755)
        for number in range(5):
            self.write(f"{number}.png", png(shade=number))
        shutil.copy(DEMO / VIDEO, self.folder / "5.mp4")
        shutil.copy(DEMO / VIDEO, self.folder / "6.mp4")
        return subprocess.run([alone, "check", "--depth", "decode", "-j1", "-o", "ndjson", "-o", "junit:report.xml", "."],
                              cwd=self.folder, env=PLAIN, capture_output=True, check=False, timeout=60)

    def test_a_worker_killed_while_it_starts_ends_no_run(self):
        answer = self.with_workers("[ -e seen ] || { : > seen; kill -KILL $$; }")
        self.assertEqual((answer.returncode, answer.stderr), (0, b""))
        self.assertEqual(len(answer.stdout.splitlines()), 8)
        self.assertEqual((self.folder / "report.xml").read_text().count("<testcase"), 7)

    def test_a_worker_killed_at_each_start_costs_its_files(self):
        answer = self.with_workers("kill -KILL $$")
        self.assertEqual((answer.returncode, answer.stderr), (1, b""))
        files = [json.loads(each) for each in answer.stdout.splitlines()[:-1]]
        self.assertEqual([each["verdict"] for each in files], ["pass"] * 5 + ["fail"] * 2)
        for each in files[5:]:
            self.assertEqual([finding["rule"] for finding in each["findings"]], ["decode-failed"])
            self.assertIn("Not decoded: ", each["findings"][0]["message"])
            self.assertIn("Run the check again", each["findings"][0]["fix"])

    def test_what_was_found_before_a_worker_turns_out_to_be_of_no_use_is_told(self):
        answer = self.with_workers("exit 3")
        self.assertEqual(answer.returncode, 2)
        self.assertIn(b"cannot be used: it exited at once with status 3", answer.stderr)
        self.assertEqual([json.loads(each)["path"] for each in answer.stdout.splitlines()],
                         [f"{number}.png" for number in range(5)])
        self.assertFalse((self.folder / "report.xml").exists())

    def test_a_program_without_its_workers_refuses_to_decode(self):
        alone = self.folder / "media-preflight"
        shutil.copy(PROGRAM, alone)
        self.write("good.png")
        answer = subprocess.run([alone, "check", "--depth", "decode", "good.png"], cwd=self.folder, env=PLAIN,
                                capture_output=True, check=False, timeout=60)
        self.assertEqual(answer.returncode, 2)
        self.assertRegex(answer.stderr.decode(), r"^media-preflight: decoding pictures needs media-preflight-decode-worker, which is "
                         r"not built or not installed; install libpng.*\n$")
        self.assertEqual(answer.stdout, b"")
        answer = subprocess.run([alone, "check", "good.png"], cwd=self.folder, env=PLAIN, capture_output=True,
                                check=False, timeout=60)
        self.assertEqual(answer.returncode, 0)


if __name__ == "__main__":
    unittest.main()
