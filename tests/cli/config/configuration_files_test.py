"""Where media-preflight.toml is found, and what wins over what."""

import json
import os
import subprocess
import unittest

from program import CUT, GOOD, PROGRAM, SMALL, ProgramTest, png

PICTURES = 'destination = "zoom-picture"\n'


class ConfigurationFilesTest(ProgramTest):
    def destinations(self, *arguments, **more):
        return {each["path"]: each["destination"] for each in self.check(*arguments, **more).lines}

    def test_the_nearest_one_counts_for_each_file(self):
        for path in ("a.png", "faces/b.png", "faces/deep/c.png", "faces/deep/stage/d.png"):
            self.write(path)
        self.write("faces/media-preflight.toml", PICTURES)
        self.write("faces/deep/stage/media-preflight.toml", 'destination = "zoom-background"\n')
        expected = {"a.png": "zoom-background", "faces/b.png": "zoom-picture", "faces/deep/c.png": "zoom-picture",
                    "faces/deep/stage/d.png": "zoom-background"}
        self.assertEqual(self.destinations("."), expected)
        self.assertEqual(self.destinations(*expected), expected)
        self.assertEqual(self.destinations("c.png", cwd=self.folder / "faces" / "deep"), {"c.png": "zoom-picture"})
        self.assertEqual(self.destinations(".", cwd=self.folder / "faces" / "deep"), {"c.png": "zoom-picture", "stage/d.png": "zoom-background"})
        self.assertEqual(self.destinations("..", cwd=self.folder / "faces" / "deep" / "stage"),
                         {"../c.png": "zoom-picture", "../stage/d.png": "zoom-background"})

    def test_the_folder_of_the_file_counts_and_not_that_of_a_link_to_it(self):
        self.write("faces/b.png")
        self.write("faces/media-preflight.toml", PICTURES)
        os.symlink("faces", self.folder / "link")
        self.assertEqual(self.destinations("link/b.png"), {"link/b.png": "zoom-picture"})

    def test_standard_input_has_the_configuration_of_its_name(self):
        self.write("faces/media-preflight.toml", PICTURES)
        self.assertEqual(self.destinations("-", given=GOOD), {"<stdin>": "zoom-background"})
        self.assertEqual(self.destinations("-", "--stdin-name", "faces/x.png", given=GOOD), {"faces/x.png": "zoom-picture"})
        self.assertEqual(self.destinations("-", cwd=self.folder / "faces", given=GOOD), {"<stdin>": "zoom-picture"})

    def test_above_a_folder_that_is_not_there_the_nearest_that_is_counts(self):
        self.write("faces/media-preflight.toml", PICTURES)
        self.write("here/media-preflight.toml", '[[overrides]]\npaths = ["new/"]\ndestination = "zoom-picture"\n')
        os.symlink("nowhere", self.folder / "faces/dangling")
        absolute = str(self.folder / "faces/new/x.png")
        for name in ("faces/new/x.png", "faces/new/newer/x.png", "faces/dangling/x.png", absolute, "here/new/x.png"):
            with self.subTest(name=name):
                self.assertEqual(self.destinations("-", "--stdin-name", name, given=GOOD), {name: "zoom-picture"})
        for name, folder in (("new/x.png", "faces"), ("../faces/new/x.png", "here"), ("new/x.png", "here"), ("../here/new/x.png", "faces")):
            with self.subTest(name=name, folder=folder):
                self.assertEqual(self.destinations("-", "--stdin-name", name, given=GOOD, cwd=self.folder / folder), {name: "zoom-picture"})
        for name in ("new/x.png", "/none/x.png", "here/x.png"):
            with self.subTest(name=name):
                self.assertEqual(self.destinations("-", "--stdin-name", name, given=GOOD), {name: "zoom-background"})

    def test_a_given_configuration_is_the_only_one(self):
        self.write("a.png")
        self.write("media-preflight.toml", "nonsense")
        self.write("other.toml", PICTURES)
        self.assertEqual(self.destinations("a.png", "--config", "other.toml"), {"a.png": "zoom-picture"})
        self.assertEqual(self.check("a.png").status, 2)

    def test_the_command_line_wins(self):
        self.write("a.png", SMALL)
        self.write("media-preflight.toml", PICTURES + '[rules]\nnot-square = "error"\n')
        self.assertEqual(self.check("a.png").status, 1)
        self.assertEqual(self.destinations("a.png", "--for", "zoom-background"), {"a.png": "zoom-background"})
        self.assertEqual(self.check("a.png", "--ignore", "not-square").status, 0)
        self.assertEqual(self.check("a.png", "--select", "low-resolution").status, 0)

    def test_severities(self):
        self.write("cut.png", CUT)
        for severity, verdict, status in (("error", "fail", 1), ("warning", "warn", 0), ("note", "pass", 0), ("off", "pass", 0)):
            self.write("media-preflight.toml", f'[rules]\ntruncated = "{severity}"\n')
            answer = self.check("cut.png")
            self.assertEqual((answer.lines[0]["verdict"], answer.status), (verdict, status))
            self.assertEqual([finding["severity"] for finding in answer.lines[0]["findings"]], [severity] if severity != "off" else [])
        self.write("media-preflight.toml", '[rules]\ntruncated = "off"\n')
        self.assertEqual(self.check("cut.png", "--select", "truncated").status, 1)
        self.write("media-preflight.toml", '[rules]\ntruncated = "warning"\n')
        selected = self.check("cut.png", "--select", "truncated")
        self.assertEqual((selected.lines[0]["verdict"], selected.status), ("warn", 0))

    def test_an_own_destination(self):
        self.write("a.png")
        self.write("media-preflight.toml", '[destinations.stage]\nextends = "zoom-background"\nvideo-max = "1280x720"\npicture-min = [1920, 1080]\n'
                                           'title = "the stage"\nmax-bytes = 100\n')
        answer = self.check("a.png", "--for", "stage")
        self.assertEqual(answer.lines[0]["destination"], "stage")
        self.assertEqual(answer.rules("a.png"), ["file-too-large", "low-resolution"])
        self.assertIn("the stage", answer.lines[0]["findings"][0]["message"])
        self.assertEqual(self.check("a.png").lines[0]["destination"], "zoom-background")
        listed = json.loads(self.run_program("destinations", "stage", "--output", "json").out)
        self.assertEqual(listed["destination"], "stage")
        sources = {each["limit"]: (each["value"], each["source"]) for each in listed["limits"]}
        self.assertEqual(sources["max-bytes"], (100, f"{os.path.realpath(self.folder)}/media-preflight.toml:6:1"))
        self.assertEqual(sources["video-max"][0], [1280, 720])

    def test_a_destination_must_be_known_where_a_file_lies(self):
        self.write("a.png")
        self.write("stage/b.png")
        self.write("stage/media-preflight.toml", "[destinations.stage]\nmax-files = 1\n")
        self.assertEqual(self.check("stage", "--for", "stage").status, 0)
        answer = self.check(".", "--for", "stage")
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertIn("unknown destination 'stage'", answer.message)

    def test_a_link_that_leads_nowhere_ends_the_run(self):
        self.write("sub/a.png")
        os.symlink("nowhere", self.folder / "media-preflight.toml")
        for path in (".", "sub/a.png"):
            answer = self.check(path)
            self.assertEqual(answer.status, 2)
            self.assertIn("media-preflight.toml cannot be read: no such file or folder", answer.message)

    def test_the_null_device_is_no_configuration(self):
        self.write("a.png")
        self.write("media-preflight.toml", PICTURES)
        self.assertEqual(self.destinations("a.png", "--config", "/dev/null"), {"a.png": "zoom-background"})
        self.assertEqual(self.run_program("destinations", "--config", "/dev/null").status, 0)

    def test_mistakes_are_shown_whole_and_escaped_once(self):
        self.write("a.png")
        for text, says in (('"x\\u0000y" = 1', r"unknown key 'x\x00y'"), ("rules = \n", r"saw '\n'")):
            self.write("media-preflight.toml", text)
            self.assertIn(says, self.check("a.png").message)

    def test_a_limit_of_ones_own_is_not_said_to_be_the_services(self):
        self.write("a.png")
        self.write("media-preflight.toml", '[destinations.a]\nextends = "zoom-background"\nmax-bytes = 100\n')
        message = self.check("a.png", "--for", "a").lines[0]["findings"][0]["message"]
        self.assertIn("the limit for destination 'a': 100 bytes", message)

    def test_a_mistake_names_its_place_and_ends_the_run(self):
        self.write("a.png")
        self.write("sub/b.png")
        self.write("sub/media-preflight.toml", '[rules]\n\nlow-resolutoin = "off"\n')
        for arguments in ([], ["sub/b.png"], ["--jobs", "8"]):
            answer = self.check(*arguments)
            self.assertEqual(answer.status, 2)
            self.assertIn("sub/media-preflight.toml:3:1: unknown rule 'low-resolutoin'; did you mean 'low-resolution'?", answer.message)
        self.assertEqual(self.run_program("facts").status, 0)

    def test_nested_ones_add_up_and_the_nearest_wins_key_by_key(self):
        self.write("media-preflight.toml", PICTURES + '[rules]\nlow-resolution = "off"\nnot-square = "error"\n')
        self.write("sub/media-preflight.toml", '[rules]\nnot-square = "note"\n')
        self.write("sub/deep/media-preflight.toml", 'destination = "zoom-background"\n')
        for path in ("a.png", "sub/b.png", "sub/deep/c.png"):
            self.write(path, SMALL)
        for arguments in ((".",), ("a.png", "sub/b.png", "sub/deep/c.png"), ("sub/deep/c.png", "sub", ".")):
            answer = self.check(*arguments)
            got = {line["path"]: (line["destination"], [(each["rule"], each["severity"]) for each in line["findings"]]) for line in answer.lines}
            self.assertEqual(got, {"a.png": ("zoom-picture", [("not-square", "error")]), "sub/b.png": ("zoom-picture", [("not-square", "note")]),
                                   "sub/deep/c.png": ("zoom-background", [])})
            self.assertEqual(answer.summary["configurations"],
                             ["media-preflight.toml", "sub/deep/media-preflight.toml", "sub/media-preflight.toml"])

    def test_destinations_of_outer_ones_are_visible(self):
        self.write("media-preflight.toml", '[destinations.stage]\nextends = "zoom-background"\nmax-bytes = 100\ntitle = "the stage"\n')
        self.write("sub/media-preflight.toml", 'destination = "small-stage"\n[destinations.small-stage]\nextends = "stage"\nmax-files = 1\n'
                                               '[destinations.stage]\nmax-bytes = 200\n')
        self.write("sub/a.png")
        self.write("b.png")
        answer = self.check("sub")
        self.assertEqual((answer.lines[0]["destination"], answer.rules("sub/a.png")), ("small-stage", ["file-too-large"]))
        limits = {line["path"]: line["findings"][0]["limit"] for line in self.check(".", "--for", "stage").lines}
        self.assertEqual(limits, {"b.png": "100", "sub/a.png": "200"})
        listed = json.loads(self.run_program("destinations", "--output", "json", cwd=self.folder / "sub").out)
        self.assertEqual([each["destination"] for each in listed][-2:], ["small-stage", "stage"])

    def test_root_ends_the_search(self):
        self.write("media-preflight.toml", "nonsense")
        self.write("sub/media-preflight.toml", "root = true\n")
        self.write("sub/deep/media-preflight.toml", PICTURES)
        self.write("sub/deep/a.png")
        answer = self.check("sub")
        self.assertEqual((answer.status, answer.lines[0]["destination"]), (0, "zoom-picture"))
        self.assertEqual(answer.summary["configurations"], ["sub/deep/media-preflight.toml", "sub/media-preflight.toml"])
        self.write("sub/media-preflight.toml", "root = false\n")
        self.assertEqual(self.check("sub").status, 2)

    def test_only_configurations_that_judged_are_named(self):
        self.write("a.png")
        self.write("empty/media-preflight.toml", PICTURES)
        answer = self.check(".")
        self.assertEqual(answer.summary["configurations"], [])
        self.assertNotIn("Configuration", self.run_program("check").text)
        self.assertNotIn("configurations", json.loads(self.run_program("facts", "--output", "json").out)["summary"])

    def test_every_output_names_them(self):
        self.write("sub/a.png")
        self.write("media-preflight.toml", 'root = true\n[rules]\nlow-resolution = "off"\n')
        self.write("sub/media-preflight.toml", "")
        names = ["media-preflight.toml", "sub/media-preflight.toml"]
        self.assertIn("\nConfiguration: media-preflight.toml, sub/media-preflight.toml\n1 file for", self.run_program("check").text)
        self.assertEqual(json.loads(self.run_program("check", "-o", "json").out)["summary"]["configurations"], names)
        self.assertIn("<system-out>Configuration: media-preflight.toml\nConfiguration: sub/media-preflight.toml\n</system-out>",
                      self.run_program("check", "-o", "junit").text)
        outer = f"{os.path.realpath(self.folder)}/media-preflight.toml"
        self.assertEqual(self.check(".", cwd=self.folder / "sub").summary["configurations"], [outer, "media-preflight.toml"])
        self.assertEqual(self.check(".", "--config", "./media-preflight.toml").summary["configurations"], ["./media-preflight.toml"])
        for number in range(12):
            self.write(f"many/{number:02}/a.png")
            self.write(f"many/{number:02}/media-preflight.toml", "root = true\n")
        self.assertIn("many/07/media-preflight.toml and 4 more\n", self.run_program("check", "many").text)

    def must_refuse(self, words, *arguments):
        for paths in ((".",), ("sub/a.png",), ("sub",)):
            answer = self.check(*paths, *arguments)
            self.assertEqual((answer.status, answer.out), (2, b""), answer.message)
            self.assertIn(words, answer.message)
            self.assertIn("if you trust it, name it with --config", answer.message)

    def test_one_that_others_could_have_put_there_must_be_named(self):
        self.write("sub/a.png")
        self.write("sub/media-preflight.toml", PICTURES)
        for mode in (0o777, 0o1777, 0o702):
            os.chmod(self.folder / "sub", mode)
            self.must_refuse("sub/media-preflight.toml lies in a folder that can be written by every user")
        os.chmod(self.folder / "sub", 0o775)
        self.assertEqual(self.destinations("sub"), {"sub/a.png": "zoom-picture"})
        os.chmod(self.folder / "sub/media-preflight.toml", 0o666)
        self.must_refuse("sub/media-preflight.toml can be written by every user")
        self.assertEqual(self.destinations("sub", "--config", "sub/media-preflight.toml"), {"sub/a.png": "zoom-picture"})

    def test_one_further_out_is_refused_too_unless_root_comes_before(self):
        self.write("sub/a.png")
        self.write("media-preflight.toml", PICTURES)
        os.chmod(self.folder, 0o1777)
        self.must_refuse("media-preflight.toml lies in a folder that can be written by every user")
        self.write("sub/media-preflight.toml", "root = true\n")
        self.assertEqual(self.check("sub").status, 0)

    @unittest.skipUnless(os.geteuid() == 0, "only root gives files away")
    def test_one_of_somebody_else_must_be_named(self):
        self.write("sub/a.png")
        self.write("sub/media-preflight.toml", PICTURES)
        os.chown(self.folder / "sub/media-preflight.toml", 12345, 0)
        self.must_refuse("sub/media-preflight.toml belongs to another user (12345)")
        self.assertEqual(self.destinations("sub", "--config", "sub/media-preflight.toml"), {"sub/a.png": "zoom-picture"})
        environment = {**os.environ, "SUDO_UID": "12345"}
        self.assertEqual(self.destinations("sub", env=environment), {"sub/a.png": "zoom-picture"})
        os.chown(self.folder / "sub/media-preflight.toml", 0, 0)
        os.chown(self.folder / "sub", 12345, 0)
        self.must_refuse("sub/media-preflight.toml lies in a folder that belongs to another user (12345)")
        os.chown(self.folder / "sub", 0, 0)
        os.rename(self.folder / "sub/media-preflight.toml", self.folder / "mine.toml")
        os.symlink("../mine.toml", self.folder / "sub/media-preflight.toml")
        self.assertEqual(self.destinations("sub"), {"sub/a.png": "zoom-picture"})
        os.chown(self.folder / "sub/media-preflight.toml", 12345, 0, follow_symlinks=False)
        self.must_refuse("sub/media-preflight.toml belongs to another user (12345)")

    def test_a_configuration_may_come_through_a_pipe(self):
        self.write("a.png")
        for name in ("/dev/stdin", "-"):
            answer = self.check("a.png", "--config", name, given=PICTURES.encode())
            self.assertEqual((answer.lines[0]["destination"], answer.summary["configurations"]), ("zoom-picture", [name]))
        shell = 'exec "$0" check a.png -o ndjson --config <(printf %s "$1")'
        answer = subprocess.run(["bash", "-c", shell, PROGRAM, PICTURES], cwd=self.folder, capture_output=True, check=False, timeout=60)
        self.assertEqual((answer.returncode, b'"zoom-picture"' in answer.stdout), (0, True), answer.stderr)
        self.assertIn("standard input can be read only once", self.check("-", "--config", "-", given=b"").message)

    def test_a_pipe_counts_for_every_purpose_of_a_run(self):
        self.write("a.png")
        for purpose, rule in (("background", "not-widescreen"), ("picture", "not-square")):
            self.write("a.png", SMALL if purpose == "picture" else png(1280, 960))
            shell = 'exec "$0" upload --dry-run a.png --to user:a@example.com --purpose "$1" --config <(printf "[rules]\\n%s = \\"error\\"" "$2")'
            process = subprocess.run(["bash", "-c", shell, PROGRAM, purpose, rule], cwd=self.folder, capture_output=True, check=False, timeout=60)
            self.assertEqual((process.returncode, f"error    {rule}".encode() in process.stdout), (1, True), process)

    def test_what_cannot_be_a_configuration_is_called_what_it_is(self):
        self.write("a.png")
        os.mkdir(self.folder / "folder")
        self.write("large.toml", b"#" * ((1 << 20) + 1))
        self.write("largest.toml", b"#" * (1 << 20))
        self.assertIn("the configuration folder cannot be read: it is a folder", self.check("a.png", "--config", "folder").message)
        self.assertIn("the configuration large.toml is larger than 1 MiB", self.check("a.png", "--config", "large.toml").message)
        self.assertIn("is larger than 1 MiB", self.check("a.png", "--config", "/dev/zero").message)
        self.assertEqual(self.check("a.png", "--config", "largest.toml").status, 0)
        os.mkdir(self.folder / "media-preflight.toml")
        self.assertIn("media-preflight.toml cannot be read: it is a folder", self.check("a.png").message)
        os.rmdir(self.folder / "media-preflight.toml")
        os.mkfifo(self.folder / "media-preflight.toml")
        self.assertIn("media-preflight.toml cannot be read: it is a FIFO", self.check("a.png").message)
        os.unlink(self.folder / "media-preflight.toml")
        os.rename(self.folder / "large.toml", self.folder / "media-preflight.toml")
        self.assertIn("media-preflight.toml is larger than 1 MiB", self.check("a.png").message)


if __name__ == "__main__":
    unittest.main()
