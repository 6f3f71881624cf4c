"""A run that is killed, interrupted and given another table twelve times ends as one that was left alone.

MEDIA_PREFLIGHT_PEOPLE=5000 makes it the run of a large company; MEDIA_PREFLIGHT_KEEP=FOLDER keeps its reports."""

import os
import pathlib
import random
import shutil
import signal
import time
import unittest

from program import CUT, png
from upload_case import UploadTest

PEOPLE = int(os.environ.get("MEDIA_PREFLIGHT_PEOPLE", "300"))
LARGENESS = max(1, PEOPLE // 300)
INTERRUPTIONS = 12


class InterruptedTest(UploadTest):
    def table_without(self, leavers, changed):
        rows = [(f"user:p{i}@example.com", "cut.png" if i % 97 == 0 else f"new{i % 5}.png" if i in changed else f"f{i % 5}.png")
                for i in range(PEOPLE) if i not in leavers]
        self.table(rows)
        return rows

    def stored_count(self):
        return sum(len(user["files"]) for user in self.server.state["users"].values())

    def test_twelve_interruptions(self):
        chance = random.Random(11)
        for shade in range(5):
            self.write(f"f{shade}.png", png(640, 360, shade))
            self.write(f"new{shade}.png", png(640, 360, 100 + shade))
        self.write("cut.png", CUT)
        self.server.change({"list_lag_ms": 30})
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "upload-background", "every": 41, "times": 0},
                                {"do": "drop-in-answer", "endpoint": "upload-background", "every": 67, "times": 0}])
        command = ("upload", "--csv", "people.csv", "--parallel", "4", "--settle", "0.2", "--calls-per-second", "0")
        leavers, changed = set(), set()
        self.table_without(leavers, changed)
        ended = []
        for i in range(INTERRUPTIONS):
            run = self.start(*command)
            wanted = self.stored_count() + PEOPLE // (INTERRUPTIONS + 2)
            until = time.monotonic() + 60 * LARGENESS
            while run.poll() is None and self.stored_count() < wanted and time.monotonic() < until:
                time.sleep(0.02 * LARGENESS)
            run.send_signal((signal.SIGKILL, signal.SIGINT, signal.SIGTERM)[i % 3])
            ended.append(run.wait(60))
            if i % 3 == 2:  # somebody has left, and somebody has another picture
                leavers.add(chance.randrange(PEOPLE))
                changed.add(chance.randrange(PEOPLE))
                self.table_without(leavers, changed)
        self.assertIn(-signal.SIGKILL, ended)
        self.server.set_faults([])
        rows = self.table_without(leavers, changed)
        answer = self.run_program(*command, "-o", "text", "-o", "csv:report.csv", "-o", "ndjson:report.ndjson", env=self.environment,
                                  timeout=60 * LARGENESS)
        self.assertLessEqual(len(answer.text.splitlines()), 60, answer.text)
        broken = sum(name == "cut.png" for _, name in rows)
        self.assertEqual(answer.status, 1 if broken else 0, answer.text + answer.message)
        self.assertIn(f"{broken} refused", answer.text.replace(",", ""))
        users = self.server.state["users"]
        for target, name in rows:
            files = users.get(target[len("user:"):], {"files": []})["files"]
            index = int(target[len("user:p"):target.index("@")])
            names = [file["name"] for file in files]
            self.assertEqual(len(names), len(set(names)), target)
            self.assertEqual(name in names, name != "cut.png", target)
            self.assertLessEqual(len(names), 2 if index in changed else 1, target)
        report = (self.folder / "report.csv").read_bytes().decode("utf-8-sig").splitlines()
        self.assertEqual(len(report), len(rows) + 1)
        if keep := os.environ.get("MEDIA_PREFLIGHT_KEEP"):
            pathlib.Path(keep).mkdir(parents=True, exist_ok=True)
            (pathlib.Path(keep) / "report.txt").write_text(answer.text)
            for name in ("report.csv", "report.ndjson", "people.csv"):
                shutil.copy(self.folder / name, keep)


if __name__ == "__main__":
    unittest.main()
