"""media-preflight report takes shards for parts of one whole only where the same configurations counted, wherever the
machines keep them."""

import re
import unittest

from program import GOOD, SMALL
from report_case import ReportTest, without_time
from shards_test import shard_of

STRICT = '[rules]\nlow-resolution = "error"\n'
SILENT = '[rules]\nlow-resolution = "off"\nalpha-channel = "off"\nnot-widescreen = "off"\n'


def without_places(output):
    """Each machine names its configurations as it knows them."""
    return re.sub(rb'"configurations":\[[^]]*\]', b"", without_time(output))


class ReportConfigurationsTest(ReportTest):
    """one/ and deeper/two/ are what two machines have under the working folder."""

    PLACES = ("one", "deeper/two")

    def setUp(self):
        super().setUp()
        for place in self.PLACES:
            for number in range(20):
                self.write(f"{place}/photos/{number % 3}/{number}.png", (GOOD, SMALL)[number % 2])

    def run_shards(self, *arguments, each=((), ()), **more):
        for number, (place, own) in enumerate(zip(self.PLACES, each), 1):
            answer = self.run_program("check", *(arguments or ("photos",)), *own, "--shard", f"{number}/2", "-o",
                                      f"ndjson:{self.folder}/{number}.ndjson", cwd=self.folder / place, **more)
            self.assertIn(answer.status, (0, 1), answer.message)
        return self.report("1.ndjson", "2.ndjson")

    def must_refuse(self, *arguments, **more):
        answer = self.run_shards(*arguments, **more)
        self.assertEqual(answer.status, 2, answer.text)
        self.assertIn("were started differently", answer.message)
        self.assertIn("options and configurations", answer.message)
        self.assertNotIn(b'"type":"summary"', answer.out)

    def must_accept(self, *arguments, whole=(), **more):
        answer = self.run_shards(*arguments, **more)
        at_once = self.check(*(arguments or ("photos",)), *whole, cwd=self.folder / "one",
                             **{name: value for name, value in more.items() if name != "each"})
        self.assertEqual((answer.status, without_places(answer.out)), (at_once.status, without_places(at_once.out)), answer.message)

    def test_one_machine_has_a_configuration_and_the_other_has_none(self):
        self.write("deeper/two/media-preflight.toml", SILENT)
        self.must_refuse()
        self.must_refuse("photos/0", "photos/1/1.png")

    def test_they_have_others(self):
        self.write("one/photos/media-preflight.toml", STRICT)
        self.write("deeper/two/photos/media-preflight.toml", SILENT)
        self.must_refuse()

    def test_it_is_found_further_out(self):
        self.write("deeper/media-preflight.toml", SILENT)
        self.must_refuse()
        self.must_refuse("--files-from", "-", given=b"photos/0/3.png\nphotos/1/4.png\n")

    def test_the_report_names_the_configurations_of_all(self):
        for number, place in enumerate(self.PLACES, 1):
            self.write(f"{place}/rules.toml", STRICT)
            self.write(f"{place}/rules{number}.toml", STRICT)
        answer = self.run_shards(each=(("--config", "rules.toml"), ("--config", "rules.toml")))
        self.assertEqual(answer.summary["configurations"], ["rules.toml"])
        answer = self.run_shards(each=(("--config", "rules1.toml"), ("--config", "rules2.toml")))
        self.assertEqual(answer.summary["configurations"], ["rules1.toml", "rules2.toml"])
        text = self.run_program("report", "1.ndjson", "2.ndjson").text
        self.assertIn("\nConfiguration: rules1.toml, rules2.toml\n", text)
        self.write("3.ndjson", (self.folder / "1.ndjson").read_bytes().replace(b'["rules1.toml"]', b'[7]'))
        self.assertIn("the summary does not match", self.run_program("report", "3.ndjson", "2.ndjson").message)

    def test_it_counts_for_one_folder(self):
        self.write("deeper/two/photos/2/media-preflight.toml", SILENT)
        self.must_refuse()
        self.must_refuse("--files-from", "-", given=b"photos/0/3.png\nphotos/2/2.png\n")
        self.must_refuse("photos", "photos/2")
        self.write("one/photos/1/media-preflight.toml", SILENT)
        self.must_refuse()

    def test_it_counts_only_for_files_of_the_other_shard(self):
        name = next(name for number in range(99) if shard_of(name := f"photos/lone/{number}.png", 2) == 1)
        for place in self.PLACES:
            self.write(f"{place}/{name}", SMALL)
        self.write("deeper/two/photos/lone/media-preflight.toml", SILENT)
        self.must_refuse()
        self.write("deeper/two/photos/lone/media-preflight.toml", "nonsense")
        answer = self.run_program("check", "photos", "--shard", "2/2", cwd=self.folder / "deeper/two")
        self.assertEqual(answer.status, 2)
        self.assertIn("photos/lone/media-preflight.toml", answer.message)

    def test_the_same_ones_in_other_places(self):
        for place in self.PLACES:
            self.write(f"{place}/photos/media-preflight.toml", STRICT)
            self.write(f"{place}/photos/1/media-preflight.toml", SILENT)
        self.must_accept()
        self.must_accept("photos/0", "photos/1", "photos")
        self.must_accept("--files-from", "-", given=b"photos/0/3.png\nphotos/1/1.png\nphotos/1/4.png\n")

    def test_the_same_one_further_out_or_nearer(self):
        self.write("one/media-preflight.toml", STRICT)
        self.write("deeper/media-preflight.toml", STRICT)
        self.must_accept()

    def test_what_counts_for_no_file_asked_for(self):
        self.write("deeper/two/photos/2/media-preflight.toml", SILENT)
        self.must_accept("photos/0", "photos/1")

    def test_a_given_configuration_counts_by_what_it_says(self):
        self.write("one/rules.toml", STRICT)
        self.write("deeper/two/rules.toml", SILENT)
        self.write("deeper/rules.toml", STRICT)
        self.must_refuse(each=(("--config", "rules.toml"), ("--config", "rules.toml")))
        self.must_refuse(each=(("--config", "rules.toml"), ()))
        self.must_accept(each=(("--config", "rules.toml"), ("--config", "../rules.toml")), whole=("--config", "rules.toml"))
        self.write("deeper/two/photos/media-preflight.toml", SILENT)
        self.must_accept(each=(("--config", "rules.toml"), ("--config", "../rules.toml")), whole=("--config", "rules.toml"))


if __name__ == "__main__":
    unittest.main()
