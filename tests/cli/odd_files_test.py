"""Things in a folder that are no ordinary files, or stop being so."""

import os
import socket
import subprocess
import unittest

from program import CUT, GOOD, PROGRAM, ProgramTest

# Root may open everything, so a test of permissions needs somebody else.
NOBODY = 65534


class OddFilesTest(ProgramTest):
    def make_odd_things(self):
        os.mkfifo(self.folder / "fifo.png")
        os.mkfifo(self.folder / "fifo-without-extension")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.folder / "socket.png"))
        os.symlink("/dev/zero", self.folder / "zero.png")
        os.symlink("/dev/null", self.folder / "null.png")
        os.symlink("/dev/tty", self.folder / "tty.png")
        os.symlink("loop.png", self.folder / "loop.png")
        os.symlink("nowhere", self.folder / "dangling.png")
        os.symlink("nowhere", self.folder / "dangling-without-extension")

    def test_none_of_them_is_waited_for(self):
        self.make_odd_things()
        answer = self.check(".", timeout=10)
        self.assertEqual(answer.status, 1)
        expected = ["dangling.png", "fifo.png", "loop.png", "null.png", "socket.png", "tty.png", "zero.png"]
        self.assertEqual(answer.paths, expected)
        for path in expected:
            self.assertEqual(answer.rules(path), ["unreadable"])

    def test_named_they_are_findings_whatever_they_are_called(self):
        self.make_odd_things()
        names = ["fifo-without-extension", "dangling-without-extension", "/dev/zero", "/dev/stdout"]
        answer = self.check(*names, timeout=10)
        self.assertEqual(answer.paths, sorted(names))
        for path in names:
            self.assertEqual(answer.rules(path), ["unreadable"])
        said = {each["path"]: each["findings"][0]["message"] for each in answer.lines}
        self.assertIn("FIFO", said["fifo-without-extension"])
        self.assertIn("character device", said["/dev/zero"])
        self.assertIn("no such file", said["dangling-without-extension"])

    def test_links_to_files_are_followed_and_links_to_folders_are_not(self):
        self.write("real/a.png")
        os.symlink("real/a.png", self.folder / "file-link.png")
        os.symlink("real", self.folder / "folder-link.png")
        os.symlink("..", self.folder / "real" / "up")
        self.assertEqual(self.check(".").paths, ["file-link.png", "real/a.png"])
        self.assertEqual(self.check("folder-link.png").paths, ["folder-link.png/a.png"])

    def test_a_folder_that_may_not_be_read_is_a_finding(self):
        self.write("open/a.png")
        self.write("locked/b.png")
        self.write("noted/secret.png")
        os.chmod(self.folder / "locked", 0)
        os.chmod(self.folder / "noted" / "secret.png", 0)
        os.chmod(self.folder, 0o755)
        self.addCleanup(os.chmod, self.folder / "locked", 0o755)
        somebody = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
        answer = self.check(".", **somebody)
        self.assertEqual(answer.status, 1)
        self.assertEqual(answer.paths, ["locked", "noted/secret.png", "open/a.png"])
        self.assertEqual(answer.rules("locked"), ["unreadable"])
        self.assertEqual(answer.rules("noted/secret.png"), ["unreadable"])
        self.assertIn("The folder cannot be read: permission", answer.lines[0]["findings"][0]["message"])
        self.assertIn("The file cannot be read: permission", answer.lines[1]["findings"][0]["message"])
        self.assertEqual(self.check("locked", **somebody).paths, ["locked"])
        self.assertEqual(self.run_program("facts", ".", **somebody).status, 2)

    def test_only_media_count_in_a_folder_and_everything_counts_when_named(self):
        for name, content in (("notes.txt", "words"), ("README", "words"), ("page.html", "<!DOCTYPE html><html>"), ("empty", ""),
                              ("data.bin", bytes(range(256)))):
            self.write(name, content)
        for name in ("picture-without-extension", "picture.txt", "picture.png"):
            self.write(name)
        self.write("words.mp4", "words")
        self.write("song.mp3", "ID3" + "\0" * 64)
        found = ["picture-without-extension", "picture.png", "picture.txt", "song.mp3", "words.mp4"]
        self.assertEqual(self.check(".").paths, found)
        self.assertEqual(self.check("notes.txt", "empty").paths, ["empty", "notes.txt"])

    def test_hidden_and_ignored_files_are_left_out_unless_asked_for(self):
        for path in ("a.png", ".hidden.png", ".cache/b.png", ".git/c.png", "out/d.png", "out/keep.png"):
            self.write(path)
        self.write(".gitignore", "out/*\n!keep.png\n")
        self.assertEqual(self.check(".").paths, ["a.png", "out/keep.png"])
        self.assertEqual(self.check(".", "--hidden").paths, [".cache/b.png", ".hidden.png", "a.png", "out/keep.png"])
        self.assertEqual(self.check(".", "--no-ignore").paths, ["a.png", "out/d.png", "out/keep.png"])
        self.assertEqual(self.check(".", ".hidden.png", "out/d.png").paths, [".hidden.png", "a.png", "out/d.png", "out/keep.png"])
        self.assertEqual(self.check(".cache", ".git").paths, [".cache/b.png", ".git/c.png"])
        self.assertEqual(self.check("out").paths, ["out/keep.png"])

    def test_ignore_files_that_are_no_files_do_not_count(self):
        self.write("a.png")
        os.mkfifo(self.folder / ".gitignore")
        os.symlink("/dev/zero", self.folder / ".ignore")
        self.assertEqual(self.check(".", timeout=10).paths, ["a.png"])

    def test_a_configuration_that_is_no_file_ends_the_run(self):
        self.write("a.png")
        os.mkfifo(self.folder / "media-preflight.toml")
        self.assertEqual(self.check(".", timeout=10).status, 2)

    def test_files_that_come_and_go_meanwhile(self):
        for number in range(200):
            self.write(f"stay/{number}.png")
        churn = ("import os, sys\nos.chdir(sys.argv[1])\n"
                 "while True:\n"
                 " for i in range(50):\n"
                 "  os.makedirs(f'go/{i}/deep', exist_ok=True)\n"
                 "  open(f'go/{i}/deep/x.png', 'wb').write(b'x')\n"
                 "  open(f'go/{i}/y.tmp', 'wb').write(b'x')\n"
                 " for i in range(50):\n"
                 "  os.remove(f'go/{i}/y.tmp'); os.remove(f'go/{i}/deep/x.png'); os.rmdir(f'go/{i}/deep'); os.rmdir(f'go/{i}')\n")
        process = subprocess.Popen(["python3", "-c", churn, self.folder])
        try:
            for _ in range(60):
                answer = self.check(".", "--jobs", "4", timeout=20)
                self.assertIn(answer.status, (0, 1))
                stayed = [path for path in answer.paths if path.startswith("stay/")]
                self.assertEqual(len(stayed), 200)
                self.assertEqual(answer.paths, sorted(answer.paths, key=lambda path: path.split("/")))
        finally:
            process.kill()
            process.wait()

    def test_what_the_system_makes_up_while_it_is_read_is_not_empty(self):
        answer = self.check("/proc/self/status")
        self.assertEqual(answer.lines[0]["format"], "text")
        self.assertGreater(answer.lines[0]["bytes"], 100)
        self.assertEqual(self.check("/proc/self/status", "--depth", "decode").lines[0]["format"], "text")

    def test_what_the_system_makes_up_can_be_shorter_than_it_says(self):
        short = "/sys/class/net/lo/mtu"
        if not os.path.exists(short) or os.path.getsize(short) < 1000:
            self.skipTest(f"there is no {short} of 4096 bytes")
        answer = self.check(short, "--for", "zoom-picture")
        self.assertEqual((answer.status, answer.rules(short)), (1, ["unreadable"]))
        self.assertEqual(answer.lines[0]["findings"][0]["message"], "The file became shorter while it was being read.")
        self.assertEqual(self.run_program("facts", short).status, 2)

    def test_an_error_while_reading_is_a_finding(self):
        answer = self.check("/proc/self/mem")  # nothing is mapped at its beginning
        self.assertEqual((answer.status, answer.rules("/proc/self/mem")), (1, ["unreadable"]))
        self.assertIn("input/output error", answer.lines[0]["findings"][0]["message"])
        self.assertEqual(self.run_program("facts", "/proc/self/mem").status, 2)

    def test_a_sparse_file_of_many_terabytes(self):
        with open(self.folder / "sparse.mp4", "wb") as file:
            file.write(b"\0\0\0\x18ftypisom\0\0\0\0isommp42")
            try:
                file.truncate(2**43)
            except OSError:
                file.truncate(2**40)
        answer = self.check("sparse.mp4", timeout=20)
        self.assertEqual(answer.status, 1)
        self.assertIn("file-too-large", answer.rules("sparse.mp4"))


class InputTest(ProgramTest):
    def test_a_pipe_is_read_to_its_end(self):
        answer = self.check("-", given=GOOD)
        self.assertEqual((answer.status, answer.paths), (0, ["<stdin>"]))
        self.assertEqual(self.check("-", given=CUT).rules("<stdin>"), ["truncated"])

    def test_a_file_is_read_in_place(self):
        with open(self.write("a.png", CUT), "rb") as file:
            self.assertEqual(self.check("-", stdin=file).rules("<stdin>"), ["truncated"])

    def test_it_can_be_given_a_name(self):
        answer = self.check("-", "--stdin-name", "up/load.jpg", given=GOOD)
        self.assertEqual(answer.paths, ["up/load.jpg"])
        self.assertEqual(answer.rules("up/load.jpg"), ["extension-mismatch"])

    def test_it_is_one_file_among_others(self):
        self.write("a.png")
        answer = self.check("a.png", "-", "--stdin-name", "a.png", given=CUT)
        self.assertEqual([each["verdict"] for each in answer.lines], ["pass", "fail"])

    def test_more_than_fits_is_a_finding(self):
        with open("/dev/zero", "rb") as zeros:
            answer = self.check("-", stdin=zeros)
        self.assertEqual(answer.rules("<stdin>"), ["unreadable"])
        self.assertIn("256 MiB", answer.lines[0]["findings"][0]["message"])

    def test_nothing_comes(self):
        self.assertEqual(self.check("-").rules("<stdin>"), ["empty-file"])

    def test_a_folder_is_no_input(self):
        folder = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        self.assertEqual(self.check("-", stdin=folder).rules("<stdin>"), ["unreadable"])

    def test_it_may_be_closed(self):
        process = subprocess.run(["sh", "-c", '"$0" check - <&-', PROGRAM], capture_output=True, check=False)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"unreadable: The file cannot be read: it is not open.", process.stdout)


if __name__ == "__main__":
    unittest.main()
