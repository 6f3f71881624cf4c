"""check --staged judges what the next commit would hold, not what lies in the working tree."""

import hashlib
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest

from git_case import QUIET, GitTest
from program import CUT, DEMO, GOOD, PLAIN, PROGRAM, SANITIZED, SMALL, png

MEBIBYTE = 1 << 20


def padded(size):
    return GOOD + b"\0" * (size - len(GOOD))


class StagedTest(GitTest):
    def test_before_the_first_commit(self):
        self.stage("a.png", CUT)
        self.stage("sub/b.png", GOOD)
        self.stage("notes.txt", "text")
        self.write("untracked.png", CUT)
        answer = self.staged()
        self.assertEqual((answer.status, self.verdicts(answer)), (1, {"a.png": "fail", "sub/b.png": "pass"}))

    def test_the_index_counts_and_not_the_working_tree(self):
        self.stage("a.png", CUT)
        self.stage("b.png", GOOD)
        self.write("a.png", GOOD)
        self.write("b.png", CUT)
        self.assertEqual(self.verdicts(self.staged()), {"a.png": "fail", "b.png": "pass"})
        os.unlink(self.folder / "a.png")
        os.unlink(self.folder / "b.png")
        self.assertEqual(self.verdicts(self.staged()), {"a.png": "fail", "b.png": "pass"})

    def test_only_what_changes(self):
        for name in ("same.png", "changed.png", "old/moved.png", "gone.png"):
            self.stage(name, CUT + name.encode())
        self.commit()
        self.stage("changed.png", GOOD)
        self.git("rm", "-q", "gone.png")
        os.mkdir(self.folder / "new")
        self.git("mv", "old/moved.png", "new/moved.png")
        answer = self.staged()
        self.assertEqual(self.verdicts(answer), {"changed.png": "pass", "new/moved.png": "fail"})

    def test_nothing_staged_is_no_error(self):
        self.stage("a.png", CUT)
        self.commit()
        answer = self.staged()
        self.assertEqual((answer.status, answer.summary["files"]), (0, 0), answer.message)

    def test_names_are_relative_to_the_working_folder(self):
        self.stage("a.png", CUT)
        self.stage("sub/b.png", CUT)
        self.stage("sub/deep/c.png", CUT)
        self.stage("subway/d.png", CUT)
        inner = self.folder / "sub"
        self.assertEqual(self.staged(cwd=inner).paths, ["../a.png", "../subway/d.png", "b.png", "deep/c.png"])
        self.assertEqual(self.staged(".", cwd=inner).paths, ["b.png", "deep/c.png"])
        self.assertEqual(self.staged("../subway", "deep/../b.png", cwd=inner).paths, ["../subway/d.png", "b.png"])
        self.assertEqual(self.staged(str(self.folder / "sub" / "deep"), cwd=inner).paths, ["deep/c.png"])

    def test_paths_limit_it(self):
        for name in ("a.png", "sub/b.png", "notes.txt"):
            self.stage(name, CUT)
        self.assertEqual(self.staged("sub").paths, ["sub/b.png"])
        self.assertEqual(self.staged("a.png", "sub/").paths, ["a.png", "sub/b.png"])
        self.stage("words.txt", "text")
        self.assertEqual(self.staged("words.txt").paths, ["words.txt"])  # named itself, so judged whatever it is
        answer = self.staged("no-such.png")
        self.assertEqual((answer.status, "no-such.png does not exist" in answer.message), (2, True), answer.message)
        answer = self.staged("/usr")
        self.assertEqual((answer.status, "/usr lies outside" in answer.message), (2, True), answer.message)
        self.commit()
        self.git("rm", "-q", "a.png")
        self.assertEqual(self.staged("a.png").status, 0)

    def test_through_a_link_to_the_repository(self):
        self.stage("sub/a.png", CUT)
        with tempfile.TemporaryDirectory() as other:
            link = pathlib.Path(other) / "link"
            os.symlink(self.folder, link)
            self.assertEqual(self.staged(str(link / "sub"), cwd=self.folder).paths, ["sub/a.png"])
            self.assertEqual(self.staged(cwd=link / "sub").paths, ["a.png"])

    def test_rules_of_a_walk(self):
        for name in (".hidden/a.png", "sub/.b.png", "forced.png", "broken/c.png", "d.png", "sub/kept.png", "no-extension"):
            self.stage(name, CUT)
        self.stage(".gitignore", "forced.png\n")
        self.stage(".ignore", "broken/\n*.png\n!d.png\n!forced.png\n")
        self.stage("sub/.ignore", "!kept.png\n")
        self.assertEqual(self.staged().paths, ["d.png", "forced.png", "no-extension", "sub/kept.png"])
        self.assertEqual(self.staged("broken").paths, [])  # *.png
        self.assertEqual(self.staged("broken/c.png").paths, ["broken/c.png"])
        self.assertEqual(self.staged("--hidden", "--no-ignore").paths,
                         [".hidden/a.png", "broken/c.png", "d.png", "forced.png", "no-extension", "sub/.b.png", "sub/kept.png"])

    def test_a_partial_commit_and_all_of_it_in_hooks(self):
        self.stage("a.png", GOOD)
        self.stage("b.png", GOOD)
        self.commit()
        log = self.folder / "log"
        self.write(".git/hooks/pre-commit", f"#!/bin/sh\n'{PROGRAM}' check --staged -o ndjson >'{log}'\n")
        os.chmod(self.folder / ".git/hooks/pre-commit", 0o755)

        def try_commit(*arguments, folder="."):
            process = subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "m", *arguments],
                                     cwd=self.folder / folder, env={**PLAIN, **QUIET}, capture_output=True, check=False)
            return process.returncode, [line.split(b'"path":"')[1].split(b'"')[0] for line in log.read_bytes().splitlines()[:-1]]

        self.stage("a.png", CUT)
        self.write("b.png", SMALL)
        self.assertEqual(try_commit("b.png"), (0, [b"b.png"]))  # the other one stays staged
        self.assertEqual(try_commit(), (1, [b"a.png"]))
        self.write("a.png", GOOD)
        self.write("b.png", CUT)
        self.assertEqual(try_commit("-a"), (1, [b"b.png"]))
        self.write("b.png", png(shade=9))
        os.mkdir(self.folder / "sub")
        self.assertEqual(try_commit("-a", folder="sub"), (0, [b"b.png"]))

    def test_merge_conflicts(self):
        self.stage("a.png", GOOD)
        self.commit()
        self.git("checkout", "-q", "-b", "other")
        self.stage("a.png", SMALL)
        self.commit()
        self.git("checkout", "-q", "main")
        self.stage("a.png", CUT)
        self.commit()
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "merge", "-q", "other"], cwd=self.folder, env=QUIET, check=False, capture_output=True)
        answer = self.staged()
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertIn("a.png has merge conflicts", answer.message)
        self.git("add", "a.png")
        self.assertEqual(self.staged().status, 0)
        self.assertEqual(self.verdicts(self.check("--changed-since", "HEAD")), {})

    def test_odd_names(self):
        names = [b"new\nline.png", b" lead.png", b"\xff\xfe.png", b'"quoted"\\.png', b"tab\t.png", b"-dash.png", b":(top)a.png", b"d\n/e.png", "é.png".encode()]
        for name in names:
            self.write(name, CUT)
        self.git("add", "-A")
        self.assertEqual(len(self.staged().lines), len(names))
        self.assertEqual(self.staged(":(top)a.png").paths, [":(top)a.png"])
        self.assertEqual(self.staged("--", "-dash.png").paths, ["-dash.png"])
        self.assertEqual(self.staged(cwd=os.fsencode(self.folder) + b"/d\n").paths.count("e.png"), 1)

    def test_configuration_that_changes_what_git_diff_prints(self):
        self.stage("sub/a.png", CUT)
        self.stage("old.png", CUT)
        self.commit()
        self.git("mv", "old.png", "new.png")
        self.stage("sub/a.png", SMALL)
        for key, value in {"diff.relative": "true", "diff.renames": "copies", "diff.noprefix": "true", "color.ui": "always", "core.quotePath": "true",
                           "diff.external": "false", "core.abbrev": "5", "core.pager": "false", "core.fsmonitor": "false"}.items():
            self.git("config", key, value)
        self.assertEqual(self.staged(cwd=self.folder / "sub").paths, ["../new.png", "a.png"])

    def test_links_and_submodules_are_counted(self):
        self.stage("real/a.png", GOOD)
        os.symlink("real/a.png", self.folder / "link.png")
        os.symlink("real", self.folder / "folder")
        self.git("init", "-q", "inner")
        self.git("commit", "-q", "--allow-empty", "-m", "m", folder="inner")
        self.git("add", ".")
        answer = self.staged("--show-files")
        self.assertEqual(answer.paths, ["real/a.png"])
        self.assertEqual((answer.summary["skipped"]["staged_links"], answer.summary["skipped"]["submodules"]), (2, 1))
        self.assertIn({"path": "link.png", "reason": "staged_links"}, answer.summary["skipped"]["paths"])
        self.assertIn("Skipped: 2 staged links, 1 submodule", self.run_program("check", "--staged").text)

    def test_configurations_of_the_working_tree(self):
        self.stage("a/b/c.png", padded(3 * MEBIBYTE))
        self.write("a/media-preflight.toml", 'destination = "zoom-picture"\n')
        self.assertIn("file-too-large", self.staged().rules("a/b/c.png"))
        os.unlink(self.folder / "a/b/c.png")
        os.rmdir(self.folder / "a/b")
        self.assertIn("file-too-large", self.staged().rules("a/b/c.png"))

    def test_same_verdict_as_the_file(self):
        """Small, larger than what is kept in memory, and so large that it must not be read to its end."""
        # Under the sanitizers reading takes many times as long: no larger than it takes.
        huge = 17 if SANITIZED else 40
        contents = {"good.png": GOOD, "cut.png": CUT, "empty.png": b"", "large.png": padded((1 if SANITIZED else 15) * MEBIBYTE),
                    "huge.png": padded(huge * MEBIBYTE), "last.png": GOOD, "huge.mp4": self.movie(huge * MEBIBYTE)}
        self.git("config", "core.compression", "0")
        for name, content in contents.items():
            self.stage(name, content)
        for options in (("--depth", "header"), ("--ignore", "file-too-large"), ("--jobs", "1"), ("--jobs", "8"), ("--one-user",)):
            staged = self.staged(*options)
            files = self.check(*options)
            self.assertEqual(staged.lines, files.lines, options)
            self.assertEqual("file-too-large" in staged.rules("huge.mp4"), "--ignore" not in options)

    @staticmethod
    def movie(size):
        source = next(DEMO.glob("**/*.mp4")).read_bytes()
        return source + struct.pack(">I4s", size - len(source), b"free") + b"\0" * (size - len(source) - 8)

    @unittest.skipIf(SANITIZED, "a sanitizer needs memory of its own")
    def test_memory_does_not_grow_with_a_blob(self):
        self.git("config", "core.compression", "0")
        self.stage("huge.png", padded(80 * MEBIBYTE))
        script = f"import resource, subprocess, sys; subprocess.run({[PROGRAM, 'check', '--staged', '-o', 'ndjson']!r}, stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        # git itself unpacks a blob of this size in memory, as it may; what counts is this program alone.
        self.git("config", "core.bigFileThreshold", "1m")
        used = int(subprocess.run(["python3", "-c", script], cwd=self.folder, capture_output=True, check=True, env=PLAIN).stdout)
        self.assertLess(used, 50 * 1024)

    def test_a_blob_that_is_not_there_or_broken(self):
        self.stage("a.png", GOOD)
        self.stage("b.png", png(shade=1))
        self.stage("c.png", png(shade=2))
        self.stage("d.png", png(shade=3))
        blobs = dict(reversed(line.split(" ")[1:2] + [line.split("\t")[1]]) for line in self.git("ls-files", "-s").decode().splitlines())
        for name, content in (("a.png", None), ("c.png", b"no object")):
            path = self.folder / ".git/objects" / blobs[name][:2] / blobs[name][2:]
            os.unlink(path)
            if content:
                path.write_bytes(content)
        answer = self.staged()
        self.assertEqual((answer.status, self.verdicts(answer)), (1, {"a.png": "fail", "b.png": "pass", "c.png": "fail", "d.png": "pass"}))
        self.assertEqual((answer.rules("a.png"), answer.rules("c.png")), (["unreadable"], ["unreadable"]))

    def test_repositories_with_sha256(self):
        self.git("init", "-q", "--object-format=sha256", "other")
        self.write("other/a.png", CUT)
        self.git("add", "a.png", folder="other")
        self.assertEqual(self.verdicts(self.staged(cwd=self.folder / "other")), {"a.png": "fail"})

    def test_a_linked_working_tree(self):
        self.commit()
        self.git("worktree", "add", "-q", "-b", "b", "tree")
        self.write("tree/a.png", CUT)
        self.git("add", "a.png", folder="tree")
        self.assertEqual(self.staged().lines, [])
        self.assertEqual(self.verdicts(self.staged(cwd=self.folder / "tree")), {"a.png": "fail"})

    def refused(self, name, folder=""):
        answer = self.run_program("check", "--staged", f"--output=json:{name}", cwd=self.folder / folder)
        self.assertEqual(answer.status, 2, name)
        self.assertIn(f"{name} is in the repository's git directory; choose another file", answer.message)
        self.assertEqual(answer.out, b"")

    def test_a_working_copy_is_never_overwritten(self):
        for name, content in {"a.png": GOOD, "sub/photo": GOOD, "cut.jpg": CUT, "gone.png": GOOD, "lost.png": png(shade=5)}.items():
            self.stage(name, content)
        os.unlink(self.folder / "gone.png")
        blob = self.git("rev-parse", ":lost.png").decode().strip()
        os.unlink(self.folder / ".git/objects" / blob[:2] / blob[2:])
        os.symlink("a.png", self.folder / "link")
        os.link(self.folder / "a.png", self.folder / "hard")
        before = self.contents()
        for folder, name in (("", "a.png"), ("", "./sub/../a.png"), ("", self.folder / "a.png"), ("", "link"), ("", "hard"), ("", "sub/photo"),
                             ("", "cut.jpg"), ("", "gone.png"), ("", "lost.png"), ("sub", "../a.png"), ("sub", "photo")):
            with self.subTest(name, folder=folder):
                answer = self.run_program("check", "--staged", "-o", f"json:{name}", cwd=self.folder / folder)
                self.assertEqual(answer.status, 2)
                self.assertIn(f"--output: {name} is an input file; choose another file", answer.message)
                self.assertEqual(self.contents(), before)

    def contents(self):
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def test_an_earlier_report_may_be_staged_and_replaced(self):
        self.stage("a.png", GOOD)
        self.stage("report.json", "{}")
        for arguments in (("--staged",), ("--changed-since", "HEAD")):
            self.assertEqual(self.run_program("check", *arguments, "-o", "json:report.json").status, 0)
            self.assertIn("a.png", (self.folder / "report.json").read_text())
            self.commit()
            self.stage("a.png", png(shade=1))

    def test_files_of_git_are_never_overwritten(self):
        self.stage("a.png", GOOD)
        self.stage("sub/b.png", GOOD)
        self.commit()
        self.stage("a.png", CUT)
        os.symlink(".git", self.folder / "way")
        before = self.contents()
        for name in (".git/index", ".git/new.json", "./.git/HEAD", "sub/../.git/refs/heads/main", "way/index", self.folder / ".git/config"):
            self.refused(name)
        self.refused("../.git/index", "sub")
        answer = self.run_program("check", "--changed-since", "HEAD", "-o", "json:.git/index")
        self.assertEqual((answer.status, "git directory" in answer.message), (2, True))
        self.assertEqual(self.contents(), before)
        self.assertEqual(self.run_program("check", "--staged", "-o", "json:.github.json").status, 1)  # only named alike

    def test_files_of_git_beside_a_linked_working_tree(self):
        self.commit()
        self.git("worktree", "add", "-q", "-b", "b", "tree")
        for name in (".git", "../.git/index", "../.git/worktrees/tree/index"):
            self.refused(name, "tree")

    def test_where_git_is_of_no_use(self):
        with tempfile.TemporaryDirectory() as empty:
            for arguments in (("--staged",), ("--changed-since", "HEAD")):
                answer = self.check(*arguments, cwd=empty, env={**PLAIN, "GIT_CEILING_DIRECTORIES": os.path.dirname(empty)})
                self.assertEqual((answer.status, answer.out), (2, b""))
                self.assertIn(f"{arguments[0]}: git says: not a git repository", answer.message)
            answer = self.staged(env={**PLAIN, "PATH": empty})
            self.assertEqual(answer.status, 2)
            self.assertIn("git was not found", answer.message)
        self.write(".git/index", "no index")
        answer = self.staged()
        self.assertEqual((answer.status, answer.message.count("\n")), (2, 1), answer.message)
        self.assertIn("--staged: git says: ", answer.message)
        answer = self.staged(cwd=self.folder / ".git")
        self.assertEqual(answer.status, 2)

    def test_options_that_do_not_go_together(self):
        for arguments in (("--changed-since", "HEAD"), ("--files-from", "x"), ("--shard", "1/2"), ("-",)):
            answer = self.staged(*arguments)
            self.assertEqual((answer.status, answer.out), (2, b""), arguments)

    def test_nothing_is_written(self):
        self.stage("a.png", GOOD)
        os.utime(self.folder / "a.png", (1, 1))
        index = self.folder / ".git/index"
        before = index.read_bytes(), index.stat().st_mtime_ns
        self.assertEqual(self.staged().status, 0)
        self.assertEqual(self.check("--changed-since", "HEAD").status, 2)  # no commit yet
        self.assertEqual((index.read_bytes(), index.stat().st_mtime_ns), before)


if __name__ == "__main__":
    unittest.main()
