"""media-preflight report never takes for good what is damaged, or what are not the parts of one whole."""

import itertools
import os
import re
import unittest

from program import CUT, GOOD
from report_case import FORMS, ReportTest, values


class DamagedTest(ReportTest):
    def setUp(self):
        super().setUp()
        for number in range(8):
            self.write(f"files/{number}.png", CUT if number % 2 else GOOD)
        self.check("files", "-o", "ndjson:good.ndjson")
        self.run_program("check", "files", "-o", "ndjson:good.ndjson")
        self.good = (self.folder / "good.ndjson").read_bytes()
        self.lines = self.good.splitlines(keepends=True)
        # What is wrong is found while it is read, before anything is written: each damage is tried with one form.
        self.forms = itertools.cycle(FORMS)

    def must_refuse(self, says, *names, outputs=FORMS):
        for form in outputs:
            answer = self.run_program("report", "-o", form, *names, timeout=30)
            self.assertEqual(answer.status, 2, answer.text[-300:])
            self.assertIn(says, answer.message)
            self.assertNotIn(b'"type":"summary"', answer.out)
        return answer

    def must_refuse_lines(self, says, lines):
        (self.folder / "bad.ndjson").write_bytes(b"".join(lines))
        answer = self.must_refuse(says, "bad.ndjson", outputs=[next(self.forms)])
        self.assertTrue(answer.message.startswith("media-preflight: bad.ndjson"))

    def changed(self, index, before, after):
        self.assertIn(before, self.lines[index])
        return [*self.lines[:index], self.lines[index].replace(before, after, 1), *self.lines[index + 1:]]

    def test_what_is_not_damaged(self):
        self.assertEqual(self.report("good.ndjson").out, self.good)

    def test_a_run_that_was_killed(self):
        self.must_refuse_lines("bad.ndjson is empty", [])
        self.must_refuse_lines("bad.ndjson ends without a summary (line 8)", self.lines[:-1])
        self.must_refuse_lines("bad.ndjson, line 3: the last line is incomplete", [*self.lines[:2], self.lines[2][:50]])
        self.must_refuse_lines("bad.ndjson, line 9: the last line is incomplete", [self.good[:-1]])

    def test_no_end_is_taken_for_good(self):
        for length in range(0, len(self.good), 13):
            (self.folder / "bad.ndjson").write_bytes(self.good[:length])
            self.assertEqual(self.report("bad.ndjson").status, 2, length)

    def test_lines_that_are_lost_added_or_moved(self):
        for index in range(8):
            self.must_refuse_lines("line 8: the summary does not match the 7 files before it",
                                   self.lines[:index] + self.lines[index + 1:])
        self.must_refuse_lines("line 3: files are out of order", [*self.lines[:2], self.lines[0], *self.lines[3:]])
        self.must_refuse_lines("line 10: lines follow the summary", self.lines + self.lines)
        self.must_refuse_lines("line 1: the summary does not match the 0 files before it", self.lines[-1:])

    def test_lines_that_are_not_ours(self):
        for line in (b"\n", b"null\n", b"[]\n", b"{}\n", b"words\n", b"\x00\n", b"\xff\n", b'{"type":"file"}\n', b'{"type":"item"}\n',
                     b'{"type":"summary"}\n', b"[" * 100_000 + b"\n", b'{"a":' * 100_000 + b"\n",
                     b"[" * 100_000 + b"]" * 100_000 + b"\n", self.lines[1][:-1] + b" \n", self.lines[1][:-1] + b"\r\n",
                     b"\xef\xbb\xbf" + self.lines[1], b" " + self.lines[1], self.lines[1].replace(b'":', b'": ', 1),
                     self.lines[1][:-2] + b',"more":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", b'{"type":"file","path":"a","findings":"x"}\n'):
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
            (b'"mime_type":"image/png"', b'"mime_type":7'),
            (b'"kind":"image"', b'"kind":"video"'),
            (b'"kind":"image"', b'"kind":null'),
            (b'"width":1280', b'"width":1281'),
            (b'"width":1280', b'"width":4294968576'),
            (b'"width":1280', b'"width":-1280'),
            (b'"width":1280', b'"width":1280.0'),
            (b'"width":1280', b'"width":"1280"'),
            (b'"width":1280', b'"width":true'),
            (b'"width":1280', b'"width":null'),
            (b'"width":1280,', b''),
            (b'"width":1280', b'"width":1280,"width":1280'),
            (b'"width":1280,"height":720', b'"height":720,"width":1280'),
            (b'"bytes":', b'"more":1,"bytes":'),
            (b'"duration_seconds":null', b'"duration_seconds":-1'),
            (b'"duration_seconds":null', b'"duration_seconds":"1"'),
            (b'"duration_seconds":null', b'"duration_seconds":1e-300'),
            (b'"duration_seconds":null', b'"duration_seconds":1e300'),
            (b'"duration_seconds":null', b'"duration_seconds":1e999'),
            (b'"duration_seconds":null', b'"duration_seconds":1.50'),
            (b'"rotation":null', b'"rotation":90'),
            (b'"has_alpha":false', b'"has_alpha":0'),
            (b'"path":"', b'"path_base64":"YQ==","path":"'),
            (b'"offset":', b'"more":null,"offset":'),
            (b'"findings":[', b'"decode":null,"findings":['),
            (b'"findings":[', b'"findings":[7,'),
            (b'"findings":[', b'"findings":[[],'),
        ):
            with self.subTest(after=after):
                self.must_refuse_lines("bad.ndjson, line 2: ", self.changed(1, before, after))

    def test_more_findings_than_there_are_rules(self):
        finding = re.search(rb'"findings":\[(.*)\]', self.lines[1])[1]
        self.must_refuse_lines("line 2: not written by this version", self.changed(1, finding, b",".join([finding] * 1000)))

    def test_summaries_that_were_changed(self):
        for before, after in ((b'"files":8', b'"files":9'), (b'"passed":4', b'"passed":8'), (b'"failed":4', b'"failed":0'),
                              (b'"truncated":4', b'"truncated":3'), (b'"truncated":4', b'"truncated":4,"malformed":1'),
                              (b'"truncated":4', b'"trucated":4'), (b'"passed":4,', b""), (b'"warned":0,', b""),
                              (b'"warned":0', b'"warned":null'), (b'"elapsed_seconds":', b'"elapsed_seconds":-'),
                              (b'"elapsed_seconds":', b'"elapsed_seconds":1e300,"x":'), (b'"elapsed_seconds":', b'"elapsed_seconds":"x'),
                              (b'"elapsed_seconds":', b'"more":1,"elapsed_seconds":'), (b'"type"', b' "type"'),
                              (b'"elapsed_seconds":', b'"shard":3,"shards":2,"start":7,"elapsed_seconds":'),
                              (b'"elapsed_seconds":', b'"shard":0,"shards":2,"start":7,"elapsed_seconds":')):
            with self.subTest(after=after):
                self.must_refuse_lines("bad.ndjson, line 9: ", self.changed(8, before, after))

    def test_lines_without_end(self):
        with open(self.folder / "bad.ndjson", "wb") as file:
            for _ in range(20):
                file.write(b"[" * (1 << 20))
        self.must_refuse("line 1: the line is too long", "bad.ndjson", outputs=["text"])

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
        self.assertEqual(values(self.report("-", given=answer.out).out), values(answer.out))

    def test_files_that_are_none(self):
        self.must_refuse("no such file or folder", "missing.ndjson")
        self.must_refuse("it is a folder", "files")
        self.must_refuse("not a JSON object", "files/0.png")
        self.must_refuse("a path is empty", "")
        self.assertEqual(self.run_program("report").status, 2)

    def test_a_shard_that_is_missing(self):
        names = self.shards(4, "files")
        self.must_refuse("1 of the 4 shards is missing: 3", *(name for name in names if "3" not in name))
        self.must_refuse("3 of the 4 shards are missing: 1, 2, 3", "shards/4.ndjson")
        summary = (b'{"type":"summary","files":0,"passed":0,"warned":0,"failed":0,"rules":{},"configurations":[],'
                   b'"skipped":{"linked_folders":0,"tracked_files":0,"unreadable_folders":0,"staged_links":0,"submodules":0},'
                   b'"shard":1,"shards":4294967295,"start":7,"elapsed_seconds":1}\n')
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
                self.must_refuse(" were started differently", "1.ndjson", "2.ndjson")

    def test_shards_that_were_started_alike_in_other_words(self):
        for number, arguments in ((1, ("files/", "--jobs", "1", "-q")), (2, ("--depth=structure", "./files", "-o", "text"))):
            self.run_program("check", "--shard", f"{number}/2", "-o", f"ndjson:{number}.ndjson", *arguments)
        self.assertEqual(self.report("1.ndjson", "2.ndjson").summary["files"], 8)

    def test_a_shard_that_says_it_is_another_one(self):
        self.shards(2, "files")
        lie = (self.folder / "shards/1.ndjson").read_bytes().replace(b'"shard":1,', b'"shard":2,')
        (self.folder / "lie.ndjson").write_bytes(lie)
        self.must_refuse("the file on line 1 does not belong to shard 2 of 2", "shards/1.ndjson", "lie.ndjson")

    def test_a_shard_given_twice_with_other_files(self):
        names = self.shards(2, "files")
        os.rename(self.folder / names[0], self.folder / "before.ndjson")
        os.remove(self.folder / "files" / "0.png")
        os.remove(self.folder / "files" / "1.png")
        after = self.shards(2, "files")
        self.must_refuse("a shard is given twice with different files", "before.ndjson", *after)
        self.must_refuse("a shard is given twice with different files", *after, "before.ndjson")

    def test_check_and_facts(self):
        answer = self.run_program("facts", "files", "-o", "ndjson:facts.ndjson")
        self.assertEqual(answer.status, 0)
        for form in ("json", "ndjson"):
            self.must_refuse("facts", "good.ndjson", "facts.ndjson", outputs=[form])
        facts = (self.folder / "facts.ndjson").read_bytes().splitlines(keepends=True)
        self.must_refuse_lines("line 2: check and facts lines are mixed", [self.lines[0], *facts[1:]])

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


if __name__ == "__main__":
    unittest.main()
