"""The JSON Schema of configurations accepts what the program accepts, and refuses what it refuses.

With MEDIA_PREFLIGHT_BLESS=1 docs/configuration.schema.json is written instead of compared."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import tomllib
import unittest

import jsonschema

from program import PROGRAM, SOURCE, ProgramTest

PUBLISHED = SOURCE / "docs" / "configuration.schema.json"
TEXT = subprocess.run([PROGRAM, "config", "schema"], stdout=subprocess.PIPE, check=True).stdout.decode()
SCHEMA = json.loads(TEXT)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class ConfigurationSchemaTest(ProgramTest):
    def is_accepted(self, text):
        """By the program and by the schema, which must agree."""
        self.write("c.toml", text)
        self.write("a.png")
        answer = self.run_program("check", "a.png", "--config", "c.toml", "--exit-zero", "--depth", "header")
        faults = [fault.message for fault in VALIDATOR.iter_errors(tomllib.loads(text))]
        self.assertEqual(answer.status == 0, not faults, f"{text}\n{answer.message}\n{faults}")
        return not faults

    def test_it_is_the_published_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        if "MEDIA_PREFLIGHT_BLESS" in os.environ:
            PUBLISHED.write_text(TEXT)
        self.assertEqual(PUBLISHED.read_text(), TEXT)

    def test_it_accepts_every_documented_example(self):
        count = 0
        for page in [*SOURCE.glob("*.md"), *(SOURCE / "docs").rglob("*.md")]:
            for example in re.findall(r"^```toml\n(.*?)^```", page.read_text(), re.S | re.M):
                with self.subTest(page=page.name, example=example):
                    self.assertTrue(self.is_accepted(example))
                    count += 1
        self.assertGreaterEqual(count, 50)

    def test_it_refuses_what_the_program_refuses(self):
        for text in (
            'exclud = ["a"]', "exclude = []", 'exclude = "a"', "exclude = [1]", 'depth = "decod"', "depth = 1", "jobs = 0", "jobs = 257",
            'jobs = "4"', 'output = "jsn"', 'output = "json:x"', 'output = ["json"]', 'root = "yes"', "destination = 3",
            "[rules]\ntruncatd = 'off'", "[rules]\ntruncated = 'of'", "[rules]\nunreadable = 'off'", "[rules]\ntruncated = 1",
            '[[overrides]]\npath = ["a"]\ndestination = "zoom-picture"', '[[overrides]]\ndestination = "zoom-picture"',
            '[[overrides]]\npaths = ["a"]', '[[overrides]]\npaths = []\ndestination = "zoom-picture"',
            '[[overrides]]\npaths = ["a"]\nrules = {truncatd = "off"}', '[overrides]\npaths = ["a"]',
            "[destinations.zoom-background]\nmax-bytes = 1", "[destinations.a]\nmax-byte = 1", "[destinations.a]\nmax-bytes = 0",
            "[destinations.a]\nvideo-max = '1920'", "[destinations.a]\nvideo-max = true", "[destinations.a]\nvideo-max = [1920]",
            "[destinations.a]\naspect = '16x9'", "[destinations.a]\nformats = ['jpg']", "[destinations.a]\nformats = []",
            "[destinations.a]\nadvise-still = 'yes'", "[destinations.a]\nmax-files = 'many'", "[destinations.a]\ntitle = ''",
        ):
            with self.subTest(text=text):
                self.assertFalse(self.is_accepted(text))

    def test_it_accepts_every_key(self):
        for text in (
            'destination = "zoom-picture"\nexclude = ["a/", "!b"]\ndepth = "header"\njobs = 1\noutput = "ndjson"\nroot = false', "",
            "[rules]\ntruncated = 'off'\nunreadable = 'error'", '[[overrides]]\npaths = ["a"]\nrules = {truncated = "note"}',
            "[destinations.a]\nvideo-max = '1920x1080'\nvideo-min = [480, 360]\npicture-min = false\naspect = '16:9'\nmax-files = false\n"
            "formats = ['png', 'mp4']\nadvise-still = true\nmax-bytes = 5\nsafe-max-bytes = 4\ntitle = 'A'\nservice = 'S'",
            "[destinations.a]\nextends = 'zoom-background'\naspect = [1, 1]",
        ):
            self.assertTrue(self.is_accepted(text))
        keys = set(SCHEMA["properties"])
        self.assertEqual(keys, {"destination", "exclude", "depth", "jobs", "output", "root", "rules", "overrides", "destinations"})
        limits = set(SCHEMA["properties"]["destinations"]["additionalProperties"]["properties"]) - {"extends", "title", "service"}
        listed = set(re.findall(r"^\| `([a-z0-9-]+)` \|", (SOURCE / "docs" / "destinations.md").read_text(), re.M))
        self.assertEqual(limits, listed)


class ConfigInitTest(ProgramTest):
    def test_it_writes_a_configuration_that_changes_nothing(self):
        self.write("a.png")
        before = self.check("a.png").out
        self.assertEqual(self.run_program("config", "init").status, 0)
        text = (self.folder / "media-preflight.toml").read_text()
        first = text.splitlines()[0]
        self.assertTrue(first.startswith("#:schema ./"), first)
        self.assertEqual((self.folder / first.removeprefix("#:schema ./")).read_text(), TEXT)
        self.assertEqual(list(VALIDATOR.iter_errors(tomllib.loads(text))), [])
        after = self.check("a.png")
        self.assertEqual(after.lines, [json.loads(line) for line in before.splitlines()][:-1])
        self.assertEqual(after.summary["configurations"], ["media-preflight.toml"])

    def test_each_line_of_it_can_be_uncommented(self):
        self.run_program("config", "init")
        text = (self.folder / "media-preflight.toml").read_text()
        for key in SCHEMA["properties"]:
            self.assertRegex(text, rf"(?m)^(# )?(\[*{key}|{key} =)")
        lines = [line.removeprefix("# ") if re.match(r"# (\[|[a-z-]+ = )", line) else line for line in text.splitlines()]
        uncommented = "\n".join(lines)
        self.assertEqual(list(VALIDATOR.iter_errors(tomllib.loads(uncommented))), [])
        self.write("media-preflight.toml", uncommented)
        self.write("a.png")
        self.assertEqual(self.check("a.png").status, 0, self.check("a.png").message)

    def test_it_replaces_nothing(self):
        self.write("media-preflight.toml", "root = true")
        answer = self.run_program("config", "init")
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertIn("media-preflight.toml already exists and was not changed", answer.message)
        self.assertEqual((self.folder / "media-preflight.toml").read_text(), "root = true")
        self.assertEqual(os.listdir(self.folder), ["media-preflight.toml"])
        os.unlink(self.folder / "media-preflight.toml")
        self.write("media-preflight.schema.json", "mine")
        self.assertEqual(self.run_program("config", "init").status, 2)
        self.assertEqual(os.listdir(self.folder), ["media-preflight.schema.json"])
        os.unlink(self.folder / "media-preflight.schema.json")
        os.symlink("elsewhere.toml", self.folder / "media-preflight.toml")
        self.assertEqual(self.run_program("config", "init").status, 2)
        self.assertFalse((self.folder / "elsewhere.toml").exists())

    def test_usage(self):
        self.assertIn("media-preflight: config needs an ACTION", self.run_program("config").message)
        self.assertIn("did you mean 'schema'?", self.run_program("config", "shema").message)


if __name__ == "__main__":
    unittest.main()
