"""What only a terminal gets from the commands that send."""

import re
import unittest

from program import CUT
from upload_case import UploadTest

HOW_LONG = r" \(\d[^()]*s\)"
LEDGER = r"ledger \S+/ledger\.db, account rehearsal-account\n"
ROW_ERASED = "\r\x1b[K"


class UploadTerminalTest(UploadTest):
    def shown(self, *arguments, columns=80, **more):
        plain = {**self.environment, "NO_COLOR": "1"}
        return self.on_terminal(*arguments, "--calls-per-second", "0", columns=columns, environment=plain, **more).replace("\r\n", "\n")

    def test_how_it_ended_where_everything_went_into_files(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        report = ("-o", "ndjson:report")
        shown = self.shown("upload", "--to", "a@example.com", "lobby.png", *report, both=False)
        self.assertRegex(shown.split(ROW_ERASED)[-1], rf"\n1 item: 1 sent{HOW_LONG}\n{LEDGER}\Z")
        shown = self.shown("upload", "--to", "b@example.com", "lobby.png", "cut.png", *report, both=False)
        self.assertRegex(shown.split(ROW_ERASED)[-1], rf"\A2 items: 1 sent, 1 refused{HOW_LONG}\n{LEDGER}\Z")
        shown = self.shown("upload", "--to", "b@example.com", "lobby.png", *report, "-q", both=False)
        self.assertEqual(shown, "")

    def test_how_it_ended_is_said_once(self):
        self.write("lobby.png")
        shown = self.shown("upload", "--to", "a@example.com", "lobby.png")
        self.assertEqual(len(re.findall("1 item: 1 sent", shown)), 1, shown)

    def test_the_table_fits(self):
        self.write("a-rather-long-name-of-a-background-for-the-whole-department.png")
        self.table([("somebody.with.a.long.name@department.example.com",
                     "a-rather-long-name-of-a-background-for-the-whole-department.png")])
        shown = self.shown("plan", "--csv", "people.csv")
        self.assertIn("...", shown)
        table = [line for line in shown.splitlines() if not line.startswith(("media-preflight: ", "ledger "))]
        self.assertLessEqual(max(map(len, table)), 80, shown)


if __name__ == "__main__":
    unittest.main()
