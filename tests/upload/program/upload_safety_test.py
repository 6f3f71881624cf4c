"""What a run must never do by accident: write over what it reads, delete unnamed files, or show its memory."""

import json
import os
import pathlib
import resource
import signal
import subprocess
import unittest

from program import PROGRAM, png
from upload_case import UploadTest
from zoom_server import SECRET


class OverwritingTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")
        self.aimed = ("--to", "a@example.com", "a.png")

    def contents(self):
        return {str(each.relative_to(self.folder)): each.read_bytes() for each in self.folder.rglob("*") if each.is_file()}

    def must_refuse(self, *arguments, says, environment=None, **more):
        before = self.contents()
        self.server.clear_journal()
        answer = self.run_program(*arguments, env=environment or self.environment, **more)
        self.assertEqual(answer.status, 2, (arguments, answer.text, answer.message))
        self.assertIn(says, answer.message)
        self.assertEqual(self.contents(), before, arguments)
        self.assertEqual(self.server.journal["answers"], {}, arguments)

    def test_the_ledger_and_its_companions(self):
        for name in ("new.db", "new.db-journal"):
            for command in (["upload", "-o"], ["plan", "-o"], ["plan", "--dry-run", "-o"]):
                self.must_refuse(*command, "json:" + name, *self.aimed, "--ledger", "./new.db", says="belongs to the ledger" if "-" in name
                                 else "is the ledger")
            self.must_refuse("plan", "--out", name, *self.aimed, "--ledger", "new.db", says="--out: ")
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        usual = "state/media-preflight/ledger.db"
        os.link(self.folder / usual, self.folder / "other-name")
        for name in (usual, "other-name"):
            self.must_refuse("upload", "-o", "json:" + name, *self.aimed, says="is the ledger")
            self.must_refuse("plan", "--out", name, *self.aimed, says="is the ledger")

    def test_a_table(self):
        table = self.table([("a@example.com", "a.png")])
        self.must_refuse("upload", "--csv", table, "-o", "json:" + table, says="is the table")
        self.must_refuse("plan", "--csv", table, "--out", "./" + table, says="is the table")
        with open(self.folder / table, "rb") as given:
            self.must_refuse("plan", "--csv", "-", "--out", table, says="is the table", stdin=given)

    def test_a_plan(self):
        self.run_program("plan", "--out", "plan.json", *self.aimed, env=self.environment)
        self.must_refuse("apply", "plan.json", "-o", "json:plan.json", says="is the plan")
        self.must_refuse("plan", *self.aimed, "--out", "new.json", "-o", "json:new.json", says="two reports")
        self.must_refuse("plan", *self.aimed, "--out", "plan.json", "-o", "json:./plan.json", says="two reports")

    def test_a_configuration(self):
        for name in ("own.toml", "media-preflight.toml"):
            self.write(name, '[rules]\nlocation-metadata = "error"\n')
            named = ("--config", name) if name == "own.toml" else ()
            for command in (["upload"], ["plan"], ["upload", "--dry-run"]):
                self.must_refuse(*command, *self.aimed, *named, "-o", "json:" + name, says="is the configuration")
            self.must_refuse("check", "a.png", *named, "-o", "json:" + name, says="is the configuration")
            (self.folder / name).unlink()

    def test_a_file_with_a_secret(self):
        self.write("secret", SECRET + "\n")
        environment = {name: value for name, value in self.environment.items() if name != "ZOOM_CLIENT_SECRET"}
        environment["ZOOM_CLIENT_SECRET_FILE"] = str(self.folder / "secret")
        for command in (["upload", "-o", "json:secret"], ["plan", "--out", "secret"]):
            self.must_refuse(*command, *self.aimed, says="ZOOM_CLIENT_SECRET_FILE", environment=environment)

    def test_a_plan_on_standard_output(self):
        for place in ("-", "/dev/stdout"):
            answer = self.run_program("plan", *self.aimed, "--out", place, env=self.environment)
            self.assertEqual(answer.status, 0, answer.message)
            self.assertEqual(json.loads(answer.out)["items"][0]["action"], "send")
        self.must_refuse("plan", *self.aimed, "--out", "-", "-o", "text", says="two reports")


class WholeFileTest(UploadTest):
    def test_a_file_that_is_not_kept_in_memory_is_not_sent_empty(self):
        self.write("big.png", png() + bytes(15_728_641))
        item, = self.must_end(self.upload("--to", "a@example.com", "big.png", "--ignore", "file-too-large"), 1, ["refused"])
        self.assertIn("was not read completely", item["message"])
        self.send("plan", "--to", "a@example.com", "big.png", "--ignore", "file-too-large", "--out", "p.json")
        self.must_end(self.send("apply", "p.json"), 1, ["refused"])
        self.assertEqual(self.server.journal["requests"].keys(), {"token"})


class RoomTest(UploadTest):
    """Ten files that were sent with this ledger are there, and one more comes."""

    def setUp(self):
        super().setUp()
        self.server.change({"users": {"a@example.com": {"files": [{"id": f"x{i}", "name": f"x{i}.png", "size": 5} for i in range(8)]}}})
        self.write("older.png", png(shade=1))
        self.write("old.png", png(shade=2))
        self.write("new.png", png(shade=3))
        self.must_end(self.upload("--to", "a@example.com", "old.png", "older.png"), 0)
        self.id = next(each["id"] for each in self.server.files_of("user:a@example.com") if each["name"] == "old.png")
        self.aimed = ("--to", "a@example.com", "--make-room", "own", "new.png")

    def deletion(self, deleted):
        return [{"id": self.id, "name": "old.png", "deleted": deleted}]

    def names(self):
        return [each["name"] for each in self.server.files_of("user:a@example.com")]

    def test_what_would_be_deleted_is_named_before(self):
        item, = self.must_end(self.send("plan", *self.aimed), 0, ["planned"])
        self.assertEqual(item["deletes"], self.deletion(False))
        table = self.run_program("plan", *self.aimed, "--out", "p.json", env=self.environment).text
        self.assertIn("deletes old.png, sent earlier, to make room", table)
        planned, = json.loads((self.folder / "p.json").read_text())["items"]
        self.assertEqual(planned["deletes"], [{"id": self.id, "name": "old.png"}])
        text = self.run_program("plan", *self.aimed, "-o", "text", "-o", "junit:p.xml", env=self.environment).text
        self.assertIn("would delete old.png, sent earlier, to make room", text)
        self.assertIn("deletes old.png, " + self.id, (self.folder / "p.xml").read_text())
        self.assertIn("old.png", self.names())

    def test_what_was_deleted_is_named_after(self):
        self.run_program("plan", *self.aimed, "--out", "p.json", env=self.environment)
        answer = self.run_program("apply", "p.json", "-o", "text", "-o", "ndjson:a", env=self.environment)
        self.assertEqual(answer.status, 0, answer.message)
        self.assertIn("deleted old.png, sent earlier, to make room", answer.text)
        item = json.loads((self.folder / "a").read_text().splitlines()[0])
        self.assertEqual(item["deletes"], self.deletion(True))
        self.assertNotIn("old.png", self.names())

    def test_a_file_that_was_deleted_for_nothing(self):
        self.server.set_faults([{"do": "answer", "status": 400, "body": '{"code":120,"message":"Failed to upload file."}',
                                 "endpoint": "upload-background", "times": 0}])
        item, = self.must_end(self.upload(*self.aimed), 1)
        self.assertIn("To make room, the older file old.png was deleted first.", item["message"])
        self.assertEqual(item["deletes"], self.deletion(True))
        self.assertNotIn("old.png", self.names())

    def test_a_deletion_whose_answer_is_lost_is_looked_up(self):
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "delete-backgrounds", "times": 0}])
        item, = self.must_end(self.upload(*self.aimed), 0, ["sent"])
        self.assertEqual(item["deletes"], self.deletion(True))

    def test_a_deletion_of_which_nobody_knows(self):
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "delete-backgrounds", "times": 0},
                                {"do": "answer", "status": 500, "endpoint": "show-settings", "nth": 2, "times": 0}])
        item, = self.must_end(self.upload(*self.aimed), 1, ["failed"])
        self.assertIn("It is unknown whether the older file old.png was deleted to make room.", item["message"])
        self.assertEqual(item["deletes"], self.deletion(None))


class SandboxTest(UploadTest):
    def test_going_without_it_is_said_once(self):
        self.write("a.png")
        self.write("b.png")
        which = ("--to", "a@example.com", "a.png", "b.png")
        for command in (["plan", "--out", "plan.json", *which], ["plan", "--dry-run", *which], ["apply", "plan.json"],
                        ["upload", *which]):
            for more, times in (([], 0), (["--no-sandbox"], 1)):
                answer = self.run_program(*command, *more, env=self.environment)
                self.assertEqual(answer.status, 0, answer.message)
                self.assertEqual(answer.message.count("without a sandbox"), times, command)


class MemoryTest(UploadTest):
    def test_a_crash_leaves_no_core(self):
        self.write("a.png")
        self.server.set_faults([{"do": "hold-before-storing", "times": 1}])
        endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        run = subprocess.Popen([PROGRAM, "upload", "--to", "a@example.com", "a.png"], cwd=self.folder, env=self.environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: self.allow_cores(endless))
        self.server.wait_until_held()
        limits = pathlib.Path(f"/proc/{run.pid}/limits").read_text()
        owner = os.stat(f"/proc/{run.pid}/mem").st_uid
        run.send_signal(signal.SIGABRT)
        self.assertEqual(run.wait(60), -signal.SIGABRT)
        self.server.release()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        self.assertEqual(owner, 0)  # as of every process that may not be dumped, whoever runs it
        self.assertEqual([each.name for each in self.folder.glob("*core*")], [])

    @staticmethod
    def allow_cores(limit):
        try:
            resource.setrlimit(resource.RLIMIT_CORE, limit)
        except (ValueError, OSError):
            pass  # the most there may be is less, which is as good


if __name__ == "__main__":
    unittest.main()
