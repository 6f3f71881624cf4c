"""The SARIF log is valid by Microsoft's own validator, and says what the other outputs say."""

import hashlib
import json
import os
import pathlib
import subprocess
import unittest
import urllib.parse

from node_packages import node_packages
from program import CUT, SMALL, ProgramTest

# Its start script would only find the program for this system, and make it executable.
MULTITOOL = node_packages() / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
HOSTILE = [b"a b#c?d%e.png", b"k:ey.png", b"line\nfeed.png", b"\xff\xfe.png", "gr\u00fc\u00df\u202egnp.png".encode(), b"<script>.png", b"[x](y).png"]


class SarifTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        MULTITOOL.chmod(0o755)

    def log(self, *arguments, status=1):
        answer = self.run_program("check", *arguments, "--output", "sarif:report.sarif")
        self.assertEqual(answer.status, status, answer.message)
        return json.loads((self.folder / "report.sarif").read_bytes())

    def must_be_valid(self):
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        command = [MULTITOOL, "validate", "report.sarif", "--output", "validation.sarif", "--log", "ForceOverwrite",
                   "--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--kind", "Fail"]
        run = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=300)
        self.assertTrue((self.folder / "validation.sarif").exists(), run.stdout + run.stderr)
        found = json.loads((self.folder / "validation.sarif").read_bytes())["runs"][0]["results"]
        self.assertEqual(found, [], json.dumps(found[:3], indent=1))

    def test_valid_for_all_kinds_of_files(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder / "crafted"], check=True)
        for number, name in enumerate(HOSTILE):
            self.write(name, [CUT, SMALL][number % 2])
        log = self.log(".", "missing.png")
        self.must_be_valid()
        run = log["runs"][0]
        self.assertEqual(run["invocations"][0]["exitCode"], 1)
        paths = {urllib.parse.unquote_to_bytes(each["location"]["uri"]) for each in run["artifacts"]}
        self.assertTrue(paths.issuperset(HOSTILE), paths)

    def test_results_are_the_findings(self):
        self.write("a/cut.png", CUT)
        self.write("a/copy of cut.png", CUT)
        self.write("good.png")
        self.write("small.png", SMALL)
        run = self.log(".")["runs"][0]
        self.must_be_valid()
        lines = self.run_program("check", ".", "--output", "ndjson").lines
        expected = [(line["path"], finding["rule"], finding["severity"], finding["message"]) for line in lines for finding in line["findings"]]
        rules = run["tool"]["driver"]["rules"]
        found = []
        for result in run["results"]:
            location = result["locations"][0]["physicalLocation"]
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertEqual(location["artifactLocation"]["uriBaseId"], "%SRCROOT%")
            self.assertEqual(location["region"]["startLine"], 1)
            artifact = run["artifacts"][location["artifactLocation"]["index"]]
            self.assertEqual(artifact["location"]["uri"], location["artifactLocation"]["uri"])
            path = urllib.parse.unquote(artifact["location"]["uri"])
            content = (self.folder / path).read_bytes()
            self.assertEqual((artifact["length"], artifact["hashes"]["sha-256"]), (len(content), hashlib.sha256(content).hexdigest()))
            self.assertEqual(result["partialFingerprints"]["contentAndRule/v1"], f"{hashlib.sha256(content).hexdigest()}/{result['ruleId']}")
            found.append((path, result["ruleId"], result["level"], result["message"]["text"]))
        self.assertEqual(found, expected)

    def test_fingerprints_follow_a_file_that_is_moved_and_not_one_that_changes(self):
        def fingerprints(name, content):
            path = pathlib.Path(os.fsdecode(self.write(name, content)))
            run = self.log(name)["runs"][0]
            path.unlink()
            return {result["ruleId"]: result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]}
        before = fingerprints("a.png", CUT)
        self.assertEqual(fingerprints("b/moved.png", CUT), before)
        self.assertTrue(set(before.values()).isdisjoint(fingerprints("a.png", CUT[:-1]).values()))

    def test_exit_code_is_that_of_the_program(self):
        self.write("cut.png", CUT)
        self.write("small.png", SMALL)
        for arguments, status in ((["small.png"], 0), (["cut.png"], 1), (["cut.png", "--exit-zero"], 0),
                                  (["small.png", "--max-warnings", "0"], 1), (["small.png", "--warnings-as-errors"], 1)):
            log = self.log(*arguments, status=status)
            self.assertEqual(log["runs"][0]["invocations"][0]["exitCode"], status, arguments)

    def test_a_file_without_findings_is_not_hashed(self):
        """It would be read whole, where otherwise its headers are enough."""
        self.write("good.png")
        self.assertEqual(self.log("good.png", status=0)["runs"][0]["artifacts"], [])


if __name__ == "__main__":
    unittest.main()
