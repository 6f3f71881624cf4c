"""The recipe of docs/clusters.md for Slurm, on a cluster of one machine that this test starts and ends."""

import os
import subprocess
import sys
import time
import unittest

import slurm
from recipes import SKIPPED, RecipeTest, blocks


class SlurmTest(RecipeTest):
    def setUp(self):
        super().setUp()
        folder = self.folder / "slurm"
        folder.mkdir()
        self.cluster = self.enterContext(slurm.Slurm(folder))
        script, self.submit = blocks("Slurm", "sh")
        self.write("check-shard.sh", script)

    def run_recipe(self, kill_shard=None):
        environment = {**self.cluster.environment, **self.environment(kill_shard)}
        environment["PATH"] = f"{self.folder / 'bin'}{os.pathsep}{slurm.PATH}"
        process = subprocess.run(["sh", "-c", self.submit], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                 capture_output=True, check=False, timeout=120)
        self.assertIn(b"Submitted batch job ", process.stdout, process.stderr)
        submitted, text = process.stdout.split(b"\n", 1)
        return process, submitted.split()[-1].decode(), text

    def told(self):
        logs = "".join(f"{log.name}: {log.read_text()}\n" for log in sorted(self.folder.glob("shards/*.log")))
        return f"{logs}\n{self.cluster.logs()}"

    def test_it_says_what_one_machine_says(self):
        process, _, text = self.run_recipe()
        self.assertEqual(process.returncode, 1, (process.stderr, self.told()))
        self.must_equal_one_machine(text)

    def test_a_shard_that_is_killed_is_run_again(self):
        process, job, _ = self.run_recipe(kill_shard=3)
        self.assertEqual(process.returncode, 2, self.told())
        self.must_have_been_killed()
        self.must_be_missing(3)
        self.assertIn("JobState=FAILED", self.cluster.run("scontrol", "show", "job", f"{job}_3").stdout)
        requeued = self.cluster.run("scontrol", "requeue", f"{job}_3")
        self.assertEqual(requeued.returncode, 0, requeued.stderr)
        end = time.monotonic() + 60
        while self.cluster.run("squeue", "-h", "-t", "all", "-j", f"{job}_3", "-o", "%T").stdout.strip() != "COMPLETED":
            self.assertLess(time.monotonic(), end, self.told())
            time.sleep(0.2)
        merged = self.run_program("report", *sorted(self.folder.glob("shards/*.ndjson")))
        self.assertEqual(merged.status, 1, merged.message)
        self.must_equal_one_machine(merged.out)


if __name__ == "__main__":
    if missing := slurm.missing():
        print(f"not installed: {', '.join(missing)}; tools/dev/cluster installs them")
        sys.exit(SKIPPED)
    unittest.main()
