"""Where media-preflight.toml is found, and what wins over what."""

import json
import os
import unittest

from program import CUT, GOOD, SMALL, ProgramTest

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


if __name__ == "__main__":
    unittest.main()
