"""media-preflight destinations: limits as data, each with its source and the day on which that was read."""

import datetime
import json
import unittest

from program import ProgramTest


class DestinationsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("media-preflight.toml", '[destinations.hall]\nextends = "zoom-background"\nmax-bytes = 5\n[destinations.own]\nformats = ["png"]\n')

    def show(self, *arguments):
        return self.run_program("destinations", *arguments)

    def data(self, *arguments):
        answer = self.show("--output", "json", *arguments)
        self.assertEqual((answer.status, answer.message), (0, ""))
        return json.loads(answer.text)

    def test_several_names(self):
        every = {each["destination"]: each for each in self.data()}
        self.assertEqual(self.data("zoom-picture"), every["zoom-picture"])
        self.assertEqual(self.data("zoom-picture", "hall", "zoom-background"), [every[name] for name in ("zoom-picture", "hall", "zoom-background")])
        text = self.show("zoom-picture", "hall").text
        self.assertEqual(text, self.show("zoom-picture").text + "\n" + self.show("hall").text)
        answer = self.show("hall", "zoom-backgruond")
        self.assertEqual((answer.status, answer.out, "did you mean 'zoom-background'?" in answer.message), (2, b"", True), answer.message)

    def test_limits_that_were_read_long_ago(self):
        every = self.data()
        today = datetime.datetime.now(datetime.timezone.utc).date()
        ages = {(each["destination"], limit["limit"]): (today - datetime.date.fromisoformat(limit["read"])).days
                for each in every for limit in each["limits"] if limit["read"]}
        self.assertGreater(len(ages), 10)
        self.assertIn(None, {limit["read"] for each in every for limit in each["limits"]})  # of the configuration
        for days in {0, *ages.values(), *(age - 1 for age in ages.values() if age > 0), *(age + 1 for age in ages.values()), 36500}:
            older = self.data("--older-than", str(days))
            self.assertEqual({(each["destination"], limit["limit"]) for each in older for limit in each["limits"]},
                             {place for place, age in ages.items() if age > days}, days)
            self.assertTrue(all(each["limits"] for each in older))
            for each in older:
                known, = [other for other in every if other["destination"] == each["destination"]]
                self.assertEqual(each, {**known, "limits": [limit for limit in known["limits"] if limit in each["limits"]]})

    def test_names_and_age(self):
        oldest = max(limit["read"] for limit in self.data("zoom-background")["limits"])
        days = (datetime.datetime.now(datetime.timezone.utc).date() - datetime.date.fromisoformat(oldest)).days
        self.assertEqual(self.data("--older-than", str(days + 1), "zoom-background")["limits"], [])
        one, other = self.data("own", "zoom-picture", "--older-than", "0")
        self.assertEqual((one["destination"], one["limits"]), ("own", []))
        self.assertEqual(other["destination"], "zoom-picture")

    def test_text_names_the_sources(self):
        text = self.show("--older-than", "0").text
        self.assertRegex(text, r"^zoom-background .*\n  formats ")
        self.assertIn(", read on 20", text)
        self.assertNotIn("\nown ", text)
        self.assertNotRegex(text.partition("\nhall ")[2].partition("\n\n")[0], r"(?m)^  max-bytes")
        for arguments in ((), ("own",), ("zoom-picture", "own")):
            self.assertEqual(self.show("--older-than", "36500", *arguments).text, "No source of these limits was read more than 36500 days ago.\n")

    def test_days_that_are_none(self):
        for days in ("", "-1", "x", "1.5", "36501", "99999999999", "1d"):
            answer = self.show(f"--older-than={days}")
            self.assertEqual((answer.status, answer.out, "--older-than" in answer.message), (2, b"", True), days)


if __name__ == "__main__":
    unittest.main()
