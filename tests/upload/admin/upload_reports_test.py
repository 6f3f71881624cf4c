"""What runs for many people say: short for the eyes, whole in a table, and how to go on."""

import csv
import io
import json
import re
import unittest

from program import CUT, png
from upload_case import UploadTest


class ReportTest(UploadTest):
    people = 5000

    def rows_of(self, name):
        data = (self.folder / name).read_bytes()
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    def test_a_run_for_thousands_is_a_page_and_a_table(self):
        self.write("good.png")
        self.write("cut.png", CUT)
        self.table([(f"user:p{i}@example.com", "cut.png" if i % 10 == 0 else "good.png") for i in range(self.people)])
        answer = self.run_program("upload", "--dry-run", "--csv", "people.csv", "-o", "text", "-o", "csv:report.csv")
        self.assertEqual(answer.status, 1, answer.message)
        self.assertLessEqual(len(answer.text.splitlines()), 60)
        self.assertIn(f"{self.people:,} items: {self.people * 9 // 10:,} planned, {self.people // 10:,} refused", answer.text)
        self.assertRegex(answer.text, r"\d+ more with problems; to list all: --output csv:FILE")
        rows = self.rows_of("report.csv")
        self.assertEqual([row["target"] for row in rows], [f"user:p{i}@example.com" for i in range(self.people)])
        self.assertEqual(sum(row["outcome"] == "planned" for row in rows), self.people * 9 // 10)
        self.assertEqual(rows[0]["rules"].split()[0], "truncated")
        plan = self.run_program("plan", "--dry-run", "--csv", "people.csv")
        self.assertLessEqual(len(plan.text.splitlines()), 60)
        self.assertIn(f"and {self.people - 40:,} more, which --all shows", plan.text)
        whole = self.run_program("plan", "--dry-run", "--csv", "people.csv", "--all")
        self.assertGreater(len(whole.text.splitlines()), self.people)

    def test_a_table_is_no_place_for_formulas_and_can_be_sent_again(self):
        self.write("=a,\"b\".png")
        self.write("+c.png", CUT)
        answer = self.run_program("upload", "--to", "a@example.com", "./=a,\"b\".png", "-o", "csv", env=self.environment)
        self.assertEqual(answer.status, 0, answer.message)
        self.run_program("upload", "--to", "=x@example.com", "+c.png", "=a,\"b\".png", "-o", "csv:r.csv", env=self.environment)
        for row in self.rows_of("r.csv"):
            for cell in row.values():
                self.assertFalse(cell[:1] in ("=", "+", "-", "@", "\t", "\r"), cell)
        self.assertEqual({row["file"] for row in self.rows_of("r.csv")}, {"'+c.png", "'=a,\"b\".png"})
        self.write("d.png", png(shade=9))
        self.server.set_faults([{"do": "refuse", "refusal": "background-failed", "endpoint": "upload-background"}])
        self.assertEqual(self.run_program("upload", "--to", "d@example.com", "d.png", "-o", "csv:s.csv", env=self.environment).status, 1)
        self.must_end(self.upload("--csv", "s.csv"), 0, ["sent"])

    def test_what_is_queued_is_one_line_with_the_command_that_goes_on(self):
        self.write("a b.png")
        self.table([(f"user:p{i}@example.com", "a b.png") for i in range(9)], name="all people.csv")
        self.server.set_faults([{"do": "answer", "status": 503, "body": "", "endpoint": "show-settings", "times": 0}])
        answer = self.run_program("upload", "--csv", "all people.csv", "--calls-per-second", "0", env=self.environment)
        self.assertEqual(answer.status, 3)
        self.assertEqual(answer.text.count("QUEUED"), 0)
        line = re.search(r"(?m)^4 still queued: .*$", answer.text).group()
        self.assertTrue(line.endswith("To continue: media-preflight upload --csv 'all people.csv' --calls-per-second 0"), line)

    def test_an_outage_is_waited_out(self):
        self.write("a.png")
        self.server.set_faults([{"do": "answer", "status": 503, "body": "", "endpoint": "show-settings", "times": 4}])
        self.must_end(self.upload("--to", "a@example.com", "a.png", "--keep-trying", "2m"), 0, ["sent"])
        for wrong in ("30", "m", "25h", "-1m", ""):
            self.assertEqual(self.upload("--to", "a@example.com", "a.png", "--keep-trying", wrong).status, 2)

    def test_a_plan_shows_what_changes_and_what_is_left_over(self):
        for i in range(3):
            self.write(f"{i}.png", png(shade=i))
        self.table([(f"user:p{i}@example.com", f"{i}.png") for i in range(3)])
        plan = self.run_program("plan", "--csv", "people.csv", env=self.environment)
        self.assertIn("the ledger is empty, so no file counts as sent yet", plan.message)
        self.assertNotIn("started a new ledger", plan.message)
        self.must_end(self.upload("--csv", "people.csv"), 0, ["sent"] * 3)
        self.table([("user:p0@example.com", "0.png"), ("user:p9@example.com", "2.png")])
        plan = self.run_program("plan", "--csv", "people.csv", env=self.environment)
        self.assertRegex(plan.text, r"\AACTION .*\nsend +user:p9@example.com ")
        self.assertNotIn("user:p0", plan.text)
        self.assertIn("1  already-there (--all lists them)\n", plan.text)
        for i in (1, 2):
            self.assertIn(f"sent before, no longer in the table: user:p{i}@example.com  background  {i}.png\n", plan.text)
        whole = self.run_program("plan", "--csv", "people.csv", "--all", env=self.environment)
        self.assertRegex(whole.text, r"(?m)^already-there +user:p0@example.com ")
        self.assertNotIn("no longer in the table",
                         self.run_program("plan", "--to", "x@example.com", "0.png", env=self.environment).text)


class HintTest(UploadTest):
    def message_for(self, cell):
        (self.folder / "t.csv").write_bytes(b"target,file\na@example.com," + cell + b"\n")
        item, = self.must_end(self.upload("--csv", "t.csv"), 1, ["refused"])
        return item["message"]

    def test_near_misses_of_file_names_are_named(self):
        self.write("Anna Smith.PNG")
        for cell in ("anna_smith.png", "Anna Smith.jpg", "Anna  Smith.PNG", "annasmith.jpeg"):
            self.assertEqual(self.message_for(cell.encode()), "Its folder has 'Anna Smith.PNG'.")
        self.assertEqual(self.message_for(b"ben.png"), "The file cannot be read: no such file or folder.")
        self.write("ren\u00e9.png")
        for cell in ("rene\u0301.png".encode(), b"ren\xe9.png"):
            self.assertEqual(self.message_for(cell), "Its folder has 'ren\u00e9.png', the same letters in another encoding.")
        self.write("anna-smith.png")
        self.assertEqual(self.message_for(b"annasmith.png"), "The file cannot be read: no such file or folder.")

    def test_people_without_a_photo_are_named_only_when_asked_for(self):
        self.write("p/anna.png", png(400, 400))
        self.write("t.csv", "target\nanna@example.com\nben@example.com\n")
        arguments = ("--match", "email", "--csv", "t.csv", "--purpose", "picture", "p")
        self.must_end(self.upload(*arguments), 0, ["sent"])
        items = self.must_end(self.upload(*arguments, "--name-missing"), 1, ["already-there", "refused"])
        self.assertEqual(items[1]["target"], "user:ben@example.com")
        self.assertEqual(self.upload("--match", "email", "p", "--name-missing").status, 2)


if __name__ == "__main__":
    unittest.main()
