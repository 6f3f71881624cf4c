"""A folder of files, the stand-in for Zoom's API, and the program that sends. For the tests of sending beside this file."""

import json
import subprocess
import unittest

from program import PLAIN, PROGRAM, ProgramTest
from zoom_server import ZOOM_SERVER, ZoomServer

WITHOUT_ZOOM = {name: value for name, value in PLAIN.items() if not name.startswith("ZOOM_")}


@unittest.skipUnless(ZOOM_SERVER, "built without the stand-in for Zoom's API")
class UploadTest(ProgramTest):
    """Each test has its own server without rate limits, on which every target exists, and its own ledger."""

    server_arguments = ("--any-target", "--plan", "off")

    def setUp(self):
        super().setUp()
        self.server = ZoomServer(*self.server_arguments)
        self.addCleanup(self.server.close)
        self.environment = {**WITHOUT_ZOOM, **self.server.environment, "XDG_STATE_HOME": str(self.folder / "state")}

    def send(self, command, *arguments, environment=None, **more):
        """Runs a command that writes ndjson."""
        env = self.environment if environment is None else environment
        return self.run_program(command, "--output", "ndjson", "--settle", "0.2", "--calls-per-second", "0", *arguments, env=env, **more)

    def upload(self, *arguments, **more):
        return self.send("upload", *arguments, **more)

    @staticmethod
    def items(answer):
        return [each for each in map(json.loads, answer.out.splitlines()) if each["type"] == "item"]

    def outcomes(self, answer):
        return [each["outcome"] for each in self.items(answer)]

    def must_end(self, answer, status, outcomes=None):
        self.assertEqual(answer.status, status, answer.message + answer.text)
        if outcomes is not None:
            self.assertEqual(self.outcomes(answer), outcomes, answer.text)
        return self.items(answer)

    def table(self, rows, name="people.csv", header="target,file"):
        self.write(name, "\n".join([header, *(",".join(row) for row in rows)]) + "\n")
        return name

    def ledger(self, *arguments):
        answer = self.run_program("ledger", "export", *arguments, env=self.environment)
        self.assertEqual(answer.status, 0, answer.message)
        return [json.loads(line) for line in answer.out.splitlines()]

    def stored(self):
        """What the service has: lists of SHA-256 by user."""
        return {user: [file["sha256"] for file in what["files"]] for user, what in self.server.state["users"].items()
                if what["files"]}

    def start(self, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=stdout, stderr=stderr)
