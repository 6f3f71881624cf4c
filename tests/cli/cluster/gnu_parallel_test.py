"""The recipe of docs/clusters.md for GNU parallel."""

import shutil
import subprocess
import sys
import unittest

from recipes import SKIPPED, RecipeTest, blocks


class GnuParallelTest(RecipeTest):
    def run_recipe(self, kill_shard=None, change=lambda text: text):
        [recipe] = blocks("GNU parallel", "sh")
        environment = self.environment(kill_shard, NODES=":", HOME=str(self.folder))
        return subprocess.run(["sh", "-c", change(recipe)], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=120)

    def test_it_says_what_one_machine_says(self):
        process = self.run_recipe()
        self.assertEqual(process.returncode, 1, process.stderr)
        self.must_equal_one_machine(process.stdout)

    def test_a_shard_that_is_killed_is_run_again(self):
        process = self.run_recipe(kill_shard=3)
        self.must_have_been_killed()
        self.assertEqual(process.returncode, 1, process.stderr)
        self.must_equal_one_machine(process.stdout)

    def test_without_retries_the_same_line_goes_on_where_it_stopped(self):
        process = self.run_recipe(kill_shard=3, change=lambda text: text.replace("--retries 3", ""))
        self.assertEqual(process.returncode, 2)
        self.must_have_been_killed()
        self.must_be_missing(3)
        log = [line.split("\t") for line in (self.folder / "shards" / "log").read_text().splitlines()]
        self.assertEqual([row[log[0].index("Seq")] for row in log[1:] if row[log[0].index("Exitval")] != "0"], ["3"])
        process = self.run_recipe(change=lambda text: text.replace("--retries 3", "--resume-failed"))
        self.assertEqual(process.returncode, 1, process.stderr)
        self.assertEqual(len((self.folder / "shards" / "log").read_text().splitlines()), 1 + 8 + 1)
        self.must_equal_one_machine(process.stdout)


if __name__ == "__main__":
    if shutil.which("parallel") is None:
        print("GNU parallel is not installed; tools/dev/cluster installs it")
        sys.exit(SKIPPED)
    unittest.main()
