"""The recipe of docs/clusters.md for Kubernetes: the description is read, and its command run once for each index, with
the variables that Kubernetes and the description set."""

import re
import subprocess
import sys
import unittest

from recipes import SKIPPED, RecipeTest, blocks

try:
    import yaml
except ImportError:
    yaml = None


class KubernetesTest(RecipeTest):
    def setUp(self):
        super().setUp()
        [text] = blocks("Kubernetes", "yaml")
        self.job = yaml.safe_load(text)
        self.spec = self.job["spec"]
        self.pod = self.spec["template"]["spec"]
        [self.container] = self.pod["containers"]
        (self.folder / "shards").mkdir()

    def run_index(self, index, kill_shard=None):
        given = {each["name"]: each["value"] for each in self.container["env"]}
        environment = self.environment(kill_shard, **given, JOB_COMPLETION_INDEX=str(index))
        command = [*self.container["command"], *self.container["args"]]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False, timeout=60)

    def test_the_description_is_one_of_an_indexed_job(self):
        self.assertEqual((self.job["apiVersion"], self.job["kind"]), ("batch/v1", "Job"))
        self.assertEqual(self.spec["completionMode"], "Indexed")
        self.assertIn(self.pod["restartPolicy"], ("OnFailure", "Never"))
        self.assertEqual({each["name"] for each in self.container["volumeMounts"]}, {each["name"] for each in self.pod["volumes"]})
        self.assertEqual(self.container["workingDir"], self.container["volumeMounts"][0]["mountPath"])
        for each in self.container["env"]:
            self.assertIsInstance(each["value"], str)
            self.assertNotIn("$(", each["value"])

    def test_the_number_of_completions_is_said_twice_alike(self):
        self.assertEqual([each["value"] for each in self.container["env"] if each["name"] == "JOB_COMPLETION_COUNT"],
                         [str(self.spec["completions"])])

    def test_it_says_what_one_machine_says(self):
        for index in range(self.spec["completions"]):
            process = self.run_index(index)
            self.assertEqual(process.returncode, 0, process.stderr)
        [report] = blocks("Kubernetes", "sh")
        process = subprocess.run(["sh", "-c", report], cwd=self.folder, env=self.environment(), capture_output=True, check=False)
        self.assertEqual(process.returncode, 1, process.stderr)
        self.must_equal_one_machine(process.stdout)

    def test_a_container_that_is_killed_has_failed_and_is_started_again(self):
        for index in range(self.spec["completions"]):
            process = self.run_index(index, kill_shard=3)
            self.assertEqual(process.returncode == 0, index != 3)
        self.must_have_been_killed()
        self.must_be_missing(3)
        self.assertEqual(self.run_index(3).returncode, 0)
        self.must_equal_one_machine(self.run_program("report", *sorted(self.folder.glob("shards/*.ndjson"))).out)

    def test_an_index_out_of_range_has_failed(self):
        process = self.run_index(self.spec["completions"])
        self.assertNotEqual(process.returncode, 0)
        self.assertTrue(re.search(rb"JOB_COMPLETION_INDEX 8 with JOB_COMPLETION_COUNT 8", process.stderr), process.stderr)


if __name__ == "__main__":
    if yaml is None:
        print("python3-yaml is not installed; tools/dev/cluster installs it")
        sys.exit(SKIPPED)
    unittest.main()
