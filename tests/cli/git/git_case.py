"""A repository in the folder of each test."""

import os
import shutil
import subprocess
import unittest

from program import ProgramTest

QUIET = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class GitTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments, folder="", **more):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", *arguments]
        return subprocess.run(command, cwd=self.folder / folder, check=True, capture_output=True, env=QUIET, **more).stdout

    def stage(self, name, content):
        self.write(name, content)
        self.git("add", "-f", "--", name)

    def commit(self, message="more"):
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def staged(self, *arguments, **more):
        return self.check("--staged", *arguments, **more)

    def verdicts(self, answer):
        return {each["path"]: each["verdict"] for each in answer.lines}
