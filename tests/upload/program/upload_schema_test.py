"""Everything that a run which sends writes as JSON is what the published schema says."""

import json
import unittest

import jsonschema

from program import CUT, SOURCE
from upload_case import UploadTest

SCHEMA = json.loads((SOURCE / "lib/preflight/upload/output/sending.schema.json").read_text())


class SchemaTest(UploadTest):
    def must_be(self, definition, value):
        schema = {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
        error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(value))
        self.assertIsNone(error, f"{error}\n{json.dumps(value, indent=1)[:2000]}")

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_items_and_summaries(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        self.write(b"\xff.png")
        rows = [("a@example.com", "lobby.png"), ("b@example.com", "cut.png"), ("c@example.com", "none.png"), ("", "lobby.png"),
                ("a@example.com", "lobby.png"), ("d@example.com", "lobby.png"), ("e@example.com", "lobby.png")]
        self.table(rows)
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "upload-background"},
                                {"do": "daily-limit", "endpoint": "upload-background", "nth": 3}])
        seen = set()
        for arguments in (["plan", "--csv", "people.csv"], ["upload", "--dry-run", "--csv", "people.csv"],
                          ["upload", "--csv", "people.csv"], ["upload", "--csv", "people.csv"],
                          ["upload", "--to", "f@example.com", b"\xff.png"]):
            answer = self.send(*arguments, "-o", "json:r.json")
            lines = [json.loads(line.decode("utf-8", "strict")) for line in answer.out.splitlines()]
            for line in lines[:-1]:
                self.must_be("item", line)
                self.assertEqual("path_base64" in line, "\ufffd" in line["path"])
                seen.add(line["outcome"])
            self.must_be("summary", lines[-1])
            self.assertEqual(lines[-1]["items"], len(lines) - 1)
            document = json.loads((self.folder / "r.json").read_text())
            self.must_be("document", document)
            self.assertEqual(document["items"], lines[:-1])
        self.assertLessEqual({"planned", "sent", "already-there", "refused", "queued"}, seen)


if __name__ == "__main__":
    unittest.main()
