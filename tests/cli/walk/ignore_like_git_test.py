"""What .gitignore leaves out is what git itself would leave out."""

import os
import random
import shutil
import subprocess
import unittest

from program import GOOD, ProgramTest

NAMES = ["a", "b", "ab", "a.png", "b.png", "A.png", "build", "x y.png", "#a.png", "!b.png", "a[1].png", "a\\b.png", "a "]
PIECES = ["a", "b", "ab", "*", "?", "**", "*.png", "a*", "[ab]", "[!a]", "[a-b]*", "a.png", "build", "x y.png", "\\#a.png", "\\!b.png",
          "a\\[1\\].png", "a\\\\b.png", "*.p?g", "[[:alpha:]]", "a\\ ", "a ", "", "*b*"]
WILD_NAMES = ["a", "b", "A", "ab", "a-", "-", "]", "[", "[a]", "]a", "!", "^", "!a", "0", "09", "a0", "é", "\\", "a\\", "a b", "+", ",", "_", ":", "a:", "[:", "\t", "~"]
CLASSES = ["alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit"]


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class IgnoreLikeGitTest(ProgramTest):
    def names_of_git(self):
        listing = subprocess.run(["git", "ls-files", "-z", "--others", "--exclude-per-directory=.gitignore"], cwd=self.folder,
                                 capture_output=True, check=True).stdout
        return sorted(name for name in listing.decode().split("\0") if name and not name.endswith(".gitignore"))

    def ignored_by_git(self, names):
        answer = subprocess.run(["git", "check-ignore", "-z", "--stdin"], cwd=self.folder, input=b"\0".join(sorted(map(os.fsencode, names))),
                                capture_output=True, check=False)
        self.assertIn(answer.returncode, (0, 1), answer.stderr)
        return {os.fsdecode(name) for name in answer.stdout.split(b"\0") if name}

    def must_agree(self, *also_told):
        ours = set(self.check(".", "--hidden", "--allow-empty").paths)
        gits = set(self.names_of_git())
        self.assertEqual((sorted(ours - gits), sorted(gits - ours)), ([], []), also_told)

    def grow(self, draw, folder="", depth=0):
        for name in draw.sample(NAMES, 5):
            if depth < 3 and draw.random() < 0.45:
                self.grow(draw, f"{folder}{name}/", depth + 1)
            else:
                self.write(f"{folder}{name}", GOOD)
        if draw.random() < (1 if depth == 0 else 0.3):
            lines = [self.pattern(draw) for _ in range(draw.randrange(1, 5))]
            self.write(f"{folder}.gitignore", draw.choice(["\n", "\n\n"]).join(lines) + draw.choice(["", "\n"]))

    @staticmethod
    def pattern(draw):
        body = "/".join(draw.choice(PIECES) for _ in range(draw.choice([1, 1, 1, 2, 2, 3])))
        return draw.choice(["", "", "", "!"]) + draw.choice(["", "", "/"]) + body + draw.choice(["", "", "/", " "])

    def test_many_random_trees(self):
        subprocess.run(["git", "init", "-q", self.folder], check=True)
        for seed in range(int(os.environ.get('SEEDS', '60'))):
            with self.subTest(seed=seed):
                draw = random.Random(seed)
                for each in self.folder.iterdir():
                    if each.name != ".git":
                        shutil.rmtree(each) if each.is_dir() else each.unlink()
                self.grow(draw)
                ignores = {str(each.relative_to(self.folder)): each.read_text() for each in self.folder.rglob(".gitignore")}
                self.must_agree(ignores)

    def test_two_thousand_random_trees_at_once(self):
        """Brackets, classes, escapes and asterisks in a row: each tree is a folder of one repository."""
        subprocess.run(["git", "init", "-q", self.folder], check=True)
        draw = random.Random(os.environ.get("SEED", "trees"))
        for tree in range(2000):
            root = f"{tree:04}/"
            names = draw.sample(WILD_NAMES, 6)
            for name in names[:4]:
                self.write(f"{root}{name}.png")
            for name in names[4:]:
                for inner in draw.sample(WILD_NAMES, 2):
                    self.write(f"{root}{name}/{inner}/{draw.choice(WILD_NAMES)}")
                    self.write(f"{root}{name}/{inner}.png")
            self.write(f"{root}.gitignore", "\n".join(self.wild_pattern(draw) for _ in range(draw.choice([1, 1, 2, 3]))))
        ours = set(self.check(".", "--hidden").paths)
        gits = set(self.names_of_git())
        written = {str(each.relative_to(self.folder)) for each in self.folder.rglob("*") if each.is_file() and each.name != ".gitignore"}
        written = {name for name in written if not name.startswith(".git/")}
        self.assertEqual(written - self.ignored_by_git(written), gits)  # git's two ways of telling agree, so ours is held against both
        wrong = sorted({path[:4] for path in ours ^ gits})
        told = [(tree, (self.folder / tree / ".gitignore").read_text(), sorted(path for path in ours - gits if path.startswith(tree)),
                 sorted(path for path in gits - ours if path.startswith(tree))) for tree in wrong[:5]]
        self.assertEqual(told, [], f"{len(wrong)} trees")
        self.assertGreater(len(ours), 4000)

    @staticmethod
    def wild_pattern(draw):
        def member():
            return draw.choice(["a", "b", "A", "0", "-", "!", "^", "]", "[", "\\]", "\\-", "\\\\", "a-b", "0-9", "b-a", "+--", "é", "/", ":"] +
                               [f"[:{name}:]" for name in CLASSES] + ["[:", "[:nonsense:]", "[::]"])

        def piece():
            bracket = "[" + draw.choice(["", "", "!", "^"]) + "".join(member() for _ in range(draw.choice([1, 1, 2, 3]))) + draw.choice(["]"] * 9 + [""])
            return draw.choice([bracket] * 8 + ["*", "*", "?", "**", "***", "a", "b", "\\a", "\\[", ".png", "*.png", "é", " ", "\\ "])

        def component():
            return "".join(piece() for _ in range(draw.choice([1, 1, 2, 3])))
        body = draw.choice(["/", "/", "\\/"]).join(component() for _ in range(draw.choice([1, 1, 2, 3])))
        return draw.choice(["", "", "", "!"]) + draw.choice(["", "", "/", "**/", "a**/"]) + body + draw.choice(["", "", "*", "/", "/**", " ", "\\", "\\\\ "])

    def test_a_link_is_no_ignore_file_for_git(self):
        subprocess.run(["git", "init", "-q", self.folder], check=True)
        self.write("sub/a.png")
        self.write("b.png")
        self.write("patterns.txt", "*.png\n")
        os.symlink("patterns.txt", self.folder / ".gitignore")
        os.symlink("../patterns.txt", self.folder / "sub" / ".gitignore")
        self.assertEqual(set(self.check(".").paths), {"sub/a.png", "b.png"})
        self.assertEqual(set(self.check("sub").paths), {"sub/a.png"})
        self.assertIn("b.png", self.names_of_git())

    def test_folders_around_the_one_that_is_walked(self):
        subprocess.run(["git", "init", "-q", self.folder], check=True)
        for path in ("top/in/a.png", "top/in/b.png", "top/in/deep/c.png", "top/d.png"):
            self.write(path)
        self.write(".gitignore", "top/in/a.png\n/b.png\n")
        self.write("top/.gitignore", "deep/\n!in/a.png\n")
        self.assertEqual(self.check("in", cwd=self.folder / "top").paths, ["in/a.png", "in/b.png"])
        self.assertEqual(self.check(".", cwd=self.folder / "top" / "in").paths, ["a.png", "b.png"])

    def test_a_repository_inside_is_a_world_of_its_own(self):
        subprocess.run(["git", "init", "-q", self.folder], check=True)
        self.write(".gitignore", "*.png\n")
        self.write("plain/a.png")
        self.write("inner/b.png")
        subprocess.run(["git", "init", "-q", self.folder / "inner"], check=True)
        self.assertEqual(self.check(".").paths, ["inner/b.png"])

    def test_ignore_files_of_other_tools_win_over_those_of_git(self):
        for path in ("a.png", "b.png"):
            self.write(path)
        self.write(".gitignore", "a.png\n")
        self.write(".ignore", "!a.png\nb.png\n")
        self.assertEqual(self.check(".").paths, ["a.png"])


if __name__ == "__main__":
    unittest.main()
