"""--show-settings tells the settings in effect for each path, and what sets them."""

import json
import unittest

from program import CUT, ProgramTest


class ShowSettingsTest(ProgramTest):
    def settings(self, *arguments, **more):
        answer = self.run_program("check", "--show-settings", "--output", "json", *arguments, **more)
        self.assertEqual(answer.status, 0, answer.message)
        return {each["path"]: each for each in json.loads(answer.out)["paths"]}

    def test_defaults(self):
        settings = self.settings()["."]
        for key, value in (("destination", "zoom-background"), ("depth", "structure")):
            self.assertEqual(settings[key], {"value": value, "source": "default"})
        self.assertEqual((settings["exclude"], settings["configurations"]), ([], []))
        self.assertEqual({rule["source"] for rule in settings["rules"].values()}, {"default"})
        self.assertEqual(settings["rules"]["low-resolution"]["value"], "warning")

    def test_each_value_names_the_line_that_sets_it(self):
        self.write("in/a.png")
        self.write("b.png", CUT)
        self.write("media-preflight.toml", 'depth = "header"\njobs = 3\noutput = "concise"\nexclude = ["x", "y"]\n[rules]\nnot-square = "off"\n')
        self.write("in/media-preflight.toml", '[rules]\nlow-resolution = "note"\n[[overrides]]\npaths = ["a.png"]\ndestination = "zoom-picture"\n'
                   'rules = { truncated = "warning" }')
        settings = self.settings("b.png", "in", "in/a.png", "in/missing.png")
        self.assertEqual(settings["b.png"]["depth"], {"value": "header", "source": "media-preflight.toml:1:9"})
        self.assertEqual(settings["b.png"]["jobs"], {"value": "3", "source": "media-preflight.toml:2:8"})
        self.assertEqual(settings["b.png"]["exclude"], [{"value": each, "source": "media-preflight.toml:4:11"} for each in "xy"])
        self.assertEqual(settings["b.png"]["configurations"], ["media-preflight.toml"])
        for path, destination, truncated in (("in", "zoom-background", "error"), ("in/missing.png", "zoom-background", "error"),
                                             ("in/a.png", "zoom-picture", "warning")):
            self.assertEqual(settings[path]["configurations"], ["in/media-preflight.toml", "media-preflight.toml"])
            self.assertEqual(settings[path]["destination"]["value"], destination)
            self.assertEqual(settings[path]["rules"]["low-resolution"], {"value": "note", "source": "in/media-preflight.toml:2:1"})
            self.assertEqual(settings[path]["rules"]["not-square"], {"value": "off", "source": "media-preflight.toml:6:1"})
            self.assertEqual(settings[path]["rules"]["truncated"]["value"], truncated)
        self.assertEqual(settings["in/a.png"]["destination"]["source"], "in/media-preflight.toml:5:15")
        text = self.run_program("check", "--show-settings", "b.png")
        self.assertRegex(text.text, r"(?m)^  depth +header +\(media-preflight.toml:1:9\)$")
        self.assertRegex(text.text, r"(?m)^  rule +not-square = off +\(media-preflight.toml:6:1\)$")
        self.assertNotIn("FAIL", text.text)

    def test_folders_that_are_not_there_have_what_counts_above(self):
        self.write("in/media-preflight.toml", 'depth = "header"\ndestination = "zoom-picture"\n')
        settings = self.settings("in/new/newer/a.png")["in/new/newer/a.png"]
        self.assertEqual(settings["configurations"], ["in/media-preflight.toml"])
        self.assertEqual(settings["destination"], {"value": "zoom-picture", "source": "in/media-preflight.toml:2:15"})
        self.assertEqual(settings["depth"], {"value": "header", "source": "in/media-preflight.toml:1:9"})

    def test_the_command_line_is_a_source(self):
        self.write("media-preflight.toml", 'destination = "zoom-picture"\ndepth = "header"\n[rules]\nnot-square = "error"')
        settings = self.settings("--for", "zoom-background", "--depth", "structure", "-j2", "--exclude", "a", "--ignore", "not-square",
                                 "--warnings-as-errors")["."]
        self.assertEqual(settings["destination"], {"value": "zoom-background", "source": "--for"})
        self.assertEqual(settings["depth"]["source"], "--depth")
        self.assertEqual(settings["jobs"], {"value": "2", "source": "--jobs"})
        self.assertEqual(settings["output"], [{"value": "json", "source": "--output"}])
        self.assertEqual(settings["exclude"], [{"value": "a", "source": "--exclude"}])
        self.assertEqual(settings["rules"]["not-square"], {"value": "off", "source": "--ignore"})
        self.assertEqual(settings["rules"]["low-resolution"], {"value": "error", "source": "--warnings-as-errors"})
        selected = self.settings("--select", "truncated")["."]["rules"]
        self.assertEqual(selected["low-resolution"], {"value": "off", "source": "--select"})
        self.assertEqual(selected["truncated"], {"value": "error", "source": "default"})
        self.assertEqual(self.settings("--no-config")["."]["configurations"], [])

    def test_what_it_says_is_what_happens(self):
        for path in ("a.png", "in/b.png", "in/c.png"):
            self.write(path)
        self.write("in/media-preflight.toml", '[[overrides]]\npaths = ["c.png"]\ndestination = "zoom-picture"')
        checked = {line["path"]: line["destination"] for line in self.check().lines}
        self.assertEqual({path: each["destination"]["value"] for path, each in self.settings(*checked).items()}, checked)

    def test_a_bad_configuration_is_refused_as_always(self):
        self.write("media-preflight.toml", "exclud = 1")
        self.assertEqual(self.run_program("check", "--show-settings").status, 2)

    def test_outputs_and_their_files(self):
        self.write("a.png")
        self.write("media-preflight.toml", 'output = "sarif"\n')  # of checks, and not of this
        text = self.run_program("check", "--show-settings").text
        self.assertIn("sarif", text)
        as_json = self.run_program("check", "--show-settings", "-o", "json").text
        for arguments, printed, name, kept in ((["text:s.txt"], "", "s.txt", "(--output)"), (["json:s.json"], "", "s.json", '"paths"'),
                                               (["text", "json:s.json"], "(--output)", "s.json", '"paths"'),
                                               (["json:-", "text:s.txt"], '"paths"', "s.txt", "(--output)")):
            answer = self.run_program("check", "--show-settings", *(each for form in arguments for each in ("-o", form)))
            self.assertEqual((answer.status, answer.message), (0, ""))
            self.assertEqual((printed in answer.text, bool(answer.text)), (True, bool(printed)), arguments)
            self.assertIn(kept, (self.folder / name).read_text())
        self.assertEqual(json.loads(as_json)["paths"][0]["output"], [{"value": "json", "source": "--output"}])

    def test_outputs_that_have_no_place_for_settings(self):
        self.write("a.png")
        self.write("media-preflight.toml", "")
        for form in ("ndjson", "sarif", "junit:j.xml", "html:h.html", "github", "concise", "gitlab"):
            answer = self.run_program("check", "--show-settings", "-o", "text", "-o", form)
            self.assertEqual((answer.status, answer.out), (2, b""))
            self.assertIn(f"--show-settings can be written as text or json, not as {form.partition(':')[0]}", answer.message)
        for name, words in (("a.png", "is an input file"), ("media-preflight.toml", "is the configuration"), ("none/s.txt", "cannot be written")):
            before = (self.folder / name).read_bytes() if "/" not in name else b""
            answer = self.run_program("check", "--show-settings", "a.png", "-o", f"text:{name}")
            self.assertEqual((answer.status, answer.out, words in answer.message), (2, b"", True), answer.message)
            self.assertEqual((self.folder / name).read_bytes() if "/" not in name else b"", before)
        answer = self.run_program("check", "--show-settings", "-o", "text", "-o", "json")
        self.assertEqual((answer.status, "mixed in standard output" in answer.message), (2, True), answer.message)


if __name__ == "__main__":
    unittest.main()
