"""The hook that .pre-commit-hooks.yaml describes, with the real pre-commit."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

from git_case import QUIET, GitTest
from program import CUT, DEMO, GOOD, PROGRAM, SMALL, SOURCE, png

HOOKS = (SOURCE / ".pre-commit-hooks.yaml").read_text()


class HookTest(unittest.TestCase):
    def test_files_are_those_with_extensions_of_media(self):
        [hook] = yaml.safe_load(HOOKS)
        table = (SOURCE / "lib/preflight/facts/format_table.hpp").read_text()
        rows = re.findall(r'\{format::\w+,\s*"[^"]+",\s*"[^"]+",\s*kind::(\w+),\s*"[^"]+",\s*\{([^}]*)\}', table)
        kinds = {extension: kind for kind, extensions in rows for extension in re.findall(r'"([^"]+)"', extensions)}
        self.assertGreater(len(kinds), 80)
        for extension, kind in kinds.items():
            for name in (f"a/b c.{extension}", f"A.{extension.upper()}"):
                self.assertEqual(bool(re.search(hook["files"], name)), kind != "other", name)
        for name in ("png", "a.png.txt", "apng.md", "a/png", "x.png~"):
            self.assertIsNone(re.search(hook["files"], name), name)


@unittest.skipUnless(shutil.which("pre-commit"), "pre-commit is not installed")
class PreCommitTest(GitTest):
    def setUp(self):
        super().setUp()
        self.git("init", "-q", "hooks")
        self.write("hooks/.pre-commit-hooks.yaml", HOOKS)
        self.git("add", ".", folder="hooks")
        self.git("commit", "-q", "-m", "hooks", folder="hooks")
        self.revision = self.git("rev-parse", "HEAD", folder="hooks").decode().strip()
        (self.folder / ".git/info/exclude").write_text("hooks/\nhome/\n")
        self.configure(args=["--for=zoom-background", "--"])
        self.environment = {**QUIET, "PATH": f"{pathlib.Path(PROGRAM).parent}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(self.folder / "home"),
                            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}

    def configure(self, **hook):
        settings = {"repos": [{"repo": str(self.folder / "hooks"), "rev": self.revision, "hooks": [{"id": "media-preflight", **hook}]}]}
        self.stage(".pre-commit-config.yaml", yaml.safe_dump(settings))

    def run_tool(self, *command):
        process = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, check=False, timeout=120)
        return process.returncode, process.stdout.decode() + process.stderr.decode()

    def test_a_bad_staged_file_is_blocked_and_a_good_one_passes(self):
        self.stage("a.png", CUT)
        self.stage("notes.txt", "text")
        self.write("a.png", GOOD)  # the working tree is better than what is staged
        status, text = self.run_tool("pre-commit", "run")
        self.assertEqual(status, 1, text)
        self.assertIn("a.png", text)
        self.assertIn("truncated", text)
        self.assertEqual((self.folder / "a.png").read_bytes(), GOOD)
        self.git("add", "a.png")
        self.write("a.png", CUT)  # and here it is worse
        status, text = self.run_tool("pre-commit", "run")
        self.assertEqual(status, 0, text)
        self.assertEqual((self.folder / "a.png").read_bytes(), CUT)

    def test_file_names_are_never_options(self):
        self.stage("bad.png", CUT)
        for hook in ({}, {"args": ["--for=zoom-background", "--"]}):
            self.configure(**hook)
            for name in ("--write-baseline=x.png", "--exit-zero.png", "--ignore=truncated.png", "-o json:x.png", "-dash.jpg"):
                with self.subTest(name, **hook):
                    self.stage(name, GOOD)
                    status, text = self.run_tool("pre-commit", "run")
                    self.assertEqual(status, 1, text)
                    self.assertIn("bad.png", text)
                    self.assertIn("truncated", text)
                    self.assertFalse((self.folder / "x.png").exists())
                    self.git("rm", "-q", "-f", "--", name)

    def test_in_commits(self):
        self.assertEqual(self.run_tool("pre-commit", "install")[0], 0)
        status, text = self.run_tool("git", "commit", "-q", "-m", "no media")
        self.assertEqual(status, 0, text)
        self.assertIn("Skipped", text)
        self.stage("a b.PNG", CUT)
        self.stage("video.mp4", next(DEMO.glob("**/*.mp4")).read_bytes())
        self.assertEqual(self.run_tool("git", "commit", "-q", "-m", "bad")[0], 1)
        self.git("rm", "-q", "--cached", "video.mp4")
        self.stage("a b.PNG", GOOD)
        self.assertEqual(self.run_tool("git", "commit", "-q", "-m", "good")[0], 0)
        self.stage("b.png", SMALL)
        self.assertEqual(self.run_tool("git", "commit", "-q", "-m", "a warning")[0], 0)
        self.git("rm", "-q", "b.png")
        self.assertEqual(self.run_tool("git", "commit", "-q", "-m", "one less")[0], 0)

    def test_all_files(self):
        for number in range(30):
            self.stage(f"{number}.png", png(shade=number))
        self.stage("last.png", CUT)
        self.commit()
        status, text = self.run_tool("pre-commit", "run", "--all-files")
        self.assertEqual((status, text.count("last.png"), text.count("PASS")), (1, 1, 0), text)


if __name__ == "__main__":
    unittest.main()
