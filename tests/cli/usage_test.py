"""What is said of command lines that nobody can mean."""

import os
import unittest

from program import CUT, ProgramTest


class UsageTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")

    def must_refuse(self, says, *arguments, **more):
        with self.subTest(arguments=arguments):
            answer = self.run_program(*arguments, **more)
            self.assertEqual((answer.status, answer.out), (2, b""))
            self.assertEqual(answer.message.splitlines()[0], f"media-preflight: {says}")

    def test_an_empty_value_is_a_mistake_of_a_script(self):
        for option in ("--for", "--config", "--files-from", "--shard", "--stdin-name", "--output", "--jobs", "--select", "--depth"):
            says = f"{option} has an empty value; is a variable in your script unset?"
            self.must_refuse(says, "check", "a.png", option, "")
            self.must_refuse(says, "check", option, "", "a.png")
            self.must_refuse(says, "check", option + "=", "a.png")
        self.must_refuse("--output has an empty value; is a variable in your script unset?", "check", "-qo", "", "a.png")
        self.must_refuse("--config has an empty value; is a variable in your script unset?", "destinations", "--config", "")
        self.must_refuse("RULE is empty; is a variable in your script unset?", "explain", "")
        self.must_refuse("DEST is empty; is a variable in your script unset?", "destinations", "")

    def test_options_that_need_another(self):
        self.must_refuse("-0 needs --files-from FILE", "check", "-0", "a.png")
        self.must_refuse("--stdin-name needs the path -, which reads a file from standard input", "check", "--stdin-name", "b.png", "a.png")

    def test_behind_two_dashes_everything_is_a_path(self):
        for name in ("-w.png", "--", "--for", "check", "-"):
            self.write(name)
        for before in ([], ["a.png"], ["--for", "zoom-picture"], ["-q", "a.png"]):
            answer = self.check(*before, "--", "-w.png", "--", "--for", "check")
            self.assertEqual(answer.status, 0, answer.message)
            self.assertEqual(answer.paths, sorted([*before[-1:], "-w.png", "--", "--for", "check"]) if before[-1:] == ["a.png"]
                             else sorted(["-w.png", "--", "--for", "check"]))
        self.assertEqual(self.check("a.png", "--").paths, ["a.png"])
        self.assertEqual(self.run_program("explain", "--", "truncated").status, 0)
        self.must_refuse("--for needs a value: --for DEST", "check", "--for", "--", "a.png")

    def test_a_path_is_a_path_whatever_it_is_called(self):
        commands = ("apply", "check", "destinations", "explain", "facts", "im-group", "ledger", "plan", "report", "upload")
        for name in commands:
            self.write(f"{name}/cut.png", CUT)
            self.assertEqual(self.check(name).paths, [f"{name}/cut.png"])
            self.assertEqual(self.check("a.png", name, "--for", "zoom-picture").paths, ["a.png", f"{name}/cut.png"])
        for name in ("++", "help", "id", "[id]", "[a,b]", "[]", "[[slug]]", "\x01", "--jobs=2"):
            self.write(name)
            for before in ([name], ["--", name], ["a.png", name], ["-q", "--", name]):
                if "--" in before or not name.startswith("-"):
                    answer = self.check(*before)
                    self.assertEqual(answer.paths, sorted({"a.png", name} & set(before)), answer.message)
        self.must_refuse("unknown rule 'check'", "explain", "check")
        self.write("[list]", "a.png\n")
        self.assertEqual(self.check("--files-from", "[list]").paths, ["a.png"])
        self.assertEqual(self.check("--files-from=[list]").paths, ["a.png"])
        self.assertEqual(self.check("a.png", "--output=ndjson:[[out]]").status, 0)
        self.assertTrue((self.folder / "[[out]]").exists())

    def test_a_list_that_ends_in_a_comma(self):
        says = "--select truncated,: the list ends with a comma; write it without spaces"
        self.must_refuse(says, "check", "--select", "truncated,", "a.png")
        self.must_refuse(says, "check", "--select=truncated,", "malformed", "a.png")

    def test_options_stand_behind_the_command(self):
        self.must_refuse("--quiet must come after the command: media-preflight check --quiet", "--quiet", "check", "a.png")
        self.must_refuse("--for must come after the command: media-preflight facts --for", "--for=x", "facts", "a.png")
        self.must_refuse("-q must come after the command: media-preflight check -q", "-q")
        self.must_refuse("unknown option --verison; did you mean --version?", "--verison")
        self.must_refuse("--ignore removes every rule in --select; no rule is left", "check", "--select", "truncated",
                         "--ignore", "truncated,malformed", "a.png")
        self.must_refuse("the command is empty; is a variable in your script unset?", "")
        self.must_refuse("--version is valid only without a command: media-preflight --version", "check", "--version")

    def test_what_other_programs_understand(self):
        self.must_refuse("unknown command 'version'; did you mean --version?", "version")
        self.must_refuse("unknown option -v", "-v", "a.png")

    def test_too_few_and_too_many(self):
        self.must_refuse("--jobs needs a value: --jobs N", "check", "--jobs")
        self.must_refuse("-j needs a value: --jobs N", "check", "-j")
        self.must_refuse("--quiet takes no value", "check", "--quiet=false", "a.png")
        self.must_refuse("unexpected argument 'b': media-preflight explain takes one RULE", "explain", "truncated", "b")
        self.must_refuse("media-preflight report needs a FILE", "report")

    def test_files_are_spoken_of_only_where_there_are_any(self):
        self.must_refuse("unknown option --statistics", "facts", "--statistics")
        self.must_refuse("unknown option --statistics", "explain", "--statistics")
        self.write("--statistics")
        self.must_refuse("unknown option --statistics; write the file of that name as ./--statistics", "facts", "--statistics")
        self.must_refuse("unknown option --statistics", "explain", "--statistics")

    def test_what_is_wrong_is_escaped_once(self):
        self.must_refuse(r"--max-pixels must be a whole number from 1 to 9223372036854775807, got '\n'", "check", "--max-pixels", "\n", "a.png")
        self.must_refuse(r"--for: unknown destination '\\n'; choose from zoom-background, zoom-picture", "check", "--for", r"\n", "a.png")

    def test_a_backslash_and_an_n_are_no_line_feed(self):
        self.write("a\nb.png", CUT)
        self.write(r"a\nb.png", CUT)
        heads = [line for line in self.run_program("check", "a\nb.png", r"a\nb.png").text.splitlines() if line.startswith("FAIL")]
        self.assertEqual([head.split("  ")[1] for head in heads], [r"a\nb.png", r"a\\nb.png"])

    def test_a_byte_order_mark_is_no_part_of_a_path(self):
        self.write("list", b"\xef\xbb\xbfa.png\r\n")
        self.assertEqual(self.check("--files-from", "list").paths, ["a.png"])

    def test_a_slash_behind_a_file_is_for_the_system_to_judge(self):
        os.mkdir(self.folder / "d")
        self.write("d/b.png")
        answer = self.check("a.png/", "d/b.png/.", "d/", "d/.", "./")
        self.assertEqual(answer.paths, ["a.png", "a.png/", "d/b.png", "d/b.png/"])
        for path in ("a.png/", "d/b.png/"):
            self.assertEqual(answer.rules(path), ["unreadable"])
            self.assertIn("not a folder", [each for each in answer.lines if each["path"] == path][0]["findings"][0]["message"])


if __name__ == "__main__":
    unittest.main()
