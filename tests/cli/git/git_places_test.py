"""Which working tree is meant, and where its files lie: GIT_DIR, GIT_WORK_TREE, submodules, links, sparse checkouts."""

import os
import pathlib
import tempfile
import unittest

from git_case import GitTest
from program import CUT, GOOD, PLAIN, png


class GitPlacesTest(GitTest):
    def setUp(self):
        super().setUp()
        self.stage("sub/a.png", CUT)
        self.write("sub/new.png", CUT)
        self.write("sub/.ignore", "skipped.png\n")
        self.stage("sub/skipped.png", CUT)
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.elsewhere = pathlib.Path(os.path.realpath(temporary.name))
        (self.elsewhere / "sub").mkdir()
        (self.elsewhere / "sub/a.png").write_bytes(GOOD)  # of the same name, and not meant
        self.there = {**PLAIN, "GIT_DIR": str(self.folder / ".git"), "GIT_WORK_TREE": str(self.folder)}
        self.root = os.path.realpath(self.folder)

    def outside(self, *arguments, **more):
        return self.check(*arguments, cwd=self.elsewhere, env=self.there, **more)

    def test_a_working_folder_outside(self):
        answer = self.outside("--staged")
        self.assertEqual(self.verdicts(answer), {f"{self.root}/sub/a.png": "fail"}, answer.message)
        self.commit()
        self.write("sub/a.png", GOOD)
        self.git("add", "sub/a.png")
        answer = self.outside("--changed-since", "HEAD")
        self.assertEqual(self.verdicts(answer), {f"{self.root}/sub/a.png": "pass", f"{self.root}/sub/new.png": "fail"}, answer.message)

    def test_paths_from_outside(self):
        way = os.path.relpath(self.root, self.elsewhere)
        for path in (f"{self.root}/sub", f"{way}/sub", f"{way}/sub/a.png", way, f"{way}/sub/../sub/./a.png"):
            answer = self.outside("--staged", path)
            self.assertEqual(answer.paths, [f"{self.root}/sub/a.png"], answer.message)
        for path in (".", "sub", "sub/a.png", str(self.elsewhere)):
            answer = self.outside("--staged", path)
            self.assertEqual((answer.status, "lies outside the repository" in answer.message), (2, True), answer.message)
        os.unlink(self.folder / "sub/a.png")  # only the index has it
        self.assertEqual(self.outside("--staged", f"{way}/sub/a.png").status, 1)

    def test_a_link_to_the_working_tree(self):
        os.symlink(self.folder, self.elsewhere / "link")
        self.there["GIT_WORK_TREE"] = "link"
        self.assertEqual(self.outside("--staged", "link/sub").paths, [f"{self.root}/sub/a.png"])
        answer = self.check("--staged", cwd=self.elsewhere / "link/sub", env={**self.there, "GIT_WORK_TREE": str(self.elsewhere / "link")})
        self.assertEqual(answer.paths, ["a.png"], answer.message)

    def test_the_working_folder_is_the_tree_where_only_the_directory_is_said(self):
        """As git has it: GIT_DIR alone makes the working folder the top of the tree."""
        del self.there["GIT_WORK_TREE"]
        self.assertEqual(self.check("--staged", env=self.there).paths, ["sub/a.png"])
        self.git("config", "core.worktree", str(self.folder))
        self.assertEqual(self.outside("--staged").paths, [f"{self.root}/sub/a.png"])

    def test_reports_are_kept_out_of_the_directory_from_outside(self):
        answer = self.run_program("check", "--staged", "-o", f"json:{self.folder}/.git/index", cwd=self.elsewhere, env=self.there)
        self.assertEqual((answer.status, "git directory" in answer.message), (2, True), answer.message)


class LinkedFolderTest(GitTest):
    def test_a_path_through_a_link_is_where_it_leads(self):
        """git knows nothing behind a link, and what it does not know would pass."""
        self.stage("sub/deep/a.png", CUT)
        self.stage("sub/b.png", CUT)
        os.symlink("sub", self.folder / "link")
        os.symlink("../sub/deep", self.folder / "sub/inner")
        os.symlink("/usr", self.folder / "away")
        self.git("add", "link", "sub/inner")
        for option in (["--staged"], ["--changed-since", "HEAD"]):
            for path, paths in (("link", ["sub/b.png", "sub/deep/a.png"]), ("link/deep", ["sub/deep/a.png"]), ("link/b.png", ["sub/b.png"]),
                                ("link/inner/a.png", ["sub/deep/a.png"]), (f"{self.folder}/link/b.png", ["sub/b.png"]),
                                ("link/../sub/b.png", ["sub/b.png"]), ("link/", ["sub/b.png", "sub/deep/a.png"])):
                self.assertEqual(self.check(*option, path).paths, paths, path)
            for path, words in (("away/bin", "lies outside the repository"), ("away/none.png", "lies outside the repository"),
                                ("link/none.png", "does not exist")):
                answer = self.check(*option, path)
                self.assertEqual((answer.status, words in answer.message), (2, True), answer.message)
            self.commit()
            self.write("sub/b.png", CUT + b"1")
            self.write("sub/deep/a.png", CUT + b"2")

    def test_what_the_index_has_where_now_is_a_link(self):
        self.stage("old/a.png", CUT)
        self.stage("new/a.png", GOOD)
        os.rename(self.folder / "old", self.folder / "moved")
        os.symlink("new", self.folder / "old")
        self.assertEqual(self.verdicts(self.check("--staged", "old/a.png")), {"old/a.png": "fail", "new/a.png": "pass"})


class SparseCheckoutTest(GitTest):
    def test_what_is_not_checked_out_is_judged_as_the_index_has_it(self):
        self.stage("in/a.png", GOOD)
        self.stage("out/old.png", GOOD)
        self.commit()
        self.git("checkout", "-q", "-b", "work")
        self.stage("in/b.png", CUT)
        self.stage("out/cut.png", CUT)
        self.stage("out/sub/good.png", png(shade=7))
        os.symlink("old.png", self.folder / "out/link.png")
        self.git("add", "out/link.png")
        self.git("mv", "out/old.png", "out/moved.png")
        self.commit()
        expected = {"in/b.png": "fail", "out/cut.png": "fail", "out/moved.png": "pass", "out/sub/good.png": "pass"}
        everywhere = self.check("--changed-since", "main")
        self.assertEqual(self.verdicts(everywhere), {**expected, "out/link.png": "fail"})  # it leads nowhere
        self.git("sparse-checkout", "set", "--cone", "in")
        self.assertFalse((self.folder / "out").exists())
        for arguments in ([], ["--jobs", "8"], ["--one-user"]):
            answer = self.check("--changed-since", "main", *arguments)
            self.assertEqual((answer.status, self.verdicts(answer)), (1, expected), answer.message)
            self.assertEqual(answer.summary["skipped"]["staged_links"], 1)
        self.assertEqual(self.check("--changed-since", "main", "out/sub").paths, ["out/sub/good.png"])
        self.write("in/b.png", GOOD)  # of the others the working tree counts
        self.write("in/new.png", CUT)
        self.assertEqual(self.verdicts(self.check("--changed-since", "main")), {**expected, "in/b.png": "pass", "in/new.png": "fail"})
        self.stage("in/staged.png", CUT)
        self.assertEqual(self.check("--staged").paths, ["in/staged.png"])

    def test_what_is_deleted_is_not_judged(self):
        self.stage("a.png", GOOD)
        self.commit()
        self.stage("b.png", CUT)
        self.commit()
        os.unlink(self.folder / "b.png")
        self.assertEqual(self.check("--changed-since", "HEAD~1").paths, [])


class InnerRepositoryTest(GitTest):
    def setUp(self):
        super().setUp()
        self.git("init", "-q", "origin")
        self.stage_in("origin", "deep/inner.png")
        self.git("commit", "-q", "-m", "one", folder="origin")
        self.git("submodule", "--quiet", "add", str(self.folder / "origin"), "module")
        self.write(".git/info/exclude", "/origin/\n/plain/\n")
        self.commit()

    def stage_in(self, folder, name):
        self.write(f"{folder}/{name}", CUT)
        self.git("add", name, folder=folder)

    def test_what_a_submodule_holds_is_not_judged_silently(self):
        self.git("init", "-q", "plain")
        self.stage_in("plain", "b.png")
        for option in (["--staged"], ["--changed-since", "HEAD"]):
            for path in ("module/new.png", "module/deep", "module", "module/", "./module/gone.png", "plain/b.png", f"{self.folder}/module/new.png"):
                answer = self.check(*option, "--", path)
                self.assertEqual(answer.status, 2, path)
                self.assertIn("lies in another repository (a submodule?); run the check in " + ("plain" if "plain" in path else "module"), answer.message)
        self.stage_in("module", "new.png")
        inside = self.check("--staged", "new.png", cwd=self.folder / "module")
        self.assertEqual((inside.status, inside.paths), (1, ["new.png"]))
        self.git("mv", "module", "moved")
        answer = self.check("--staged", "moved")
        self.assertEqual((answer.status, answer.summary["skipped"]["submodules"]), (0, 1), answer.message)

    def test_a_submodule_with_another_commit_is_counted(self):
        self.stage_in("module", "new.png")
        self.git("commit", "-q", "-m", "two", folder="module")
        self.assertEqual(self.check("--changed-since", "HEAD", "module").summary["skipped"]["submodules"], 1)
        self.git("add", "module")
        self.assertEqual(self.check("--staged", "module").summary["skipped"]["submodules"], 1)
        self.assertEqual(self.check("--staged", "module", "module/new.png").status, 2)


if __name__ == "__main__":
    unittest.main()
