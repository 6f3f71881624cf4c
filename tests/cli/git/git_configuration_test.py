"""Exclusions and overrides count for what Git has as for what is found in folders."""

import shutil
import unittest

from git_case import GitTest
from program import CUT, GOOD


class GitConfigurationTest(GitTest):
    def test_what_is_excluded_is_not_judged_unless_it_is_named(self):
        for name in ("a.png", "raw/b.png", "in/c.tmp.png"):
            self.stage(name, CUT)
        for options in (["--exclude", "raw/", "--exclude", "*.tmp.png"], ["--exclude=raw", "--exclude=in/*"]):
            self.assertEqual(list(self.verdicts(self.staged(*options))), ["a.png"])
            self.assertEqual(list(self.verdicts(self.staged(*options, "raw/b.png"))), ["raw/b.png"])
        self.stage("media-preflight.toml", 'exclude = ["raw/", "in/"]')
        self.assertEqual(list(self.verdicts(self.staged())), ["a.png"])
        self.assertEqual(list(self.verdicts(self.staged("--no-exclude"))), ["a.png", "in/c.tmp.png", "raw/b.png"])
        self.assertEqual(list(self.verdicts(self.staged(cwd=self.folder / "raw"))), ["../a.png"])

    def test_overrides_count_for_what_is_only_in_the_index(self):
        self.stage("media-preflight.toml", '[[overrides]]\npaths = ["faces/"]\ndestination = "zoom-picture"')
        self.stage("faces/deep/a.png", GOOD)
        self.stage("b.png", GOOD)
        shutil.rmtree(self.folder / "faces")
        destinations = {line["path"]: line["destination"] for line in self.staged().lines}
        self.assertEqual(destinations, {"b.png": "zoom-background", "faces/deep/a.png": "zoom-picture"})


if __name__ == "__main__":
    unittest.main()
