"""What is said of command lines that nobody can mean."""

import json
import os
import re
import unittest

from program import CUT, GOOD, ProgramTest, png


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

    def test_after_two_dashes_everything_is_a_path(self):
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
        commands = ("apply", "backgrounds", "check", "destinations", "explain", "facts", "im-group", "ledger", "picture", "plan", "report", "upload")
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

    def test_options_may_stand_before_the_command(self):
        self.write("strict.toml", 'destination = "zoom-picture"\n')
        usual = self.check("a.png", "--config", "strict.toml", "-q", "-j", "2").lines
        self.assertEqual(usual[0]["destination"], "zoom-picture")
        for before, after in (
            (["--config", "strict.toml"], ["-q", "-j2"]),
            (["--config=strict.toml", "-q", "-j", "2"], []),
            (["-qj2", "--config", "strict.toml"], []),
            (["-qj", "2", "-v"], ["--config", "strict.toml"]),
            (["--no-config", "--config", "strict.toml", "--color", "never"], []),
        ):
            with self.subTest(before=before):
                answer = self.run_program(*before, "check", "--output", "ndjson", "a.png", *after)
                self.assertEqual((answer.status, answer.lines), (0, usual), answer.message)
        self.write("check/b.png")
        self.assertEqual(self.run_program("--files-from", "check", "check", "--for=zoom-picture").status, 2)
        self.assertEqual(self.run_program("-o", "ndjson", "check", "check").paths, ["check/b.png"])
        self.assertEqual(self.run_program("--help", "check").out, self.run_program("check", "-h").out)
        self.assertEqual(self.run_program("--dry-run", "--to", "group:x", "upload", "a.png").status, 0)
        self.must_refuse("unknown option --for", "--for=x", "facts", "a.png")
        self.must_refuse("-q needs a command: media-preflight check -q", "-q")
        self.must_refuse("--jobs needs a command: media-preflight check --jobs", "--jobs", "check")
        self.must_refuse("unknown command 'a.png'; if it is a file or folder, run: media-preflight check a.png", "-v", "a.png")
        self.must_refuse("unknown option --verison; did you mean --version?", "--verison")
        self.must_refuse("unknown option --xyzzy", "--xyzzy", "a.png")

    def test_mistakes(self):
        self.must_refuse("--ignore removes every rule in --select; no rule is left", "check", "--select", "truncated",
                         "--ignore", "truncated,malformed", "a.png")
        self.must_refuse("the command is empty; is a variable in your script unset?", "")

    def test_words_of_other_programs(self):
        version = self.run_program("--version").out
        for words in (["version"], ["-V"], ["check", "--version"], ["version", "check"], ["check", "--for", "nothing", "-V"]):
            self.assertEqual(self.run_program(*words).out, version)
        self.assertEqual(self.run_program("help").out, self.run_program("--help").out)

    def test_every_flag_can_be_taken_back(self):
        for flag in re.findall(r"--\[no-\]([a-z-]+)", self.run_program("check", "--help").text):
            answers = [self.run_program("check", *words, "a.png") for words in ([f"--{flag}", f"--no-{flag}"], [f"--no-{flag}"])]
            for answer in answers:
                self.assertEqual((answer.status, answer.message), (0, self.run_program("check", f"--no-{flag}", "a.png").message), flag)
        self.write(".hidden.png", CUT)
        self.write(".ignore", "b.png\n")
        self.write("b.png", CUT)
        self.write("small.png", png(640, 360))
        for words, paths in (
            (["--hidden", "--no-hidden"], ["a.png", "small.png"]),
            (["--no-hidden", "--hidden"], [".hidden.png", "a.png", "small.png"]),
            (["--no-ignore"], ["a.png", "b.png", "small.png"]),
            (["--no-ignore", "--respect-ignore"], ["a.png", "small.png"]),
        ):
            self.assertEqual(self.check(*words).paths, paths)
        self.write("strict.toml", '[rules]\nlow-resolution = "error"\n')
        for words, status in (
            (["--warnings-as-errors"], 1),
            (["--warnings-as-errors", "--no-warnings-as-errors"], 0),
            (["--config", "strict.toml"], 1),
            (["--config", "strict.toml", "--no-config"], 0),
            (["--no-config", "--config", "strict.toml"], 1),
            (["--config", "strict.toml", "--exit-zero"], 0),
            (["--config", "strict.toml", "--exit-zero", "--no-exit-zero"], 1),
        ):
            self.assertEqual(self.check("small.png", *words).status, status, words)
        os.rename(self.folder / "strict.toml", self.folder / "media-preflight.toml")
        self.assertEqual([self.check("small.png", *words).status for words in ([], ["--no-config"])], [1, 0])
        self.must_refuse("--no-hidden takes no value", "check", "--no-hidden=yes", "a.png")

    def test_what_names_an_option_is_no_value(self):
        self.must_refuse("--for needs a value: --for DEST", "check", "--for", "--quiet", "a.png")
        self.must_refuse("-o needs a value: --output FORMAT[:FILE]", "check", "-o", "-q", "a.png")
        self.must_refuse("--for: unknown destination '--quiet'; choose from zoom-background, zoom-picture, zoom-webinar-background, zoom-webinar-wallpaper", "check",
                         "--for=--quiet", "a.png")

    def test_values_may_be_joined_to_their_options(self):
        usual = self.check("a.png", "--jobs", "2", "--depth", "header").lines
        for words in (["-j2", "--depth=header"], ["-qj2", "--depth", "header"], ["--jobs=2", "--depth", "decode", "--depth=header"]):
            self.assertEqual(self.check("a.png", *words).lines, usual)
        self.assertEqual(self.run_program("check", "-ondjson", "a.png").paths, ["a.png"])
        self.must_refuse("--jobs must be between 1 and 256, got '=4'", "check", "-j=4", "a.png")
        self.must_refuse("unknown option --dep; did you mean --depth?", "check", "--dep", "header", "a.png")
        self.must_refuse("unknown option -x", "check", "-qx", "a.png")

    def test_the_last_of_a_repeated_option_counts_and_lists_add_up(self):
        """As aliases and wrappers need it: of every option that has one value."""
        definitions = json.loads(self.run_program("--definitions").text)
        check, = [command for command in definitions if command["name"] == "check"]
        values = {"--for": ("zoom-picture", "zoom-background"), "--depth": ("decode", "header"), "--jobs": ("3", "2"), "--shard": ("2/2", "1/1"),
                  "--color": ("always", "never"), "--max-warnings": ("0", "9"), "--config": ("none.toml", "own.toml"),
                  "--files-from": ("none.txt", "list.txt"), "--baseline": ("none.json", "known.json"), "--write-baseline": ("x/y.json", "new.json")}
        self.write("own.toml", "")
        self.write("list.txt", "a.png\n")
        self.write("known.json", '{"version":1,"findings":[]}')
        self.write("small.png", png(640, 360))
        for option in check["options"]:
            if option["name"] in values:
                self.assertFalse(option["repeats"], option["name"])
                first, last = values[option["name"]]
                paths = [] if option["name"] == "--files-from" else ["small.png"]
                more = [] if option["name"] != "--max-warnings" else ["--statistics"]
                alone = self.check(*paths, *more, f"{option['name']}={last}")
                both = self.check(*paths, *more, option["name"], first, option["name"], last)
                self.assertEqual((both.status, both.message, both.lines), (alone.status, alone.message, alone.lines), option["name"])
                self.assertEqual(alone.status, 0, alone.message)
        names = {option["name"] for option in check["options"]}
        self.assertLessEqual(set(values), names)
        self.assertEqual({option["name"] for option in check["options"] if option["repeats"] and option["value"]},
                         {"--select", "--ignore", "--exclude", "--output"})
        self.assertEqual(self.check("small.png", "--select", "truncated", "--select", "low-resolution").rules("small.png"), ["low-resolution"])
        self.assertEqual(self.check("small.png", "--ignore", "low-resolution", "--ignore=truncated").rules("small.png"), [])

    def test_no_name_is_proposed_for_itself(self):
        """Formats that are only identified cannot be accepted; what is proposed instead is another one."""
        for name in ("pdf", "zip", "html", "htm", "text", "json", "gz", "PDF"):
            self.write("media-preflight.toml", f'[destinations.own]\nformats = ["{name}"]\n')
            answer = self.run_program("destinations")
            self.assertEqual((answer.status, answer.out), (2, b""), name)
            self.assertIn(f"2:12: '{name}' is neither a picture, a video nor a sound", answer.message)
        for name, meant in (("jpg", "jpeg"), ("tif", "tiff"), ("JPEG", "jpeg"), ("pmg", "png")):
            self.write("media-preflight.toml", f'[destinations.own]\nformats = ["{name}"]\n')
            self.assertIn(f"unknown format '{name}'; did you mean '{meant}'?", self.run_program("destinations").message)

    def test_help_comes_before_what_is_wrong(self):
        for words in (["check", "--xyzzy", "--help"], ["check", "-h", "--for"], ["check", "--quiet=1", "-h"], ["explain", "a", "b", "-h"]):
            self.assertEqual(self.run_program(*words).status, 0, words)
        self.assertEqual(self.run_program("check", "--", "--help").status, 1)
        self.assertEqual(self.run_program("check", "--stdin-name=-h", "-", given=GOOD).status, 0)

    def test_too_few_and_too_many(self):
        self.must_refuse("--jobs needs a value: --jobs N", "check", "--jobs")
        self.must_refuse("-j needs a value: --jobs N", "check", "-j")
        self.must_refuse("--quiet takes no value", "check", "--quiet=false", "a.png")
        self.must_refuse("unexpected argument 'zsh': completion takes one SHELL", "completion", "bash", "zsh")
        self.must_refuse("report needs a FILE", "report")

    def test_files_are_spoken_of_only_where_there_are_any(self):
        self.must_refuse("unknown option --statistics", "facts", "--statistics")
        self.must_refuse("unknown option --statistics", "explain", "--statistics")
        self.write("--statistics")
        self.must_refuse("unknown option --statistics; if you mean the file, write ./--statistics", "facts", "--statistics")
        self.must_refuse("unknown option --statistics", "explain", "--statistics")

    def test_what_is_wrong_is_escaped_once(self):
        self.must_refuse(r"--max-pixels must be a whole number from 1 to 9223372036854775807, got '\n'", "check", "--max-pixels", "\n", "a.png")
        self.must_refuse(r"--for: unknown destination '\\n'; choose from zoom-background, zoom-picture, zoom-webinar-background, zoom-webinar-wallpaper", "check", "--for", r"\n", "a.png")

    def test_a_backslash_and_an_n_are_no_line_feed(self):
        self.write("a\nb.png", CUT)
        self.write(r"a\nb.png", CUT)
        heads = [line for line in self.run_program("check", "a\nb.png", r"a\nb.png").text.splitlines() if line.startswith("FAIL")]
        self.assertEqual([head.split("  ")[1] for head in heads], [r"a\nb.png", r"a\\nb.png"])

    def test_a_byte_order_mark_is_no_part_of_a_path(self):
        self.write("list", b"\xef\xbb\xbfa.png\r\n")
        self.assertEqual(self.check("--files-from", "list").paths, ["a.png"])

    def test_a_slash_after_a_file_is_for_the_system_to_judge(self):
        os.mkdir(self.folder / "d")
        self.write("d/b.png")
        answer = self.check("a.png/", "d/b.png/.", "d/", "d/.", "./")
        self.assertEqual(answer.paths, ["a.png", "a.png/", "d/b.png", "d/b.png/"])
        for path in ("a.png/", "d/b.png/"):
            self.assertEqual(answer.rules(path), ["unreadable"])
            self.assertIn("not a folder", [each for each in answer.lines if each["path"] == path][0]["findings"][0]["message"])


if __name__ == "__main__":
    unittest.main()
