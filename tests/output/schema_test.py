"""Everything written as JSON is what the published schema says."""

import json
import os
import socket
import subprocess
import unittest

import jsonschema

from program import CUT, DEMO, GOOD, SOURCE, ProgramTest

SCHEMA = json.loads((SOURCE / "lib/preflight/output/check.schema.json").read_text())
NOTHING_SKIPPED = {"linked_folders": 0, "tracked_files": 0, "unreadable_folders": 0, "staged_links": 0, "submodules": 0}


def validator(definition=None):
    schema = SCHEMA if definition is None else {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
    return jsonschema.Draft202012Validator(schema)


# docs.gitlab.com, "Code Quality report format": what GitLab needs of an entry, and what it makes of the rest.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": "^(\\./|/)"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


class SchemaTest(ProgramTest):
    def must_be(self, definition, value):
        error = jsonschema.exceptions.best_match(validator(definition).iter_errors(value))
        self.assertIsNone(error, f"{definition}: {error}\n{json.dumps(value, indent=1)[:2000]}")

    def must_all_be_valid(self, *arguments, command="check", at_least=1):
        one = "file" if command == "check" else "facts"
        lines = self.run_program(command, "--output", "ndjson", *arguments).out.splitlines()
        values = [json.loads(line.decode("utf-8", "strict")) for line in lines]
        for value in values[:-1]:
            self.must_be(one, value)
        self.must_be("summary", values[-1])
        self.assertEqual(values[-1]["files"], len(values) - 1)
        self.assertGreaterEqual(len(values) - 1, at_least)

        document = json.loads(self.run_program(command, "--output", "json", *arguments).out)
        self.must_be("document", document)
        document["summary"]["elapsed_seconds"] = values[-1]["elapsed_seconds"] = 0
        self.assertEqual(document, {"files": values[:-1], "summary": values[-1]})
        return values

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_demo(self):
        for depth in ("header", "structure"):
            self.must_all_be_valid(DEMO, "--depth", depth, at_least=15)
            self.must_all_be_valid(DEMO, "--depth", depth, command="facts", at_least=15)

    def test_crafted_files(self):
        crafted = self.folder / "crafted"
        subprocess.run([os.environ["WRITE_CATALOGUE"], crafted], check=True)
        for destination in ("zoom-background", "zoom-picture"):
            values = self.must_all_be_valid(crafted, "--for", destination, at_least=200)
        broken = {finding["rule"] for value in values[:-1] for finding in value["findings"]}
        self.assertGreater(len(broken), 12)
        self.must_all_be_valid(crafted, command="facts", at_least=200)

    def test_gitlab_reads_what_is_written_for_it(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder / "crafted"], check=True)
        for name in (b"a \"b\".png", b"line\nfeed.png", b"\xff.png", "\u202egnp.png".encode(), b"back\\slash.png"):
            self.write(name, CUT)
        report = json.loads(self.run_program("check", "./", "--output", "gitlab").out.decode("utf-8", "strict"))
        error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(CODE_QUALITY).iter_errors(report))
        self.assertIsNone(error, error)
        self.assertGreater(len(report), 200)
        self.assertEqual(len({entry["fingerprint"] for entry in report}), len(report))
        lines = self.run_program("check", ".", "--output", "ndjson").lines
        self.assertEqual([(entry["location"]["path"], entry["check_name"], entry["description"]) for entry in report],
                         [(line["path"], finding["rule"], finding["message"]) for line in lines for finding in line["findings"]])

    def test_what_cannot_be_read(self):
        os.mkfifo(self.folder / "fifo.png")
        os.symlink("nowhere", self.folder / "dangling.png")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.folder / "socket.png"))
        values = self.must_all_be_valid(".", "missing.png", at_least=4)
        for value in values[:-1]:
            self.assertEqual(value["verdict"], "fail")
            self.assertIsNone(value["bytes"])
            self.assertIsNone(value["format"])

    def test_hostile_names(self):
        for name in (b"line\nfeed.png", b"esc\x1b[31m.png", b'quote".png', b"back\\slash.png", b"::error::%0A.png",
                     b"\xff\xfe.png", b"half\xc3.png", b"\xed\xa0\x80.png", b"tab\t.png", b"\xe2\x80\xaegnp.exe.png",
                     b"\xc2\x9b31m.png", "grün.png".encode(), "\U0001f680.png".encode(), b"\x7f.png"):
            self.write(name, CUT if b"q" in name else GOOD)
        values = self.must_all_be_valid(".", at_least=14)
        for value in values[:-1]:
            self.assertEqual("path_base64" in value, "\ufffd" in value["path"])

    def test_every_form_of_summary(self):
        self.must_be("summary", {"type": "summary", "files": 0, "skipped": NOTHING_SKIPPED, "elapsed_seconds": 0})
        with self.assertRaises(AssertionError):
            self.must_be("summary", {"type": "summary", "files": 0, "passed": 0, "skipped": NOTHING_SKIPPED, "elapsed_seconds": 0})

    def test_schema_refuses_what_is_left_out_or_added(self):
        self.write("a.png")
        good = self.check("a.png").lines[0]
        self.must_be("file", good)
        for key in good:
            with self.subTest(missing=key), self.assertRaises(AssertionError):
                self.must_be("file", {k: v for k, v in good.items() if k != key})
        with self.assertRaises(AssertionError):
            self.must_be("file", {**good, "more": 1})

    def test_nothing_at_all(self):
        self.must_all_be_valid(".", "--allow-empty", at_least=0)


if __name__ == "__main__":
    unittest.main()
