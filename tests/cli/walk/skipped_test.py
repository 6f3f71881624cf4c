"""What a run leaves out in folders, although somebody may take it for checked, is counted and can be named."""

import json
import os
import shutil
import subprocess
import unittest

from program import GOOD, PROGRAM, ProgramTest

NOTHING = {"linked_folders": 0, "tracked_files": 0, "unreadable_folders": 0, "staged_links": 0, "submodules": 0}


class SkippedTest(ProgramTest):
    def git(self, *arguments, folder=""):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.folder / folder, check=True, capture_output=True)

    def skipped(self, *arguments, **more):
        return self.check(*(arguments or (".",)), "--allow-empty", **more).summary["skipped"]

    def test_nothing(self):
        self.write("a.png")
        self.write("sub/b.png")
        self.assertEqual(self.skipped(), NOTHING)
        self.assertNotIn("Skipped", self.run_program("check").text)
        self.assertEqual(json.loads(self.run_program("facts", "--output", "json").out)["summary"]["skipped"], NOTHING)

    def test_linked_folders(self):
        self.write("a.png")
        self.write("real/b.png")
        os.mkdir(self.folder / "links")
        for name in ("x", "y.png", ".hidden"):
            os.symlink("../real", self.folder / "links" / name)
        os.symlink("../a.png", self.folder / "links" / "file.png")
        self.assertEqual(self.skipped(), {**NOTHING, "linked_folders": 2})
        self.assertEqual(self.skipped(".", "links", "a.png"), {**NOTHING, "linked_folders": 2})
        self.assertEqual(self.skipped(".", "--hidden")["linked_folders"], 3)
        self.assertEqual(self.skipped("links/x"), NOTHING)
        self.assertEqual(self.skipped(".", "--show-files")["paths"],
                         [{"path": "links/x", "reason": "linked_folders"}, {"path": "links/y.png", "reason": "linked_folders"}])
        self.assertIn("\nSkipped: 2 linked folders (--show-files names them)\n3 files for", self.run_program("check").text)
        self.assertIn("\nSkipped: 2 linked folders\n  linked folder: links/x\n  linked folder: links/y.png\n3 files for",
                      self.run_program("check", "--show-files").text)
        self.assertIn("Skipped: 2 linked folders", self.run_program("check", "-o", "junit").text)

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_ignored_files_that_git_tracks(self):
        for path in ("a.png", "b.png", "c.txt", "out/d.jpg", "out/deep/e.mp4", "out/.thumbs/f.png", "out/gone.png", "sub/out/g.png", "h.png"):
            self.write(path)
        self.write(".gitignore", "/a.png\n/b.png\n*.txt\nout/\n")
        self.git("init", "-q")
        self.git("add", "-f", ".")
        self.git("rm", "-q", "--cached", "b.png")
        os.unlink(self.folder / "out/gone.png")
        tracked = ["a.png", "out/d.jpg", "out/deep/e.mp4", "sub/out/g.png"]
        for version in (2, 3, 4):
            self.git("update-index", "--index-version", str(version))
            answer = self.check(".", "--show-files")
            self.assertEqual(answer.paths, ["h.png"])
            self.assertEqual(answer.summary["skipped"], {**NOTHING, "tracked_files": 4,
                                                         "paths": [{"path": path, "reason": "tracked_files"} for path in tracked]})
        self.assertEqual(self.skipped(".", "--hidden")["tracked_files"], 5)
        self.assertEqual(self.skipped(".", "--no-ignore"), NOTHING)
        answer = self.check("out", "--show-files", "--allow-empty", cwd=self.folder / "sub")
        self.assertEqual([each["path"] for each in answer.summary["skipped"].get("paths", [])], [])  # a folder that is named is not ignored
        answer = self.check("..", "--show-files", cwd=self.folder / "out")
        self.assertEqual([each["path"] for each in answer.summary["skipped"]["paths"]], [f"../{path}" for path in tracked])
        answer = self.check(".", "--show-files", "--allow-empty", cwd=self.folder / "sub")
        self.assertEqual([each["path"] for each in answer.summary["skipped"]["paths"]], ["out/g.png"])

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_a_repository_inside_and_a_linked_working_tree(self):
        self.write("inner/a.png")
        self.write("inner/.gitignore", "*.png\n")
        self.git("init", "-q")
        self.git("init", "-q", folder="inner")
        self.git("add", "-f", ".", folder="inner")
        self.git("commit", "-q", "-m", "all", folder="inner")
        self.git("worktree", "add", "-q", "../tree", folder="inner")
        answer = self.check(".", "--show-files", "--allow-empty")
        self.assertEqual([each["path"] for each in answer.summary["skipped"]["paths"]], ["inner/a.png", "tree/a.png"])

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_an_index_that_is_none_tracks_nothing(self):
        self.write("a.png")
        self.write("b.png")
        self.write(".gitignore", "a.png\n")
        self.git("init", "-q")
        self.git("add", "-f", ".")
        whole = (self.folder / ".git/index").read_bytes()
        for index in (b"", b"DIRC", whole[:60], b"DIRC\0\0\0\2\xff\xff\xff\xff" + whole[12:]):
            self.write(".git/index", index)
            self.assertEqual(self.skipped(), NOTHING)

    def unprivileged(self, *arguments):
        """Root may read everything, so the program runs as nobody, to whom the folder is lent."""
        for place, _, files in os.walk(self.folder):
            for name in (place, *(os.path.join(place, file) for file in files)):
                os.chown(name, 65534, 65534)
        program = shutil.copy(PROGRAM, self.folder / "program")
        os.chmod(program, 0o755)
        answer = subprocess.run([program, "check", *arguments, "-o", "ndjson"], cwd=self.folder, capture_output=True, check=False,
                                timeout=60, user=65534, group=65534, extra_groups=[])
        os.unlink(program)
        return answer.returncode, [json.loads(line) for line in answer.stdout.splitlines()]

    @unittest.skipUnless(os.geteuid() == 0, "only root runs programs as somebody else")
    def test_what_cannot_be_read(self):
        self.write("a.png", GOOD)
        self.write("shut/b.png", GOOD)
        for name in ("no.png", "no.txt", "no"):
            self.write(name, GOOD)
            os.chmod(self.folder / name, 0)
        os.chmod(self.folder / "shut", 0)
        self.addCleanup(os.chmod, self.folder / "shut", 0o700)
        status, lines = self.unprivileged(".", "--show-files")
        self.assertEqual(status, 1)
        self.assertEqual([(line["path"], line["verdict"]) for line in lines[:-1]], [("a.png", "pass"), ("no.png", "fail"), ("shut", "fail")])
        self.assertEqual(lines[-1]["skipped"], {**NOTHING, "unreadable_folders": 1, "paths": [{"path": "shut", "reason": "unreadable_folders"}]})
        status, lines = self.unprivileged("no.txt", "no")
        self.assertEqual([(line["path"], line["verdict"]) for line in lines[:-1]], [("no", "fail"), ("no.txt", "fail")])

    def test_reports_of_shards_say_the_same(self):
        for number in range(12):
            self.write(f"real/{number}.png")
        os.symlink("real", self.folder / "link")
        os.symlink("real", os.fsencode(self.folder) + b"/\xff")
        whole = self.check(".", "--show-files").summary["skipped"]
        self.assertEqual((whole["linked_folders"], whole["paths"][1]["path_base64"]), (2, "/w=="))
        for number in (1, 2, 3):
            answer = self.run_program("check", ".", "--show-files", "--shard", f"{number}/3", "-o", "ndjson")
            self.write(f"../{self.folder.name}-{number}.ndjson", answer.out)
            self.addCleanup(os.unlink, f"{self.folder}-{number}.ndjson")
        merged = self.run_program("report", "-o", "ndjson", *(f"{self.folder}-{number}.ndjson" for number in (1, 2, 3)))
        self.assertEqual(merged.summary["skipped"], whole, merged.message)


if __name__ == "__main__":
    unittest.main()
