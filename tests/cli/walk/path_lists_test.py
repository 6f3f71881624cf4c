"""Paths from a list: --files-from, -0."""

import os
import random
import subprocess
import unittest

from program import PROGRAM, SANITIZED, ProgramTest


class PathListsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        for path in ("a.png", "b.png", "dir/c.png", "dir/d.txt", "with space.png"):
            self.write(path)

    def listed(self, given, *arguments):
        return self.check("--files-from", "-", *arguments, given=given)

    def test_lines(self):
        self.assertEqual(self.listed(b"b.png\na.png\n").paths, ["a.png", "b.png"])
        self.assertEqual(self.listed(b"b.png\nwith space.png").paths, ["b.png", "with space.png"])
        self.assertEqual(self.listed(b"\n\n\nb.png\n\n").paths, ["b.png"])

    def test_carriage_returns_of_other_systems(self):
        self.assertEqual(self.listed(b"a.png\r\nb.png\r\n\r\n").paths, ["a.png", "b.png"])

    def test_nul_separated(self):
        self.write("line\nfeed.png")
        self.write("carriage\r")
        answer = self.listed(b"\0\0line\nfeed.png\0a.png\0\0a.png\0carriage\r\0", "-0")
        self.assertEqual(answer.paths, ["a.png", "carriage\r", "line\nfeed.png"])

    def test_nul_bytes_in_a_list_of_lines_are_a_mistake(self):
        answer = self.listed(b"a.png\0b.png\0")
        self.assertEqual(answer.status, 2)
        self.assertIn("-0", answer.message)

    def test_folders_are_walked_and_files_in_them_counted_once(self):
        self.assertEqual(self.listed(b"dir\na.png\ndir/c.png\n./dir/\n").paths, ["a.png", "dir/c.png", "dir/d.txt"])

    def test_a_list_comes_out_in_the_order_of_a_walk(self):
        draw = random.Random(7)
        for number in range(300):
            folder = "".join(f"{draw.choice(['a', 'a.b', 'a b', 'b', '-'])}/" for _ in range(draw.randrange(4)))
            self.write(f"{folder}{draw.choice(['a', 'b', 'a.b', 'z', 'c-'])}{number % 9}.png")
        walked = self.check(".").paths
        listed = [draw.choice(["", "./"]) + path for path in walked for _ in range(draw.choice([1, 2]))]
        draw.shuffle(listed)
        self.assertEqual(self.listed("\n".join(listed).encode()).paths, walked)
        absolute = [os.path.join(self.folder, path) for path in walked]
        mixed = draw.sample(absolute, len(absolute)) + draw.sample(walked, len(walked))
        self.assertEqual(self.listed("\n".join(mixed).encode()).paths, absolute + walked)
        mixed = [*draw.sample(walked, 100), "a", "b/a", "./a.b/"]
        within = {path for path in walked if path.startswith(("a/", "b/a/", "a.b/"))}
        expected = [path for path in walked if path in within or path in mixed]
        self.assertEqual(self.listed("\n".join(mixed).encode()).paths, expected)

    def test_beside_each_other_lie_files_links_folders_and_what_is_missing(self):
        os.symlink("c.png", self.folder / "dir" / "link.png")
        os.symlink("nowhere", self.folder / "dir" / "loose.png")
        os.mkfifo(self.folder / "dir" / "fifo.png")
        self.write("dir/folder.png/e.png")
        names = ["c.png", "fifo.png", "folder.png", "link.png", "loose.png", "missing.png"]
        answer = self.listed("\n".join(f"dir/{name}" for name in names).encode())
        self.assertEqual(answer.paths, [f"dir/{name}" for name in
                                        ("c.png", "fifo.png", "folder.png/e.png", "link.png", "loose.png", "missing.png")])
        bad = {each["path"] for each in answer.lines if each["verdict"] == "fail"}
        self.assertEqual(bad, {"dir/fifo.png", "dir/loose.png", "dir/missing.png"})

    def test_what_is_listed_is_judged_whatever_it_is(self):
        self.write("dir/.hidden", "words")
        self.assertEqual(self.listed(b"dir/.hidden\n").rules("dir/.hidden"), ["format-not-accepted"])
        self.assertEqual(self.listed(b"missing.png\n").rules("missing.png"), ["unreadable"])

    def test_arguments_and_list_together(self):
        self.assertEqual(self.listed(b"b.png\n", "a.png").paths, ["a.png", "b.png"])

    def test_list_in_a_file(self):
        self.write("list.txt", "b.png\n")
        self.assertEqual(self.check("--files-from", "list.txt").paths, ["b.png"])

    def test_only_a_list_means_not_the_working_folder(self):
        self.assertEqual(self.listed(b"", "--allow-empty").summary["files"], 0)

    def test_lists_that_cannot_be_read(self):
        os.mkdir(self.folder / "folder")
        for name in ("no-list", "folder"):
            self.assertEqual(self.check("--files-from", name).status, 2)
        with open("/dev/zero", "rb") as zeros:
            self.assertEqual(self.check("--files-from", "-", stdin=zeros, timeout=20).status, 2)

    def test_named_files_get_a_line_and_listed_ones_do_not(self):
        self.assertIn("PASS  a.png", self.run_program("check", "a.png").text)
        self.assertNotIn("PASS", self.run_program("check", "--files-from", "-", given=b"a.png\n").text)
        self.assertNotIn("PASS", self.run_program("check", ".").text)


class ManyPathsTest(ProgramTest):
    def test_a_hundred_thousand_paths_take_little_memory(self):
        """The list itself is about 8 MB, and 3.4 GB if every path were kept with its report."""
        self.write("a.png")
        count = 100_000
        for number in range(10):
            os.mkdir(self.folder / f"a folder with a rather long name, number {number}")
        listed = b"".join(b"a folder with a rather long name, number %d/picture number %d of many.png\0" % (number % 10, number)
                          for number in range(count))
        (self.folder / "list").write_bytes(listed + b"a.png\0")
        script = 'exec "$0" check -o ndjson:out.ndjson --files-from list -0'
        process = subprocess.Popen(["sh", "-c", script, PROGRAM], cwd=self.folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1)
        self.assertLess(usage.ru_maxrss, 256_000 if SANITIZED else 64_000)
        with open(self.folder / "out.ndjson", "rb") as lines:
            self.assertEqual(sum(1 for _ in lines), count + 2)


if __name__ == "__main__":
    unittest.main()
