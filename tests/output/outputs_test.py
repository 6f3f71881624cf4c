"""Where --output writes: files appear whole or not at all, and nothing that is read is written over."""

import json
import os
import pathlib
import re
import resource
import shutil
import signal
import stat
import subprocess
import time
import unittest
import xml.etree.ElementTree

from program import CUT, GOOD, PLAIN, PROGRAM, SMALL, ProgramTest


class OutputsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")

    def unfinished(self, process):
        """How many files the program writes in the folder that have not got their names yet."""
        count = 0
        for each in os.listdir(f"/proc/{process.pid}/fd"):
            try:
                name = os.readlink(f"/proc/{process.pid}/fd/{each}")
            except FileNotFoundError:
                continue  # it was closed meanwhile
            count += name.startswith(os.path.realpath(self.folder)) and (name.endswith(" (deleted)") or name.endswith(".tmp"))
        return count

    def must_refuse(self, *arguments, says="", **more):
        answer = self.run_program("check", *arguments, **more)
        self.assertEqual((answer.status, answer.out), (2, b""), answer.message)
        self.assertIn(says, answer.message)

    def test_an_input_is_never_written_over(self):
        os.link(self.folder / "a.png", self.folder / "hard.png")
        os.symlink("a.png", self.folder / "link.png")
        for name in ("a.png", "./a.png", "hard.png", "link.png", str(self.folder / "a.png")):
            for path in ("a.png", "."):
                with self.subTest(name=name, path=path):
                    self.must_refuse(path, "-o", f"json:{name}", says="is an input file")
                    self.assertEqual(self.read("a.png"), GOOD)
        with open(self.folder / "a.png", "rb") as file:
            self.must_refuse("-", "-o", "json:a.png", stdin=file, says="is an input file")
        self.write("empty.png", b"")
        self.must_refuse("empty.png", "-o", "json:empty.png", says="is an input file")
        self.assertEqual(self.names(), ["a.png", "empty.png", "hard.png", "link.png"])

    def test_what_could_not_be_stored_does_not_appear(self):
        self.write("old.json", "old")
        fails = ["strace", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=ENOSPC:when=2"]
        try:
            subprocess.run([*fails, "true"], check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            self.skipTest("strace cannot be used here")
        answer = subprocess.run([*fails, PROGRAM, "check", "a.png", "-o", "ndjson:new.ndjson", "-o", "json:old.json"], cwd=self.folder,
                                env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}, capture_output=True, text=True, check=False)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("old.json cannot be written: no space left", answer.stderr.lower())
        self.assertEqual(self.read("old.json"), b"old")
        self.assertEqual(self.names(), ["a.png", "old.json"])

    def test_a_list_is_an_input_too(self):
        self.write("list", "a.png\n")
        self.must_refuse("--files-from", "list", "-o", "json:list", says="is an input file")
        with open(self.folder / "list", "rb") as file:
            self.must_refuse("--files-from", "-", "-o", "json:list", stdin=file, says="is an input file")
        self.assertEqual(self.read("list"), b"a.png\n")

    def test_what_is_left_out_is_an_input_too(self):
        for name in (".gitignore", ".ignore"):
            self.write(name, "*.gif\n")
            self.must_refuse(".", "-o", f"json:{name}", says="is an ignore file")
            self.assertEqual(self.read(name), b"*.gif\n")

    def test_standard_output_is_no_input_either(self):
        with open(self.folder / "a.png", "ab") as file:
            process = subprocess.run([PROGRAM, "check", "a.png"], cwd=self.folder, stdout=file, stderr=subprocess.PIPE, check=False)
        self.assertEqual((process.returncode, self.read("a.png")), (2, GOOD))

    def test_an_earlier_report_stays_where_a_run_fails(self):
        self.write("r.json", "before")
        self.write("bad.toml", "nonsense")
        os.mkdir(self.folder / "none")
        for arguments in (["none"], ["a.png", "--files-from", "missing"], ["a.png", "--config", "bad.toml"],
                          ["a.png", "-o", "json:no/such/folder"], ["a.png", "-o", "text:/dev/full"], ["a.png", "--stdin-name", "x"]):
            with self.subTest(arguments=arguments):
                self.must_refuse("-o", "json:r.json", *arguments)
                self.assertEqual(self.read("r.json"), b"before")
                self.assertEqual(self.names(), ["a.png", "bad.toml", "none", "r.json"])

    def test_an_output_that_may_not_grow(self):
        self.write("r.json", "before")
        self.must_refuse("a.png", "-o", "json:r.json", says="r.json cannot be written",
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.assertEqual(self.read("r.json"), b"before")
        self.assertEqual(self.names(), ["a.png", "r.json"])

    def test_findings_and_unreadable_files_are_no_such_failure(self):
        self.write("cut.png", CUT)
        for command, status in (("check", 1), ("facts", 2)):
            self.write("r.json", "before")
            self.assertEqual(self.run_program(command, "cut.png", "missing.png", "-o", "json:r.json").status, status)
            self.assertEqual(json.loads(self.read("r.json"))["summary"]["files"], 2)

    def test_a_signal_leaves_everything_as_it_was(self):
        self.write("r.json", "before")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = subprocess.Popen([PROGRAM, "check", "-", "-o", "json:r.json", "-o", "text:new.txt"], cwd=self.folder,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=PLAIN)
            while self.unfinished(process) < 2:  # both are begun
                self.assertIsNone(process.poll())
            process.send_signal(number)
            process.communicate()
            self.assertEqual(process.returncode, -number)
            self.assertEqual((self.names(), self.read("r.json")), (["a.png", "r.json"], b"before"))

    def test_of_several_those_are_named_that_appeared_before_one_that_cannot(self):
        for taken, in_place in (("r.json", []), ("s.ndjson", ["r.json"]), ("t.txt", ["r.json", "s.ndjson"])):
            with self.subTest(taken=taken):
                self.write("r.json", "before")
                process = subprocess.Popen([PROGRAM, "check", "-", "-o", "json:r.json", "-o", "json:/dev/null", "-o", "ndjson:s.ndjson",
                                            "-o", "text:t.txt"], cwd=self.folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN)
                while self.unfinished(process) < 3:  # all are begun
                    self.assertIsNone(process.poll())
                if taken == "r.json":
                    os.remove(self.folder / taken)
                os.mkdir(self.folder / taken)
                _, message = process.communicate(GOOD)
                said = f"; already in place: {', '.join(in_place)}" if in_place else ""
                self.assertEqual((process.returncode, message.decode()),
                                 (2, f"media-preflight: --output: {taken} cannot be written: it is a folder{said}\n"))
                self.assertEqual(self.names(), sorted({"a.png", "r.json", taken, *in_place}))
                os.rmdir(self.folder / taken)
                for name in in_place:
                    self.assertNotEqual(self.read(name), b"before")
                    os.remove(self.folder / name)

    def test_a_file_appears_by_a_rename_and_a_link_is_not_followed(self):
        self.write("victim", "precious")
        os.symlink("victim", self.folder / "r.json")
        self.assertEqual(self.run_program("check", "a.png", "-o", "json:r.json").status, 0)
        self.assertEqual(self.read("victim"), b"precious")
        self.assertFalse(os.path.islink(self.folder / "r.json"))
        before = os.stat(self.folder / "r.json").st_ino
        os.link(self.folder / "r.json", self.folder / "kept.json")
        self.run_program("check", "a.png", "-o", "json:r.json")
        self.assertNotEqual(os.stat(self.folder / "r.json").st_ino, before)
        self.assertEqual(os.stat(self.folder / "kept.json").st_ino, before)

    def test_permissions(self):
        mode = lambda name: stat.S_IMODE(os.stat(self.folder / name).st_mode)
        self.run_program("check", "a.png", "-o", "json:new.json", preexec_fn=lambda: os.umask(0o027))
        self.assertEqual(mode("new.json"), 0o640)
        os.chmod(self.folder / "new.json", 0o604)
        self.run_program("check", "a.png", "-o", "json:new.json")
        self.assertEqual(mode("new.json"), 0o604)

    def test_two_spellings_of_one_place(self):
        self.write("old", "")
        os.link(self.folder / "old", self.folder / "hard")
        os.symlink("old", self.folder / "soft")
        os.mkdir(self.folder / "in")
        for one, other in (("x.j", "./x.j"), ("x.j", "in/../x.j"), ("old", "hard"), ("old", "soft"), ("soft", "./soft")):
            self.must_refuse("a.png", "-o", f"json:{one}", "-o", f"text:{other}", says="mixed in")
        self.must_refuse("a.png", "-o", "json:/dev/stdout", "-o", "text", says="mixed in")
        self.must_refuse("a.png", "-o", "json:/dev/fd/1", "-o", "text:/dev/stdout", says="mixed in")
        self.assertEqual(self.names(), ["a.png", "hard", "in", "old", "soft"])
        self.assertEqual(self.run_program("check", "a.png", "-o", "json:/dev/null", "-o", "text:/dev/null").status, 0)

    def test_what_is_no_regular_file_is_written_as_it_is(self):
        answer = self.run_program("check", "a.png", "-o", "json:/dev/stdout")
        self.assertEqual(json.loads(answer.out)["summary"]["files"], 1)
        with open(self.folder / "log", "wb") as log:
            log.write(b"first\n")
            log.flush()
            subprocess.run([PROGRAM, "check", "a.png", "-o", "ndjson:/dev/stdout"], cwd=self.folder, stdout=log, check=False)
        self.assertTrue(self.read("log").startswith(b'first\n{"type":"file"'))
        os.mkfifo(self.folder / "fifo")
        process = subprocess.Popen([PROGRAM, "check", "a.png", "-o", "json:fifo"], cwd=self.folder)
        self.assertEqual(json.loads(self.read("fifo"))["summary"]["files"], 1)
        self.assertEqual(process.wait(), 0)
        self.assertTrue(stat.S_ISFIFO(os.stat(self.folder / "fifo").st_mode))
        self.must_refuse("a.png", "-o", f"json:{self.folder}", says="cannot be written: it is a folder")
        self.must_refuse("a.png", "-o", "json:a.png/", says="a part of the path is not a folder")

    def all_formats(self):
        listed = re.search(r"Format of a report \(([^)]*)\)", " ".join(self.run_program("check", "--help").text.split())).group(1)
        return listed.split(", ")

    def test_all_forms_in_one_run_are_what_each_is_alone(self):
        self.write("cut.png", CUT)
        self.write("small <b>.png", SMALL)
        formats = self.all_formats()
        self.assertGreaterEqual(set(formats), {"text", "concise", "json", "ndjson", "junit", "github", "gitlab", "sarif", "html"})
        answer = self.run_program("check", ".", *[part for name in formats for part in ("-o", f"{name}:{name}.out")])
        self.assertEqual((answer.status, answer.out), (1, b""), answer.message)
        for name in formats:
            with self.subTest(form=name):
                alone = self.run_program("check", ".", "-o", name).out
                without_times = lambda text: re.sub(rb"[0-9]+\.[0-9e-]+( ms| s)?|[0-9]+ ms", b"", text)
                self.assertEqual(without_times(self.read(f"{name}.out")), without_times(alone))

    def test_where_one_form_cannot_be_written_none_appears(self):
        formats = self.all_formats()
        self.write("cut.png", CUT)
        self.write("json.out", "before")
        before = self.names()
        sizes = {name: len(self.run_program("check", ".", "-o", name).out) for name in formats}
        longest = max(sizes, key=sizes.get)
        most = sizes[longest] - 1000  # times have more or fewer digits in each run
        self.assertTrue(all(size < most for name, size in sizes.items() if name != longest), sizes)
        self.must_refuse(".", *[part for name in formats for part in ("-o", f"{name}:{name}.out")], says=f"{longest}.out cannot be written",
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
        self.assertEqual((self.names(), self.read("json.out")), (before, b"before"))

    def test_facts_have_only_formats_that_show_them(self):
        answer = self.run_program("facts", ".", "-o", "github")
        self.assertEqual(answer.status, 2)
        self.assertIn("this command has no format 'github'; use text, json, ndjson, junit", answer.message)

    def test_what_cannot_be_replaced_is_known_before_the_work(self):
        self.write("bad.png", CUT)
        os.mkdir(self.folder / "sticky")
        self.write("sticky/r.json", "before")
        for path, uid, mode in (("sticky/r.json", 12345, 0o666), ("sticky", 54321, 0o1777), (".", os.getuid(), 0o777)):
            os.chmod(self.folder / path, mode)
            if os.geteuid() == 0:
                os.chown(self.folder / path, uid, uid)
        if os.geteuid() != 0:
            self.skipTest("only root gives files away")
        program = shutil.copytree(pathlib.Path(PROGRAM).parent, self.folder / "bin") / pathlib.Path(PROGRAM).name
        command = [program, "check", "a.png", "bad.png", "-o"]
        process = subprocess.run([*command, "json:sticky/r.json"], cwd=self.folder, capture_output=True, check=False, text=True, user=65534, group=65534)
        self.assertEqual(process.returncode, 2)
        self.assertIn("sticky/r.json cannot be written: it belongs to another user, and its folder lets only owners replace files", process.stderr)
        process = subprocess.run([*command, "json:sticky/new.json"], cwd=self.folder, capture_output=True, check=False, text=True, user=65534, group=65534)
        self.assertEqual(process.returncode, 1, process.stderr)
        os.chmod(self.folder / "sticky", 0o777)
        os.chmod(self.folder / "sticky/r.json", 0o644)
        process = subprocess.run([*command, "json:sticky/r.json"], cwd=self.folder, capture_output=True, check=False, text=True, user=65534, group=65534)
        self.assertEqual(process.returncode, 2)
        self.assertIn("it belongs to another user, who does not let you write to it", process.stderr)
        self.assertEqual(self.read("sticky/r.json"), b"before")

    def test_a_file_that_is_mounted_cannot_be_replaced(self):
        self.write("r.json", "before")
        self.write("other.json", "other")
        shell = 'mount --bind other.json r.json && exec "$0" check a.png -o json:r.json'
        process = subprocess.run(["unshare", "--mount", "--map-root-user", "bash", "-c", shell, PROGRAM], cwd=self.folder, capture_output=True,
                                 check=False, text=True)
        if "mount:" in process.stderr or "unshare:" in process.stderr:
            self.skipTest("nothing can be mounted here")
        self.assertEqual((process.returncode, process.stdout), (2, ""))
        self.assertIn("r.json cannot be written: another file is mounted there, so it cannot be replaced", process.stderr)
        self.assertEqual((self.read("r.json"), self.read("other.json")), (b"before", b"other"))

    def test_nothing_is_left_behind_whatever_ends_a_run(self):
        self.write("old.json", "old")
        outputs = [argument for number in range(20) for argument in ("-o", f"json:{number}.json")]
        for number in (signal.SIGTERM, signal.SIGKILL):
            process = subprocess.Popen([PROGRAM, "check", "--files-from", "-", "-o", "json:old.json", *outputs], cwd=self.folder,
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while self.unfinished(process) < 21:
                time.sleep(0.01)
            process.send_signal(number)
            process.communicate()
            left = [name for name in self.names() if name.startswith(".media-preflight-")]
            if number == signal.SIGTERM or self.has_unnamed_files():
                self.assertEqual(left, [])
            self.assertEqual(self.read("old.json"), b"old")

    def has_unnamed_files(self):
        try:
            os.close(os.open(self.folder, os.O_TMPFILE | os.O_WRONLY))
            return True
        except OSError:
            return False

    def test_where_files_need_names_they_get_them(self):
        refuses = ["strace", "-f", "-o", "/dev/null", "-e", "trace=access", "-e", "inject=access:error=ENOENT"]
        try:
            subprocess.run([*refuses, "true"], check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            self.skipTest("strace cannot be used here")
        self.write("old.json", "old")
        answer = subprocess.run([*refuses, PROGRAM, "check", "a.png", "-o", "ndjson:new.ndjson", "-o", "json:old.json"], cwd=self.folder,
                                env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}, capture_output=True, text=True, check=False)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(self.names(), ["a.png", "new.ndjson", "old.json"])
        self.assertIn(b"summary", self.read("old.json"))

    def test_junit_counts_and_times(self):
        self.write("bad.png", CUT)
        suite = xml.etree.ElementTree.fromstring(self.run_program("check", ".", "-o", "junit").out).find("testsuite")
        self.assertEqual({name: suite.get(name) for name in ("tests", "failures", "errors")}, {"tests": "2", "failures": "1", "errors": "0"})
        self.assertEqual([each.get("name") for each in suite.findall("testcase")], ["a.png", "bad.png"])
        for element in (suite, *suite.findall("testcase")):
            self.assertRegex(element.get("time"), r"^[0-9]+\.[0-9]{6}$")
        os.mkfifo(self.folder / "pipe.png")
        suite = xml.etree.ElementTree.fromstring(self.run_program("facts", ".", "-o", "junit").out)
        self.assertEqual((suite.get("tests"), suite.get("failures"), suite.get("errors")), ("3", "0", "1"))

    def test_few_descriptors_are_enough(self):
        deep = "d/" * 40
        for number in range(40):
            self.write(f"{deep}{number}.png")
            self.write(f"{'d/' * number}x.png")

        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))
        for depth in ("structure", "decode"):
            answer = self.run_program("check", ".", "--jobs", "64", "--depth", depth, "-o", "ndjson", "-o", "json:r.json", preexec_fn=few)
            self.assertEqual((answer.status, answer.summary["passed"]), (0, 81), answer.message)

    def test_a_run_does_not_see_what_it_writes(self):
        for name in ("r.json", "r.png"):
            answer = self.run_program("check", ".", "--hidden", "--no-ignore", "-o", f"json:{name}", "-o", "ndjson")
            self.assertEqual(answer.paths, ["a.png"])
        self.assertEqual(self.names(), ["a.png", "r.json", "r.png"])


if __name__ == "__main__":
    unittest.main()
