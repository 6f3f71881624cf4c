"""media-preflight report: several runs become one, as if one machine had looked at everything; what is damaged is never
taken for good."""

import json
import os
import re
import subprocess
import sys
import unittest

import jsonschema

from program import CUT, GOOD, PLAIN, PROGRAM, SANITIZED, SMALL, SOURCE, ProgramTest
from shards_test import shard_of

FORMS = ("text", "json", "ndjson")
# The one thing in which two runs over the same files differ.
ELAPSED = re.compile(rb'(?<="elapsed_seconds":)[^}]*|(?<=\()[0-9.,]+ m?s(?=\)\n)')


def without_time(output):
    return ELAPSED.sub(b"", output)


class ReportTest(ProgramTest):
    def shards(self, count, *arguments, **more):
        """Writes shards/K.ndjson for each of them, and gives their names, the last one first."""
        os.makedirs(self.folder / "shards", exist_ok=True)
        names = [f"shards/{number}.ndjson" for number in range(1, count + 1)]
        for number, name in enumerate(names, 1):
            answer = self.run_program("check", "--shard", f"{number}/{count}", "-o", f"ndjson:{name}", *arguments, **more)
            self.assertIn(answer.status, (0, 1), answer.message)
        return names[::-1]

    def report(self, *arguments, **more):
        return self.run_program("report", "-o", "ndjson", *arguments, **more)

    def must_equal_the_whole(self, names, *arguments, how=(), **more):
        for form in FORMS:
            whole = self.run_program("check", "-o", form, *arguments, *how, **more)
            merged = self.run_program("report", "-o", form, *names, *how)
            self.assertEqual(merged.message, "")
            self.assertEqual(without_time(merged.out), without_time(whole.out))
            self.assertEqual(merged.status, whole.status)


class MergedTest(ReportTest):
    def setUp(self):
        super().setUp()
        for number, name in enumerate(f"files/{folder}{number}.png" for folder in ("", "a/", "a.b/") for number in range(9)):
            self.write(name, (GOOD, CUT, SMALL)[number % 3])

    def test_any_number_of_shards_makes_the_same_report_as_one_machine(self):
        for count in range(1, 8):
            self.must_equal_the_whole(self.shards(count, "files"), "files")

    def test_every_kind_of_file_and_finding(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder / "crafted"], check=True)
        for destination in ("zoom-background", "zoom-picture"):
            for depth in ("header", "structure"):
                arguments = ("crafted", "--for", destination, "--depth", depth)
                self.must_equal_the_whole(self.shards(3, *arguments), *arguments)

    def test_options_that_only_change_the_report(self):
        names = self.shards(3, "files")
        for how in (["--statistics"], ["--quiet"], ["--warnings-as-errors"], ["--warnings-as-errors", "--quiet", "--statistics"]):
            self.must_equal_the_whole(names, "files", how=how)
        self.write("only/small.png", SMALL)
        names = self.shards(2, "only")
        self.assertEqual(self.report(*names).status, 0)
        self.assertEqual(self.report(*names, "--warnings-as-errors").status, 1)

    def test_strange_names_and_files_that_cannot_be_read(self):
        for name in (b"\xff\xfe.png", b"half\xc3.png", b"\xed\xa0\x80.png", b"line\nfeed.png", b'quote".png', b"back\\slash.png",
                     b"tab\t.png", b"esc\x1b[31m.png", b"\xe2\x80\xaegnp.png", "\U0001f680.png".encode(), b"a-.png", b"a .png"):
            self.write(b"files/" + name, CUT)
        os.symlink("nowhere", self.folder / "files/dangling.png")
        os.mkfifo(self.folder / "files/pipe.png")
        for count in (1, 2, 5):
            self.must_equal_the_whole(self.shards(count, "files"), "files")

    def test_lists_of_files(self):
        listed = "".join(f"files/{number}.png\n" for number in (8, 1, 3)).encode() + b"files/missing.png\n"
        arguments = ("--files-from", "-")
        self.must_equal_the_whole(self.shards(3, *arguments, given=listed), *arguments, given=listed)

    def test_destinations_of_a_configuration(self):
        self.write("media-preflight.toml", '[destinations.stage]\nextends = "zoom-background"\ntitle = "the big stage"\n')
        names = self.shards(3, "files", "--for", "stage")
        self.must_equal_the_whole(names, "files", "--for", "stage")
        os.rename(self.folder / "media-preflight.toml", self.folder / "other.toml")
        self.assertIn(" files for stage: ", self.run_program("report", *names).text)
        self.assertIn(" files for the big stage: ", self.run_program("report", *names, "--config", "other.toml").text)

    def test_several_destinations_in_one_run(self):
        self.write("files/a/media-preflight.toml", 'destination = "zoom-picture"\n')
        self.must_equal_the_whole(self.shards(4, "files"), "files")

    def test_the_order_of_the_runs_does_not_matter(self):
        names = self.shards(4, "files")
        self.assertEqual(self.report(*names).out, self.report(*names[::-1]).out)

    def test_one_summary_which_says_nothing_of_shards(self):
        answer = self.report(*self.shards(4, "files"))
        self.assertEqual(answer.out.count(b'"type":"summary"'), 1)
        self.assertEqual((answer.summary["files"], answer.summary["failed"]), (27, 9))
        self.assertNotIn("shards", answer.summary)

    def test_it_is_valid_by_the_schema(self):
        self.write(b"files/\xff.png", CUT)
        schema = json.loads((SOURCE / "lib/preflight/writers/check.schema.json").read_text())
        names = self.shards(3, "files")
        document = json.loads(self.run_program("report", *names, "-o", "json").out)
        self.assertEqual(len([file for file in document["files"] if "path_base64" in file]), 1)
        for value in (document, *map(json.loads, self.report(*names).out.splitlines())):
            jsonschema.validate(value, schema, jsonschema.Draft202012Validator)

    def test_the_time_is_that_of_the_slowest(self):
        names = self.shards(3, "files")
        longest = max(json.loads((self.folder / name).read_bytes().splitlines()[-1])["elapsed_seconds"] for name in names)
        self.assertEqual(self.report(*names).summary["elapsed_seconds"], longest)

    def test_a_shard_given_twice_counts_once(self):
        names = self.shards(3, "files")
        again = self.shards(3, "files")
        (self.folder / "copy.ndjson").write_bytes((self.folder / again[0]).read_bytes())
        self.assertEqual(self.report(*names, "copy.ndjson", names[1]).out, self.report(*names).out)

    def test_a_report_can_be_reported_again(self):
        names = self.shards(3, "files")
        self.run_program("report", *names, "-o", "ndjson:all.ndjson")
        self.assertEqual(self.report("all.ndjson").out, (self.folder / "all.ndjson").read_bytes())

    def test_whole_runs_of_different_folders(self):
        self.run_program("check", "files/a", "-o", "ndjson:a.ndjson")
        self.run_program("check", "files/a.b", "-o", "ndjson:b.ndjson")
        self.assertEqual(without_time(self.report("b.ndjson", "a.ndjson").out),
                         without_time(self.check("files/a", "files/a.b").out))

    def test_a_run_for_one_user(self):
        answer = self.check("files", "--one-user")
        self.assertEqual(self.report("-", given=answer.out).out, answer.out)

    def test_standard_input_is_one_of_the_files(self):
        first, second = self.shards(2, "files")
        given = (self.folder / first).read_bytes()
        self.assertEqual(self.report("-", second, given=given).out, self.report(first, second).out)
        self.assertEqual(self.report("-", "-").status, 2)

    def test_facts(self):
        for number in (1, 2):
            self.run_program("facts", "files", "--shard", f"{number}/2", "-o", f"ndjson:{number}.ndjson")
        for form in ("json", "ndjson"):
            answer = self.run_program("report", "1.ndjson", "2.ndjson", "-o", form)
            self.assertEqual(without_time(answer.out), without_time(self.run_program("facts", "files", "-o", form).out))
            self.assertEqual(answer.status, 0)
        answer = self.run_program("report", "1.ndjson", "2.ndjson")
        self.assertEqual(answer.status, 2)
        self.assertIn("json or ndjson", answer.message)

    def test_facts_that_could_not_be_had(self):
        for lacking, arguments in ((2, ("files", "missing.png")), (2, ("files", "--depth", "decode", "--max-pixels", "9")), (0, ("files",))):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.run_program("facts", *arguments, "-o", "ndjson:facts.ndjson").status, lacking)
                self.assertEqual(self.report("facts.ndjson").status, lacking)

    def test_shards_without_files(self):
        names = self.shards(7, "files/0.png")
        self.assertEqual(self.report(*names).paths, ["files/0.png"])
        self.write("words/notes.txt", "words")
        names = self.shards(2, "words")
        self.assertEqual(self.report(*names).status, 2)
        self.assertEqual(self.report(*names, "--allow-empty").status, 0)


class DamagedTest(ReportTest):
    def setUp(self):
        super().setUp()
        for number in range(8):
            self.write(f"files/{number}.png", CUT if number % 2 else GOOD)
        self.check("files", "-o", "ndjson:good.ndjson")
        self.run_program("check", "files", "-o", "ndjson:good.ndjson")
        self.good = (self.folder / "good.ndjson").read_bytes()
        self.lines = self.good.splitlines(keepends=True)

    def must_refuse(self, says, *names, outputs=FORMS):
        for form in outputs:
            answer = self.run_program("report", "-o", form, *names, timeout=30)
            self.assertEqual(answer.status, 2, answer.text[-300:])
            self.assertIn(says, answer.message)
            self.assertNotIn(b'"type":"summary"', answer.out)

    def must_refuse_lines(self, says, lines):
        (self.folder / "bad.ndjson").write_bytes(b"".join(lines))
        self.must_refuse(says, "bad.ndjson")
        self.assertTrue(self.run_program("report", "bad.ndjson").message.startswith("media-preflight: bad.ndjson"))

    def changed(self, index, before, after):
        self.assertIn(before, self.lines[index])
        return [*self.lines[:index], self.lines[index].replace(before, after, 1), *self.lines[index + 1:]]

    def test_what_is_not_damaged(self):
        self.assertEqual(self.report("good.ndjson").out, self.good)

    def test_a_run_that_was_killed(self):
        self.must_refuse_lines("bad.ndjson is empty", [])
        self.must_refuse_lines("bad.ndjson ends without a summary (line 8)", self.lines[:-1])
        self.must_refuse_lines("bad.ndjson, line 3: the last line is cut", [*self.lines[:2], self.lines[2][:50]])
        self.must_refuse_lines("bad.ndjson, line 9: the last line is cut", [self.good[:-1]])

    def test_no_end_is_taken_for_good(self):
        for length in range(0, len(self.good), 13):
            (self.folder / "bad.ndjson").write_bytes(self.good[:length])
            self.assertEqual(self.report("bad.ndjson").status, 2, length)

    def test_lines_that_are_lost_added_or_moved(self):
        for index in range(8):
            self.must_refuse_lines("line 8: the summary, of 8 files, does not count the 7 before it",
                                   self.lines[:index] + self.lines[index + 1:])
        self.must_refuse_lines("line 3: this file does not come after", [*self.lines[:2], self.lines[0], *self.lines[3:]])
        self.must_refuse_lines("line 10: lines follow after the summary", self.lines + self.lines)
        self.must_refuse_lines("line 1: the summary, of 8 files", self.lines[-1:])

    def test_lines_that_are_not_ours(self):
        for line in (b"\n", b"null\n", b"[]\n", b"{}\n", b"words\n", b"\x00\n", b"\xff\n", b'{"type":"file"}\n', b'{"type":"item"}\n',
                     b'{"type":"summary"}\n', b"[" * 100_000 + b"\n", b'{"a":' * 100_000 + b"\n",
                     b"[" * 100_000 + b"]" * 100_000 + b"\n", self.lines[1][:-1] + b" \n", self.lines[1][:-1] + b"\r\n",
                     b"\xef\xbb\xbf" + self.lines[1], b'{"type":"file","path":"a","findings":"x"}\n'):
            self.must_refuse_lines("bad.ndjson, line 2: ", [self.lines[0], line, *self.lines[1:]])

    def test_lines_that_were_changed(self):
        for before, after in (
            (b'"verdict":"fail"', b'"verdict":"pass"'),
            (b'"severity":"error"', b'"severity":"warning"'),
            (b'"severity":"error"', b'"severity":"off"'),
            (b'"severity":"error"', b'"severity":"fatal"'),
            (b'"rule":"truncated"', b'"rule":"trucated"'),
            (b'"rule":"truncated"', b'"rule":7'),
            (b'"depth":"structure"', b'"depth":"deep"'),
            (b'"format":"png"', b'"format":"pgn"'),
            (b'"mime_type":"image/png"', b'"mime_type":"image/jpeg"'),
            (b'"kind":"image"', b'"kind":"video"'),
            (b'"width":1280', b'"width":1281'),
            (b'"width":1280', b'"width":4294968576'),
            (b'"width":1280', b'"width":-1280'),
            (b'"width":1280', b'"width":1280.0'),
            (b'"width":1280', b'"width":"1280"'),
            (b'"width":1280', b'"width":1280,"width":1280'),
            (b'"bytes":', b'"more":1,"bytes":'),
            (b'"duration_seconds":null', b'"duration_seconds":-1'),
            (b'"duration_seconds":null', b'"duration_seconds":1e-300'),
            (b'"duration_seconds":null', b'"duration_seconds":1e999'),
            (b'"path":"', b'"path_base64":"YQ==","path":"'),
            (b'"findings":[', b'"findings":[[],'),
        ):
            with self.subTest(after=after):
                self.must_refuse_lines("bad.ndjson, line 2: ", self.changed(1, before, after))

    def test_more_findings_than_there_are_rules(self):
        finding = re.search(rb'"findings":\[(.*)\]', self.lines[1])[1]
        self.must_refuse_lines("line 2: its findings", self.changed(1, finding, b",".join([finding] * 1000)))

    def test_summaries_that_were_changed(self):
        for before, after in ((b'"files":8', b'"files":9'), (b'"passed":4', b'"passed":8'), (b'"failed":4', b'"failed":0'),
                              (b'"truncated":4', b'"truncated":3'), (b'"truncated":4', b'"truncated":4,"malformed":1'),
                              (b'"truncated":4', b'"trucated":4'), (b'"warned":0,', b""), (b'"elapsed_seconds":', b'"elapsed_seconds":-'),
                              (b'"elapsed_seconds":', b'"elapsed_seconds":1e300,"x":'), (b'"elapsed_seconds":', b'"elapsed_seconds":"x'),
                              (b'"elapsed_seconds":', b'"shard":3,"shards":2,"start":7,"elapsed_seconds":'),
                              (b'"elapsed_seconds":', b'"shard":0,"shards":2,"start":7,"elapsed_seconds":')):
            with self.subTest(after=after):
                self.must_refuse_lines("bad.ndjson, line 9: ", self.changed(8, before, after))

    def test_lines_without_end(self):
        with open(self.folder / "bad.ndjson", "wb") as file:
            for _ in range(20):
                file.write(b"[" * (1 << 20))
        self.must_refuse("line 1: a line this long", "bad.ndjson", outputs=["text"])

    def test_names_as_long_as_they_can_be(self):
        folder = "\x1f" * 250
        os.chdir(self.folder)
        self.addCleanup(os.chdir, "/")
        for _ in range(12):
            os.mkdir(folder)
            os.chdir(folder)
        with open(b"\xff" * 250, "wb") as file:
            file.write(CUT)
        answer = self.check(".")
        self.assertEqual(answer.summary["files"], 8 + 1)
        self.assertEqual(self.report("-", given=answer.out).out, answer.out)

    def test_files_that_are_none(self):
        self.must_refuse("no such file or folder", "missing.ndjson")
        self.must_refuse("it is a folder", "files")
        self.must_refuse("this is not a JSON object", "files/0.png")
        self.must_refuse("a path is empty", "")
        self.assertEqual(self.run_program("report").status, 2)

    def test_a_shard_that_is_missing(self):
        names = self.shards(4, "files")
        self.must_refuse("1 of the 4 shards is missing: 3", *(name for name in names if "3" not in name))
        self.must_refuse("3 of the 4 shards are missing: 1, 2, 3", "shards/4.ndjson")
        summary = b'{"type":"summary","files":0,"passed":0,"warned":0,"failed":0,"findings":{},"shard":1,"shards":4294967295,"start":7,"elapsed_seconds":1}\n'
        (self.folder / "bad.ndjson").write_bytes(summary)
        self.must_refuse("4294967294 of the 4294967295 shards are missing: 2, 3, 4, 5, 6, 7, 8, 9, ...", "bad.ndjson")

    def test_parts_of_different_wholes(self):
        self.shards(2, "files")
        os.rename(self.folder / "shards", self.folder / "two")
        self.shards(3, "files")
        self.must_refuse("one of 2 shards", "two/1.ndjson", "two/2.ndjson", "shards/3.ndjson")
        self.must_refuse("a whole run", "two/1.ndjson", "two/2.ndjson", "good.ndjson")

    def test_shards_that_were_not_started_alike(self):
        for other in (("./files", "files/a"), ("--depth", "header", "files"), ("--ignore", "truncated", "files"),
                      ("--for", "zoom-picture", "files"), ("--warnings-as-errors", "files"), ("--hidden", "files"),
                      (os.fspath(self.folder / "files"),)):
            with self.subTest(other=other):
                for number, arguments in ((1, ("files",)), (2, other)):
                    self.run_program("check", "--shard", f"{number}/2", "-o", f"ndjson:{number}.ndjson", *arguments)
                self.must_refuse(" were not started alike", "1.ndjson", "2.ndjson")

    def test_shards_that_were_started_alike_in_other_words(self):
        for number, arguments in ((1, ("files/", "--jobs", "1", "-q")), (2, ("--depth=structure", "./files", "-o", "text"))):
            self.run_program("check", "--shard", f"{number}/2", "-o", f"ndjson:{number}.ndjson", *arguments)
        self.assertEqual(self.report("1.ndjson", "2.ndjson").summary["files"], 8)

    def test_a_shard_that_says_it_is_another_one(self):
        self.shards(2, "files")
        lie = (self.folder / "shards/1.ndjson").read_bytes().replace(b'"shard":1,', b'"shard":2,')
        (self.folder / "lie.ndjson").write_bytes(lie)
        self.must_refuse("the file of line 1 is not of shard 2 of 2", "shards/1.ndjson", "lie.ndjson")

    def test_a_shard_given_twice_with_other_files(self):
        names = self.shards(2, "files")
        os.rename(self.folder / names[0], self.folder / "before.ndjson")
        os.remove(self.folder / "files" / "0.png")
        os.remove(self.folder / "files" / "1.png")
        self.must_refuse("a shard is given twice, with other files", "before.ndjson", *self.shards(2, "files"))

    def test_check_and_facts(self):
        answer = self.run_program("facts", "files", "-o", "ndjson:facts.ndjson")
        self.assertEqual(answer.status, 0)
        for form in ("json", "ndjson"):
            self.must_refuse("facts", "good.ndjson", "facts.ndjson", outputs=[form])
        facts = (self.folder / "facts.ndjson").read_bytes().splitlines(keepends=True)
        self.must_refuse_lines("line 2: lines of check and of facts are mixed", [self.lines[0], *facts[1:]])

    def test_runs_that_say_different_things_about_a_file(self):
        self.write("files/3.png", GOOD)
        self.run_program("check", "files", "-o", "ndjson:later.ndjson")
        answer = self.report("good.ndjson", "later.ndjson")
        self.assertEqual(answer.status, 2)
        for words in ("good.ndjson, line 4", "later.ndjson, line 4", "files/3.png"):
            self.assertIn(words, answer.message)

    def test_the_first_of_two_wrong_files_is_named(self):
        (self.folder / "cut.ndjson").write_bytes(self.good[:-5])
        self.must_refuse("cut.ndjson, line 9", "good.ndjson", "cut.ndjson")

    def test_messages_obey_nothing_that_is_in_a_line(self):
        path = b'"path":"\\u001b[31m'
        lines = self.changed(1, b'"path":"', path)
        (self.folder / "bad.ndjson").write_bytes(b"".join(lines))
        self.assertNotIn(b"\x1b", self.report("bad.ndjson").err)
        rule = self.changed(1, b'"rule":"truncated"', b'"rule":"\\u001b[31m"')
        (self.folder / "bad.ndjson").write_bytes(b"".join(rule))
        self.assertNotIn(b"\x1b", self.report("bad.ndjson").err)


class OutputsTest(ReportTest):
    def setUp(self):
        super().setUp()
        self.write("a.png", CUT)
        self.run_program("check", "a.png", "-o", "ndjson:run.ndjson")

    def test_several_outputs_in_one_run(self):
        answer = self.run_program("report", "run.ndjson", "-o", "text", "-o", "json:out.json", "-o", "ndjson:out.ndjson")
        self.assertEqual(answer.status, 1)
        self.assertIn("FAIL  a.png", answer.text)
        self.assertEqual(json.loads((self.folder / "out.json").read_text())["summary"]["failed"], 1)
        self.assertEqual((self.folder / "out.ndjson").read_bytes(), (self.folder / "run.ndjson").read_bytes())

    def test_an_input_is_never_overwritten(self):
        before = (self.folder / "run.ndjson").read_bytes()
        os.symlink("run.ndjson", self.folder / "link.ndjson")
        for name in ("run.ndjson", "./run.ndjson", "link.ndjson"):
            answer = self.run_program("report", "run.ndjson", "-o", f"text:{name}")
            self.assertEqual(answer.status, 2)
            self.assertIn("is one of the files to read", answer.message)
            self.assertEqual((self.folder / "run.ndjson").read_bytes(), before)

    def test_an_earlier_output_is_replaced_whole(self):
        self.write("out.txt", "x" * 10_000)
        self.run_program("report", "run.ndjson", "-o", "text:out.txt")
        self.assertEqual(without_time((self.folder / "out.txt").read_bytes()),
                         without_time(self.run_program("report", "run.ndjson").out))

    def test_outputs_that_cannot_be_written(self):
        answer = self.run_program("report", "run.ndjson", "-o", "json:/dev/full")
        self.assertEqual(answer.status, 2)
        self.assertIn("/dev/full cannot be written", answer.message)


class ManyLinesTest(ReportTest):
    def test_two_hundred_thousand_files_take_little_memory(self):
        """Some 90 MB of lines, of which one for each shard is held at a time."""
        self.write("a.png")
        line, summary = self.check("a.png").out.splitlines()
        before, after = line.split(b'"a.png"')
        count, shards = 200_000, 4
        of_shard = {shard: [] for shard in range(1, shards + 1)}
        for number in range(count):
            path = "%03d/picture number %03d.png" % divmod(number, 1000)
            of_shard[shard_of(path, shards)].append(path.encode())
        for shard, paths in of_shard.items():
            with open(self.folder / f"{shard}.ndjson", "wb") as file:
                file.writelines(b'%b"%b"%b\n' % (before, path, after) for path in paths)
                counted = re.sub(rb'"(files|passed)":1', rb'"\1":%d' % len(paths), summary)
                file.write(counted.replace(b'"elapsed', b'"shard":%d,"shards":%d,"start":7,"elapsed' % (shard, shards)) + b"\n")
        # The most memory of a process includes that of the one it was forked from, so that one is small.
        measure = ("import os, sys; child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]);"
                   "_, status, usage = os.wait4(child, 0); print(status, usage.ru_maxrss)")
        outputs = ("-o", "ndjson:out.ndjson", "-o", "json:out.json", "-o", "text:out.txt")
        runs = [f"{shard}.ndjson" for shard in of_shard]
        process = subprocess.run([sys.executable, "-S", "-c", measure, PROGRAM, "report", *runs, *outputs], cwd=self.folder,
                                 env=PLAIN, stdout=subprocess.PIPE, check=True)
        status, kilobytes = map(int, process.stdout.split())
        self.assertEqual(status, 0)
        # The sanitizers keep what was given back, to see who uses it still.
        self.assertLess(kilobytes, 600_000 if SANITIZED else 24_000)
        with open(self.folder / "out.ndjson", "rb") as lines:
            self.assertEqual(sum(1 for _ in lines), count + 1)

    def test_more_shards_than_files_may_usually_be_open(self):
        self.write("a.png")
        names = self.shards(80, "a.png")
        script = 'ulimit -Sn 32; exec "$0" report "$@"'
        process = subprocess.run(["bash", "-c", script, PROGRAM, *names], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)


if __name__ == "__main__":
    unittest.main()
