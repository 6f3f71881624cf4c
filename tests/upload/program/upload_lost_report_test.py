"""Sending where an output cannot be written, any more or at all: what was sent happened, and is said where it can be."""

import json
import os
import subprocess
import unittest

from program import PROGRAM, png
from upload_case import UploadTest

# Of a row with such a file the report says more at once than is gathered before it is written.
LONG = "a" * 70_000 + ".png"


class LostReportTest(UploadTest):
    def setUp(self):
        super().setUp()
        for shade in range(3):
            self.write(f"{shade}.png", png(shade=shade))
        self.rows = [(f"u{i}@example.com", f"{i}.png") for i in range(3)]

    def upload_to(self, output, *more):
        arguments = ["upload", "--csv", "people.csv", "--calls-per-second", "0", "-o", "ndjson", "-o", "json:r.json", *more]
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=output, stderr=subprocess.PIPE, check=False, timeout=60)

    def upload_to_nobody(self):
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as output:
            return self.upload_to(output)

    def report(self):
        return json.loads((self.folder / "r.json").read_text())["items"]

    def test_the_other_report_has_every_row(self):
        self.table(self.rows)
        with open("/dev/full", "wb") as full:
            runs = ((self.upload_to_nobody, 141), (lambda: self.upload_to(full), 2))
            for run, status in runs:
                with self.subTest(status):
                    ended = run()
                    outcomes = [each["outcome"] for each in self.report()]
                    sent = outcomes.count("sent")
                    self.assertEqual(ended.returncode, status)
                    self.assertEqual(len(outcomes), 3)
                    self.assertIn(f"of 3 items {sent} were sent, as recorded in the ledger", ended.stderr.decode())
                    self.assertEqual(len(self.stored()), len([each for each in self.ledger() if each["state"] == "sent"]))
        self.assertEqual([each for each in os.listdir(self.folder) if each.endswith(".tmp")], [])

    def test_one_that_does_not_get_its_name_takes_no_other_along(self):
        self.table(self.rows)
        fails = ["strace", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:error=EIO:when=1"]
        environment = {**self.environment, "ASAN_OPTIONS": "detect_leaks=0"}
        try:
            subprocess.run([*fails, "true"], check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            self.skipTest("strace cannot be used here")
        (self.folder / "first").write_text("of an earlier run")
        ended = subprocess.run([*fails, PROGRAM, "upload", "--csv", "people.csv", "--calls-per-second", "0", "-o", "ndjson:first",
                                "-o", "json:r.json"], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                               check=False, timeout=60)
        self.assertEqual(ended.returncode, 2)
        self.assertEqual((self.folder / "first").read_text(), "of an earlier run")
        self.assertEqual([each["outcome"] for each in self.report()], ["sent"] * 3)

    def test_what_comes_after_the_failure_is_queued(self):
        self.table([("u9@example.com", LONG), *self.rows])
        self.assertEqual(self.upload_to_nobody().returncode, 141)
        self.assertEqual([each["outcome"] for each in self.report()], ["refused"] + ["queued"] * 3)
        self.assertEqual(self.report()[3]["message"], "Skipped: the report cannot be written.")
        self.assertEqual([each["state"] for each in self.ledger()], ["queued"] * 3)
        self.assertEqual(self.stored(), {})

    def test_an_output_that_is_closed_from_the_beginning_is_refused_before_any_request(self):
        self.table(self.rows)
        script = 'exec "$0" upload --csv people.csv --calls-per-second 0 "$@" >&-'
        for output in ("ndjson", "ndjson:/dev/stdout"):
            with self.subTest(output):
                ended = subprocess.run(["sh", "-c", script, PROGRAM, "-o", output], cwd=self.folder, env=self.environment,
                                       stderr=subprocess.PIPE, check=False, timeout=60)
                self.assertEqual(ended.returncode, 2)
                self.assertIn("cannot be written: it is not open", ended.stderr.decode())
        self.assertEqual(self.server.journal["requests"], {})


if __name__ == "__main__":
    unittest.main()
