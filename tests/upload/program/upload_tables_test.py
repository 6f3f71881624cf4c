"""Tables as spreadsheets write them, and files named after people."""

import unittest

from program import png
from upload_case import UploadTest


class TableTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")

    def send_table(self, text, status=0, outcomes=("sent",), *more):
        self.write("t.csv", text)
        return self.must_end(self.upload("--csv", "t.csv", *more), status, list(outcomes))

    def refuses(self, text, says):
        self.write("t.csv", text)
        answer = self.upload("--csv", "t.csv")
        self.assertEqual(answer.status, 2)
        self.assertIn(says, answer.message)

    def test_a_column_that_is_taken_is_not_proposed(self):
        self.refuses("target,photo\na@example.com,a.png\n", "--columns file=photo")
        self.refuses("mail,file\na@example.com,a.png\n", "--columns target=mail")
        self.refuses("target\na@example.com\n", "--columns file=NAME")

    def test_the_separator_that_a_spreadsheet_names(self):
        for text in ("sep=;\r\ntarget;file\r\na@example.com;a.png\r\n", "\ufeffsep=|\ntarget|file\nb@example.com|a.png\n"):
            self.send_table(text)
        self.write("t.csv", "sep=;\ntarget;file;purpose\na@example.com;a.png;poster\n")
        self.assertIn("line 3: ", self.upload("--csv", "t.csv").message)

    def test_rows_and_cells_that_are_empty(self):
        items = self.send_table("name,target,file\n,,\nBob,a@example.com,a.png,,\n , , \n   \n", 0)
        self.assertEqual(items[0]["target"], "user:a@example.com")
        self.send_table("target,file\nb@example.com,a.png,,x\n", 1, ["refused"])

    def test_a_table_on_standard_input(self):
        for i, name in enumerate(("-", "/dev/stdin")):
            answer = self.upload("--csv", name, given=f"target,file\n{i}@example.com,a.png\n".encode())
            item, = self.must_end(answer, 0, ["sent"])
            self.assertEqual(item["path"], "a.png")

    def test_a_plan_that_is_no_json(self):
        self.write("p.json", '{"made":\n  nothing}')
        answer = self.send("apply", "p.json")
        self.assertEqual(answer.status, 2)
        self.assertIn("line 2, column", answer.message)
        self.assertNotIn("exception", answer.message)


class NameTest(UploadTest):
    def test_names_of_which_nobody_knows_where_the_address_ends(self):
        for i, name in enumerate(("dora@example.com", "anna@example.com.jpg.png", "eve@example.com.PNG")):
            self.write("f/" + name, png(400, 400, i))
        answer = self.upload("--match", "email", "--purpose", "picture", "f/dora@example.com", "f")
        outcomes = {each["path"]: each["outcome"] for each in self.must_end(answer, 1)}
        self.assertEqual(outcomes, {"f/dora@example.com": "refused", "f/anna@example.com.jpg.png": "refused",
                                    "f/eve@example.com.PNG": "sent"})
        self.assertIn("f/dora@example.com: The name has no picture or video extension", answer.message)
        self.assertIn("f/anna@example.com.jpg.png: The name has two extensions", answer.message)


if __name__ == "__main__":
    unittest.main()
