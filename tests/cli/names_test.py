"""Names as strangers and file systems give them."""

import base64
import os
import unittest

from program import CUT, GOOD, ProgramTest

HOSTILE = [
    b"line\nfeed.png", b"carriage\rreturn.png", b"tab\t.png", b"esc\x1b]0;owned\x07.png", b"red\x1b[31m.png",
    b'quote".png', b"apostrophe'.png", b"back\\slash.png", b"::error::oops.png", b"%0A::error::.png", b"=HYPERLINK(1).png",
    b"$(touch owned).png", b"`touch owned`.png", b"; touch owned.png", b"-rf.png", b"--help.png", b" leading space.png",
    b"trailing dot..png", b"CON.png", b"\xff\xfe\xfd.png", b"half\xc3.png", b"surrogate\xed\xa0\x80.png", b"nul\xc0\x80.png",
    "right-to-left \u202egnp.exe.png".encode(), "isolate \u2066.png".encode(), "c1 \u009b31m.png".encode(),
    "line separator \u2028.png".encode(), "byte order \ufeff.png".encode(), "delete \x7f.png".encode(),
    "caf\u00e9.png".encode(), "cafe\u0301.png".encode(), b"Case.png", b"case.png", "\U0001f3d6 beach.png".encode(),
    b"zerowidth.png", "zero\u200bwidth.png".encode(), "zero\u200dwidth.png".encode(), "zero\u00adwidth.png".encode(),
    "\U0001f469\u200d\U0001f4bb.png".encode(),
    b"n" * 251 + b".png",
]
MISLEADING = {*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF}


class NamesTest(ProgramTest):
    def setUp(self):
        super().setUp()
        for name in HOSTILE:
            self.write(name, CUT)

    def must_be_clean(self, output, allowed=(0x0A,)):
        for character in output.decode("utf-8", "strict"):
            self.assertNotIn(ord(character), MISLEADING - set(allowed))

    def test_every_name_is_judged_once_and_can_be_told_from_the_others(self):
        answer = self.check(".")
        self.assertEqual(answer.summary["files"], len(HOSTILE))
        self.assertEqual(answer.summary["failed"], len(HOSTILE))
        names = [base64.b64decode(each["path_base64"]) if "path_base64" in each else each["path"].encode() for each in answer.lines]
        self.assertEqual(names, sorted(HOSTILE))

    def test_text_shows_names_without_obeying_them(self):
        answer = self.run_program("check", ".", "missing\n::error::\u202e.png", b"gone\xff.png")
        self.must_be_clean(answer.out)
        heads = [line.split("  ")[1] for line in answer.text.splitlines() if line.startswith("FAIL")]
        self.assertEqual(len(heads), len(HOSTILE) + 2)
        self.assertEqual(len(set(heads)), len(HOSTILE) + 2)
        self.assertIn(r"line\nfeed.png", heads)
        self.assertIn(r"red\x1b[31m.png", heads)
        self.assertIn(r"back\\slash.png", heads)
        self.assertIn(r"\xff\xfe\xfd.png", heads)
        self.assertIn("right-to-left \\u202egnp.exe.png", answer.text)
        self.assertIn(r"zero\u200bwidth.png", heads)
        self.assertIn(r"zero\u200dwidth.png", heads)
        self.assertIn(r"zero\u00adwidth.png", heads)
        self.assertIn("\U0001f469\u200d\U0001f4bb.png", heads)

    def test_json_escapes_what_a_terminal_or_log_would_obey(self):
        for form in ("json", "ndjson"):
            self.must_be_clean(self.run_program("check", "-o", form, ".").out)

    def test_facts_and_messages_are_as_careful(self):
        self.must_be_clean(self.run_program("facts", ".").out)
        answer = self.run_program("facts", "gone\n::error::\x1b[31m.png")
        self.must_be_clean(answer.err)
        self.must_be_clean(self.run_program("check", "--for", "\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "-o", "\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "-o", "json:\x1b[31m/x").err)
        self.must_be_clean(self.run_program("check", "--files-from", "\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "--select", "\x1b[31m").err)
        self.must_be_clean(self.run_program("\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "--\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "--jobs", "\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "--config", "\x1b[31m").err)
        self.must_be_clean(self.run_program("explain", "\x1b[31m").err)
        self.must_be_clean(self.run_program("check", "--depth", "\x1b[31m").err)

    def test_names_work_when_named(self):
        for name in HOSTILE:
            with self.subTest(name=name):
                answer = self.check(b"./" + name)
                self.assertEqual((answer.status, answer.summary["failed"]), (1, 1), answer.message)
        self.assertEqual(self.check("--", "-rf.png").paths, ["-rf.png"])

    def test_a_file_called_dash_is_not_standard_input(self):
        self.write("-", GOOD)
        self.assertEqual(self.check("./-", given=b"").lines[0]["format"], "png")
        self.assertEqual(self.check("-", given=b"").lines[0]["format"], "empty")

    def test_the_order_is_by_path_component(self):
        for path in ("dir/b.png", "dir/a.png", "dir/sub/z.png", "dir.png", "dir-2/a.png", "Dir/a.png", "dir/a/b.png"):
            self.write(path)
        paths = self.check("dir", "dir.png", "dir-2", "Dir").paths
        self.assertEqual(paths, ["Dir/a.png", "dir/a/b.png", "dir/a.png", "dir/b.png", "dir/sub/z.png", "dir-2/a.png", "dir.png"])

    def test_the_same_path_in_other_words_is_one_file(self):
        self.write("dir/a.png")
        self.assertEqual(self.check("dir/a.png", "./dir//a.png", "dir/./a.png", "dir", "dir/", ".//dir").paths, ["dir/a.png"])


if __name__ == "__main__":
    unittest.main()
