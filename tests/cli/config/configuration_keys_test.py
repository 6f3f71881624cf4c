"""What a configuration can set beside rules and destinations: paths, exclusions, and how a run goes about."""

import unittest

from program import CUT, GOOD, SMALL, ProgramTest, png

SQUARE = png(400, 400)


class ConfigurationKeysTest(ProgramTest):
    def must_refuse(self, says, configuration):
        with self.subTest(configuration=configuration):
            self.write("bad.toml", configuration)
            answer = self.run_program("check", "a.png", "--config", "bad.toml")
            self.assertEqual((answer.status, answer.message), (2, f"media-preflight: bad.toml:{says}\n"))

    def destinations(self, *arguments, **more):
        return {each["path"]: each["destination"] for each in self.check(*arguments, **more).lines}

    def test_mistakes_are_refused_with_the_nearest_name(self):
        self.write("a.png")
        for says, configuration in (
            ("1:1: unknown key 'exclud'; did you mean 'exclude'?", 'exclud = ["a"]'),
            ("1:1: unknown key 'outputs'; did you mean 'output'?", 'outputs = "text"'),
            ("2:1: unknown key 'path' in [[overrides]]; did you mean 'paths'?", '[[overrides]]\npath = ["a"]'),
            ("2:1: unknown key 'depth' in [[overrides]]; choose from paths, destination, rules", '[[overrides]]\ndepth = "decode"'),
            ("1:1: [[overrides]] needs 'paths', such as paths = [\"portraits/\"]", '[[overrides]]\nrules = {truncated = "note"}'),
            ("1:1: [[overrides]] changes nothing: set 'destination' or rules in [overrides.rules]", '[[overrides]]\npaths = ["a"]'),
            ("1:13: 'overrides' must be tables, each written [[overrides]]", "overrides = 3"),
            ("1:1: 'overrides' must be tables, each written [[overrides]]", '[overrides]\npaths = ["a"]'),
            ("3:11: unknown rule 'truncatd'; did you mean 'truncated'?", '[[overrides]]\npaths = ["a"]\nrules = { truncatd = "off" }'),
            ("3:15: unknown destination 'zoom-pictur'; did you mean 'zoom-picture'?",
             '[[overrides]]\npaths = ["a"]\ndestination = "zoom-pictur"'),
            ("1:11: 'exclude' must be a list of patterns, such as [\"drafts/\", \"*.tmp.png\"]", "exclude = []"),
            ("1:11: 'exclude' must be a list of patterns, such as [\"drafts/\", \"*.tmp.png\"]", 'exclude = "drafts/"'),
            ("1:13: 'exclude' must be a list of patterns, such as [\"drafts/\", \"*.tmp.png\"]", "exclude = [ 7 ]"),
            ("1:9: unknown depth 'decod'; did you mean 'decode'?", 'depth = "decod"'),
            ("1:9: 'depth' must be \"header\", \"structure\" or \"decode\"", "depth = 1"),
            ("1:8: 'jobs' must be a number from 1 to 256", "jobs = 0"),
            ("1:8: 'jobs' must be a number from 1 to 256", 'jobs = "4"'),
            ("1:8: 'jobs' must be a number from 1 to 256", "jobs = 257"),
            ("1:10: unknown format 'jsn'; did you mean 'json'?", 'output = "jsn"'),
            ("1:10: 'output' must be a format without a file; name files with the option --output", 'output = "json:out.json"'),
            ("1:10: 'output' must be the name of a format, such as \"concise\"", 'output = ["json"]'),
        ):
            self.must_refuse(says, configuration)

    def test_overrides_set_what_counts_for_single_paths(self):
        for path in ("a.png", "faces/b.png", "faces/deep/c.png", "d.face.png"):
            self.write(path, SMALL)
        self.write("media-preflight.toml", """
[[overrides]]
paths = ["faces/", "*.face.png"]
destination = "zoom-picture"
rules = { not-square = "off" }

[[overrides]]
paths = ["deep/", "!a.png"]
rules = { not-square = "error" }
""")
        expected = {"a.png": "zoom-background", "d.face.png": "zoom-picture", "faces/b.png": "zoom-picture", "faces/deep/c.png": "zoom-picture"}
        self.assertEqual(self.destinations("."), expected)
        self.assertEqual(self.destinations(*expected), expected)
        self.assertEqual(self.destinations(self.folder / "faces" / "b.png"), {str(self.folder / "faces/b.png"): "zoom-picture"})
        self.assertEqual(self.destinations("b.png", "deep", cwd=self.folder / "faces"), {"b.png": "zoom-picture", "deep/c.png": "zoom-picture"})
        self.assertEqual(self.destinations("-", "--stdin-name", "faces/x.png", given=GOOD), {"faces/x.png": "zoom-picture"})
        self.assertEqual(self.destinations("-", given=GOOD), {"<stdin>": "zoom-background"})
        answer = self.check(".")
        self.assertEqual([answer.rules(path) for path in expected], [["low-resolution"], [], [], ["not-square"]])
        self.assertEqual(answer.status, 1)
        self.assertEqual(self.destinations(".", "--for", "zoom-background"), dict.fromkeys(expected, "zoom-background"))
        self.assertEqual(self.check(".", "--ignore", "not-square").status, 0)

    def test_a_nearer_configuration_comes_before_overrides_further_out(self):
        self.write("in/a.png", SQUARE)
        self.write("in/b.png", SQUARE)
        self.write("media-preflight.toml", '[[overrides]]\npaths = ["*.png"]\ndestination = "zoom-picture"\nrules = { low-resolution = "error" }')
        self.assertEqual(self.destinations("in"), {"in/a.png": "zoom-picture", "in/b.png": "zoom-picture"})
        self.write("in/media-preflight.toml", 'destination = "zoom-background"\n[rules]\nnot-widescreen = "off"\n'
                   '[[overrides]]\npaths = ["b.png"]\nrules = { low-resolution = "off" }')
        answer = self.check("in")
        self.assertEqual([each["destination"] for each in answer.lines], ["zoom-background"] * 2)
        self.assertEqual([answer.rules("in/a.png"), answer.rules("in/b.png"), answer.status], [["low-resolution"], [], 1])
        self.write("in/media-preflight.toml", "root = true")
        self.assertEqual(self.check("in").status, 0)

    def test_patterns_of_a_named_configuration_start_at_the_working_folder(self):
        self.write("in/a.png", SQUARE)
        self.write("etc/c.toml", 'exclude = ["/in/b.png"]\n[[overrides]]\npaths = ["/in/"]\ndestination = "zoom-picture"')
        self.write("in/b.png")
        self.assertEqual(self.destinations(".", "--config", "etc/c.toml"), {"in/a.png": "zoom-picture"})
        self.assertEqual(self.destinations(".", "--config", "../etc/c.toml", cwd=self.folder / "in"),
                         {"a.png": "zoom-background", "b.png": "zoom-background"})

    def test_exclude_leaves_out_of_folders(self):
        for path in ("a.png", "raw/b.png", "in/raw/c.png", "in/d.tmp.png", "in/keep.tmp.png", "in/e.png"):
            self.write(path)
        everything = ["a.png", "in/d.tmp.png", "in/e.png", "in/keep.tmp.png", "in/raw/c.png", "raw/b.png"]
        for patterns, paths in (
            (["raw/"], ["a.png", "in/d.tmp.png", "in/e.png", "in/keep.tmp.png"]),
            (["/raw"], [path for path in everything if path != "raw/b.png"]),
            (["*.tmp.png", "!keep.*"], ["a.png", "in/e.png", "in/keep.tmp.png", "in/raw/c.png", "raw/b.png"]),
            (["in/*", "!in/e.png"], ["a.png", "in/e.png", "raw/b.png"]),
            (["#a.png"], everything),
        ):
            with self.subTest(patterns=patterns):
                options = [word for pattern in patterns for word in ("--exclude", pattern)]
                self.assertEqual(self.check(*options).paths, paths)
                self.assertEqual(self.check(*options, ".").paths, paths)
                absolute = [path.removeprefix(f"{self.folder}/") for path in self.check(*options, self.folder).paths]
                self.assertEqual(absolute, paths)
                self.write("media-preflight.toml", f"exclude = {patterns}")
                self.assertEqual(self.check().paths, paths)
                self.assertEqual(self.check("--no-exclude").paths, everything)
                self.assertEqual(self.check("--exclude", "in", "--no-exclude").paths, everything)
                self.assertEqual(self.check("--no-config").paths, everything)
                (self.folder / "media-preflight.toml").unlink()
        self.assertEqual(self.run_program("facts", "-o", "ndjson", "--exclude", "in", "--exclude=raw").paths, ["a.png"])

    def test_what_is_named_is_looked_at_all_the_same(self):
        self.write("raw/b.png")
        self.write("media-preflight.toml", 'exclude = ["raw", "*.gif"]')
        for paths in (["raw"], ["raw/b.png"]):
            self.assertEqual(self.check(*paths).paths, ["raw/b.png"])
        self.assertEqual(self.check(".").status, 2)
        self.assertEqual(self.check(given=b"raw/b.png\n", *["--files-from", "-"]).paths, ["raw/b.png"])

    def test_nearer_exclusions_come_first(self):
        for path in ("a.gif.png", "in/a.gif.png", "in/b.png"):
            self.write(path)
        self.write("media-preflight.toml", 'exclude = ["*.gif.png"]')
        self.write("in/media-preflight.toml", 'exclude = ["!a.*", "b.png"]')
        self.assertEqual(self.check().paths, ["in/a.gif.png"])
        self.assertEqual(self.check("--exclude", "!b.png").paths, ["in/a.gif.png", "in/b.png"])
        self.assertEqual(self.check("..", cwd=self.folder / "in").paths, ["../in/a.gif.png"])

    def test_how_a_run_goes_about_is_set_for_all_of_it(self):
        self.write("in/a.png", CUT)
        self.write("media-preflight.toml", 'output = "concise"\ndepth = "header"\njobs = 3\n')
        self.assertNotIn("FAIL", self.run_program("check", "in").text)
        self.assertEqual(self.check("in").lines[0]["depth"], "header")
        self.assertEqual(self.check("in", "--depth", "structure").lines[0]["depth"], "structure")
        self.assertEqual(self.check("in", "--no-config").lines[0]["depth"], "structure")
        self.write("in/media-preflight.toml", 'output = "json"\ndepth = "structure"')
        self.write("b.png")
        for paths, depth in ((["in"], "structure"), (["in/a.png", "b.png"], "structure"), (["b.png", "in"], "header"), ([], "header")):
            self.assertEqual({line["depth"] for line in self.check(*paths).lines}, {depth}, paths)
        self.assertEqual(self.check("--files-from", "-", given=b"in/a.png").lines[0]["depth"], "header")
        answer = self.run_program("check", ".", cwd=self.folder / "in")
        self.assertTrue(answer.text.startswith('{"files":['), answer.text)
        self.assertEqual(answer.status, 1)
        self.assertIn("FAIL  a.png", self.run_program("check", ".", "-o", "text", cwd=self.folder / "in").text)
        self.assertEqual(self.run_program("check", "in", "--config", "in/media-preflight.toml").text[:10], '{"files":[')

    def test_the_depth_of_a_configuration_makes_rules_reachable(self):
        self.write("a.png", CUT)
        self.write("media-preflight.toml", 'depth = "decode"')
        self.assertEqual(self.check("a.png", "--select", "decode-failed").status, 1)
        refused = self.check("a.png", "--select", "decode-failed", "--depth", "header")
        self.assertIn("needs --depth decode", refused.message)

    def test_shards_with_other_exclusions_do_not_belong_together(self):
        for number in range(8):
            self.write(f"{number}.png", png(1280, 720, number))
        for number, extra in ((1, ["--exclude", "1.png"]), (2, [])):
            self.write(f"{number}.ndjson", self.check("--shard", f"{number}/2", *extra).out)
        self.assertEqual(self.run_program("report", "1.ndjson", "2.ndjson").status, 2)
        self.write("1.ndjson", self.check("--shard", "1/2").out)
        self.assertEqual(self.run_program("report", "1.ndjson", "2.ndjson").status, 0)


if __name__ == "__main__":
    unittest.main()
