"""check --changed-since REV judges what a branch changes, with what is not committed yet."""

import os
import unittest

from git_case import GitTest
from program import CUT, GOOD, PLAIN, SMALL


class ChangedSinceTest(GitTest):
    def setUp(self):
        super().setUp()
        for name in ("same.png", "changed.png", "moved.png", "gone.png", "touched.png"):
            self.stage(name, CUT + name.encode())
        self.commit()
        self.git("checkout", "-q", "-b", "work")

    def since(self, *arguments, **more):
        return self.check("--changed-since", *arguments, **more)

    def test_committed_staged_changed_and_untracked(self):
        self.stage("committed.png", SMALL)
        self.git("mv", "moved.png", "renamed.png")
        self.git("rm", "-q", "gone.png")
        self.commit()
        self.stage("staged.png", CUT)
        self.write("changed.png", GOOD)
        self.write("sub/untracked.png", CUT)
        self.write("ignored.png", CUT)
        self.write(".gitignore", "ignored.png\n")
        os.utime(self.folder / "touched.png", (1, 1))
        answer = self.since("main")
        self.assertEqual(self.verdicts(answer), {"changed.png": "pass", "committed.png": "warn", "renamed.png": "fail", "staged.png": "fail", "sub/untracked.png": "fail"})
        self.assertIn("ignored.png", self.since("main", "--no-ignore").paths)
        self.assertEqual(self.since("main", "sub").paths, ["sub/untracked.png"])
        self.assertEqual(self.since("main", cwd=self.folder / "sub").paths[-1], "untracked.png")
        self.assertEqual(self.since("main", env={**PLAIN, "GIT_LITERAL_PATHSPECS": "1", "GIT_EXTERNAL_DIFF": "false"}).paths, answer.paths)
        self.assertEqual(self.since("HEAD").paths, ["changed.png", "staged.png", "sub/untracked.png"])

    def test_what_others_did_meanwhile_is_not_ours(self):
        self.stage("ours.png", CUT)
        self.commit()
        self.git("checkout", "-q", "main")
        self.stage("theirs.png", CUT)
        self.stage("changed.png", SMALL)
        self.commit()
        self.git("checkout", "-q", "work")
        self.assertEqual(self.since("main").paths, ["ours.png"])

    def test_nothing_changed_is_no_error(self):
        answer = self.since("main")
        self.assertEqual((answer.status, answer.lines), (0, []))

    def test_links_and_repositories_inside(self):
        self.write("real/a.png", GOOD)
        self.write("real/b.png", GOOD)
        os.symlink("real", self.folder / "folder.png")
        os.symlink("real/a.png", self.folder / "link.png")
        os.symlink("nowhere", self.folder / "broken.png")
        self.git("init", "-q", "inner")
        self.write("inner/c.png", CUT)
        answer = self.since("main")
        self.assertEqual(answer.paths, ["broken.png", "link.png", "real/a.png", "real/b.png"])
        self.assertEqual((answer.summary["skipped"]["linked_folders"], answer.summary["skipped"]["submodules"]), (1, 1))

    def test_a_revision_that_is_none(self):
        for revision in ("no-such-branch", "-x", "--output=x", "", "main..work", "HEAD:same.png"):
            answer = self.since(revision) if revision.startswith("n") else self.check(f"--changed-since={revision}")
            self.assertEqual((answer.status, answer.out), (2, b""), revision)
            self.assertIn("--changed-since", answer.message)
            self.assertFalse((self.folder / "x").exists())
        for revision, words in (("main..work", "not a range such as 'main..work'"), ("HEAD:same.png", "not a commit"), ("^main", "not a commit"),
                                (":/no such message", "there is no commit"), ("HEAD^{tree}", "not a commit"), ("main@{u}", "there is no commit"),
                                (":same.png", "not a commit"), ("HEAD~99", "there is no commit")):
            self.assertIn(words, self.since(revision).message, revision)
        self.git("tag", "v1")
        for revision in ("v1", "HEAD~0", "main@{0}", self.git("rev-parse", "main").decode().strip()):
            self.assertEqual(self.since(revision).status, 0, revision)

    def test_a_revision_that_searches(self):
        """git takes all that follows ":/" for what to look for in the messages."""
        for number in (1, 2, 3):
            self.stage(f"{number}.png", CUT)
            self.commit(f"change {number}")
        self.git("tag", "-a", "-m", "annotated", "v2", "HEAD~1")
        for revision in (":/change 2", ":/2", "HEAD^{/2}", ":/c.*e 2", "v2", "v2^{}", "@~", "HEAD~1^{commit}"):
            self.assertEqual(self.since(revision).paths, ["3.png"], revision)
        self.assertEqual(self.since(":/chang").paths, [])

    def test_the_beginning_of_several_ids(self):
        objects = self.git("cat-file", "--batch-check=%(objectname)", "--batch-all-objects").split()
        number = 0
        while len({each[:4] for each in objects}) == len(objects):
            texts = "".join(f"{number + more}\n" for more in range(100))
            for text in texts.split():
                self.write(f".git/texts/{text}", text)
            names = "\n".join(f".git/texts/{text}" for text in texts.split())
            objects += self.git("hash-object", "-w", "--stdin-paths", input=names.encode()).split()
            number += 100
        start = next(each for each in {each[:4] for each in objects} if sum(other.startswith(each) for other in objects) > 1)
        answer = self.since(start.decode())
        self.assertEqual((answer.status, "several objects" in answer.message), (2, True), answer.message)

    def test_histories_without_a_common_commit(self):
        self.git("checkout", "-q", "--orphan", "alone")
        self.commit("another beginning")
        answer = self.since("main")
        self.assertEqual(answer.status, 2)
        self.assertIn("HEAD has no commit in common with 'main'", answer.message)
        self.assertNotIn("shallow", answer.message)

    def test_a_shallow_clone(self):
        self.stage("new.png", CUT)
        self.commit()
        origin = f"file://{self.folder}"
        self.git("clone", "-q", "--depth", "1", "--branch", "work", origin, "clone")
        answer = self.since("origin/main", cwd=self.folder / "clone")
        self.assertEqual((answer.status, answer.out), (2, b""))
        for part in ("origin/main", "shallow clone", "git fetch --unshallow", "fetch-depth: 0"):
            self.assertIn(part, answer.message)
        self.git("fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main", folder="clone")
        answer = self.since("origin/main", cwd=self.folder / "clone")
        self.assertEqual(answer.status, 2)
        self.assertIn("fetch-depth: 0", answer.message)
        self.git("fetch", "-q", "--unshallow", "origin", folder="clone")
        self.assertEqual(self.since("origin/main", cwd=self.folder / "clone").paths, ["new.png"])

    def test_nothing_is_fetched(self):
        """What a partial clone lacks is a finding, and no reason to talk to another machine."""
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{self.folder}", "clone")
        answer = self.check("--staged", cwd=self.folder / "clone")
        self.assertNotEqual(answer.status, 0) if answer.lines else self.assertEqual(answer.status, 0)
        oid = self.git("rev-parse", "main:same.png").decode().strip()
        self.git("update-index", "--add", "--cacheinfo", f"100644,{oid},other.png", folder="clone")
        answer = self.check("--staged", cwd=self.folder / "clone")
        self.assertEqual((answer.status, answer.rules("other.png")), (1, ["unreadable"]), answer.message)
        text = self.run_program("check", "--staged", "other.png", cwd=self.folder / "clone").text
        self.assertIn("this repository does not have its object", text)
        self.assertNotIn("git fsck", text)


if __name__ == "__main__":
    unittest.main()
