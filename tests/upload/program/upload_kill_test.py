"""A batch that is killed again and again is taken up each time, and the service ends with one file for each target."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import time
import unittest

from program import PROGRAM, png
from upload_case import UploadTest

TARGETS = 500
KILLS = 50
FAULTS = [{"do": "drop-after-storing", "endpoint": "upload-background", "every": 23, "times": 0},
          {"do": "drop-before-storing", "endpoint": "upload-background", "every": 31, "times": 0},
          {"do": "drop-in-answer", "endpoint": "upload-background", "every": 37, "times": 0},
          {"do": "too-fast", "nth": 60, "every": 53, "times": 3}]


class KillTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.rows = [(f"u{i}@example.com", f"f/{i % 7}.png") for i in range(TARGETS)]
        for shade in range(7):
            self.write(f"f/{shade}.png", png(640, 360, shade))
        self.table(self.rows)

    def command(self, *more):
        return ["upload", "--csv", "people.csv", "--parallel", "4", "--settle", "0.05", "--calls-per-second", "0", *more]

    def kill_again_and_again(self, kills, seed):
        """Each run lives for a random part of what is left to do; how many were killed."""
        chance = random.Random(seed)
        killed = 0
        for _ in range(kills):
            run = self.start(*self.command())
            wanted = self.noted() + chance.randrange(0, 2 * TARGETS // kills + 2)
            until = time.monotonic() + 20
            while run.poll() is None and self.noted() < wanted and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.004)
            killed += run.poll() is None
            run.send_signal(signal.SIGKILL)
            run.wait()
        return killed

    def noted(self):
        """How many requests the ledger knows the end of. Read without a lock, so as not to be in the way of a run."""
        try:
            ledger = sqlite3.connect(f"file:{self.folder}/state/media-preflight/ledger.db?mode=ro&immutable=1", uri=True)
            with contextlib.closing(ledger):
                return ledger.execute("SELECT count(*) FROM item WHERE state = 'sent'").fetchone()[0]
        except sqlite3.DatabaseError:
            return 0

    def must_have_all_once(self):
        last = subprocess.run([PROGRAM, *self.command("-o", "ndjson")], cwd=self.folder, env=self.environment,
                              capture_output=True, check=False)
        self.assertEqual(last.returncode, 0, last.stderr.decode() + last.stdout.decode()[-2000:])

        class Answer:
            out = last.stdout

        items = self.items(Answer)
        self.assertEqual([each["target"] for each in items], [f"user:{target}" for target, _ in self.rows])
        self.assertLessEqual({each["outcome"] for each in items}, {"sent", "already-there"})
        users = self.server.state["users"]
        self.assertEqual(len(users), TARGETS)
        self.assertEqual({name: len(user["files"]) for name, user in users.items() if len(user["files"]) != 1}, {})
        entries = {each["target"][len("user:"):]: each for each in self.ledger()}
        self.assertEqual(set(entries), set(users))
        for name, user in users.items():
            file, = user["files"]
            entry = entries[name]
            self.assertEqual((entry["state"], entry["zoom_id"], entry["sha256"], entry["bytes"]),
                             ("sent", file["id"], file["sha256"], file["size"]), name)

    def test_killed_at_random_moments(self):
        killed = self.kill_again_and_again(KILLS, seed=5)
        self.assertGreater(killed, KILLS // 2)
        self.must_have_all_once()

    def test_killed_while_answers_are_lost(self):
        self.server.set_faults(FAULTS)
        killed = self.kill_again_and_again(KILLS, seed=7)
        self.assertGreater(killed, KILLS // 2)
        self.assertEqual([each["do"] for each in self.server.faults if each["fired"] == 0], [])
        self.server.set_faults([])
        self.must_have_all_once()


if __name__ == "__main__":
    unittest.main()
