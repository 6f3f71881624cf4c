"""What a person may tell the ledger, and what the ledger says of itself where it cannot be used."""

import base64
import contextlib
import json
import os
import re
import shlex
import subprocess
import unittest

from program import GOOD, PROGRAM, png
from upload_case import UploadTest
from zoom_server import ZoomServer


class LedgerTest(UploadTest):
    def test_show_export_and_forget(self):
        self.write("lobby.png")
        self.assertIn("no ledger", self.run_program("ledger", "show", env=self.environment).message)
        self.must_end(self.upload("--to", "a@example.com", "lobby.png"), 0)
        self.must_end(self.upload("--to", "b@example.com", "lobby.png"), 0)
        shown = self.run_program("ledger", "show", "--target", "a@example.com", env=self.environment)
        self.assertRegex(shown.text, r"\Asent +\S+Z  user:a@example.com  background  lobby.png  \(\S+\)\n\Z")
        self.assertEqual([each["target"] for each in self.ledger()], ["user:a@example.com", "user:b@example.com"])
        nothing = self.run_program("ledger", "forget", env=self.environment)
        self.assertEqual(nothing.status, 2)
        gone = self.run_program("ledger", "forget", "--target", "user:a@example.com", env=self.environment)
        self.assertEqual(gone.text, "forgot 1 entry\n")
        self.must_end(self.upload("--to", "a@example.com", "lobby.png"), 0, ["sent"])
        for arguments, says in ((["ledger"], "show, export, forget or settle"), (["ledger", "shw"], "did you mean 'show'"),
                                (["ledger", "show", "--state", "lost"], "unknown value 'lost'")):
            answer = self.run_program(*arguments, env=self.environment)
            self.assertEqual(answer.status, 2)
            self.assertIn(says, answer.message)

    def test_two_runs_on_one_ledger(self):
        self.write("lobby.png")
        self.server.set_faults([{"do": "hold-before-storing", "times": 1}])
        first = self.start("upload", "--to", "a@example.com", "lobby.png")
        self.server.wait_until_held()
        second = self.upload("--to", "b@example.com", "lobby.png")
        self.assertEqual(second.status, 2)
        self.assertIn(f"in use by another run, process {first.pid}", second.message)
        self.server.release()
        self.assertEqual(first.wait(60), 0)
        self.must_end(self.upload("--to", "b@example.com", "lobby.png"), 0, ["sent"])

    def test_a_ledger_that_cannot_be_written(self):
        self.write("lobby.png")
        answer = self.upload("--to", "a@example.com", "lobby.png", "--ledger", "/proc/ledger.db")
        self.assertEqual(answer.status, 2)
        self.write("notes.db", "no database at all, but long enough to be looked at " * 40)
        answer = self.upload("--to", "a@example.com", "lobby.png", "--ledger", "notes.db")
        self.assertEqual(answer.status, 2)
        self.assertIn("not a ledger", answer.message)
        self.assertEqual(self.stored(), {})

    def test_a_ledger_that_may_not_grow_ends_the_run_and_loses_no_row(self):
        for shade in range(60):
            self.write(f"f/{shade}.png", png(shade=shade))
        rows = [(f"u{i}@example.com", f"f/{i}.png") for i in range(60)]
        table = self.table(rows)
        script = 'ulimit -f 20; exec "$0" upload -o ndjson --settle 0.2 --csv people.csv'
        process = subprocess.run(["bash", "-c", script, PROGRAM], cwd=self.folder, env=self.environment, capture_output=True, check=False)
        items = [each for each in map(json.loads, process.stdout.splitlines()) if each["type"] == "item"]
        self.assertEqual(process.returncode, 3, process.stderr)
        self.assertEqual(len(items), 60)
        outcomes = {each["outcome"] for each in items}
        self.assertIn("queued", outcomes)
        self.assertIn("cannot be written", " ".join(each["message"] or "" for each in items))
        sent = {each["target"][5:] for each in items if each["outcome"] == "sent"}
        self.assertEqual(set(self.stored()), sent)
        self.must_end(self.upload("--csv", table), 0)
        self.assertTrue(all(len(each) == 1 for each in self.stored().values()))
        self.assertEqual(len(self.stored()), 60)


class LedgerCommandsTest(UploadTest):
    def in_ledger(self, *arguments, status=0):
        answer = self.run_program("ledger", *arguments, env=self.environment)
        self.assertEqual(answer.status, status, answer.message + answer.text)
        return answer

    def follow(self, message, action):
        """Runs the command that a message names, as a shell does."""
        command = re.search(rf"media-preflight (ledger {action}[^;]*)", message).group(1)
        return self.in_ledger(*shlex.split(command)[1:])

    def make_unknown(self, target, *more):
        """A request whose response was lost, and a list with something that may be the file."""
        self.server.set_faults([{"do": "hold-after-storing", "endpoint": "upload-background"}])
        run = self.start("upload", "--to", target, "a.png", *more)
        self.server.wait_until_held()
        run.kill()
        run.wait()
        self.server.release()
        self.server.set_faults([])
        stored, = self.server.files_of("user:" + target)
        self.server.change({"users": {target: {"files": [{"id": stored["id"], "name": "renamed.png", "size": len(GOOD)}]}}})
        item, = self.must_end(self.upload("--to", target, "a.png", *more), 3, ["unknown"])
        return item["message"]

    def test_a_picture_is_forgotten_and_a_background_is_not(self):
        self.write("a.png", png(400, 400))
        target = "o'neil@example.com"
        more = ("--to", target, "a.png", "--ledger", "my ledger.db")
        self.must_end(self.upload(*more), 0, ["sent"])
        self.must_end(self.upload(*more, "--purpose", "picture"), 0, ["sent"])
        item, = self.must_end(self.upload(*more, "--purpose", "picture"), 0, ["already-there"])
        self.assertEqual(self.follow(item["message"], "forget").text, "forgot 1 entry\n")
        entry, = self.ledger("--ledger", "my ledger.db")
        self.assertEqual((entry["purpose"], entry["target"]), ("background", "user:" + target))

    def test_what_a_person_has_seen_to_be_there_is_not_sent_again(self):
        self.write("a.png")
        message = self.make_unknown("a@example.com", "--ledger", "my.db")
        self.assertIn("--not-there", message)
        self.assertEqual(self.follow(message, "settle --there").text, "recorded as sent: a.png to user:a@example.com\n")
        self.must_end(self.upload("--to", "a@example.com", "a.png", "--ledger", "my.db"), 0, ["already-there"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_a_ledger_that_is_named_has_to_be_there(self):
        for command in (["show"], ["export", "--state", "unknown"], ["forget", "--all"],
                        ["settle", "--there", "--target", "a@example.com", "--sha256", "0" * 64]):
            self.assertIn("no such ledger: typo.db", self.in_ledger(*command, "--ledger", "typo.db", status=2).message)
        self.assertFalse((self.folder / "typo.db").exists())

    def test_a_target_that_cannot_be_one_is_refused_as_sending_refuses_it(self):
        self.write("a.png")
        self.must_end(self.upload("--to", "a@example.com", "a.png"), 0, ["sent"])
        for target in ("USER:a@example.com", "user: a@example.com", "a@example.com@", "{user}", "user:"):
            item, = self.must_end(self.upload("--to", target, "a.png"), 1, ["refused"])
            finding, = [each for each in item["findings"] if each["rule"] == "target-invalid"]
            for command in ("show", "export", "forget"):
                answer = self.in_ledger(command, "--target", target, status=2)
                self.assertEqual(answer.message, f"media-preflight: --target: {finding['message']} {finding['fix']}\n")

    def test_what_a_person_has_seen_to_be_missing_is_sent(self):
        self.write("a.png")
        message = self.make_unknown("a@example.com")
        self.assertIn("the next run sends it", self.follow(message, "settle --not-there").text)
        self.must_end(self.upload("--to", "a@example.com", "a.png"), 0, ["sent"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 2)

    def test_settling_what_is_no_question(self):
        self.write("a.png")
        item, = self.must_end(self.upload("--to", "a@example.com", "a.png"), 0, ["sent"])
        which = ("--target", "a@example.com", "--sha256", item["sha256"])
        self.assertIn("as sent", self.in_ledger("settle", "--there", *which, status=2).message)
        self.assertIn("no such entry", self.in_ledger("settle", "--there", "--target", "b", "--sha256", "0" * 64, status=2).message)
        for arguments in (["settle", *which], ["settle", "--there", "--not-there", *which], ["settle", "--there"], ["show", "--there"],
                          ["export", "--all"], ["forget", "--not-there", "--all"], ["forget", "--sha256", "zz"],
                          ["show", "--purpose", "pictur"]):
            self.in_ledger(*arguments, status=2)
        self.assertEqual(len(self.ledger("--sha256", item["sha256"].upper())), 1)

    def test_forgetting_makes_no_ledger(self):
        self.in_ledger("forget", "--all")
        self.assertEqual(os.listdir(self.folder), [])


class OwnerTest(UploadTest):
    """A ledger knows for whom and where to something was sent."""

    def setUp(self):
        super().setUp()
        self.write("a.png")
        self.aimed = ("--to", "a@example.com", "a.png")

    def test_what_was_sent_for_another_account_is_not_already_there(self):
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        self.must_end(self.upload(*self.aimed), 0, ["already-there"])
        token = self.server.sign_in().removeprefix("Bearer ")
        other = {**self.environment, "ZOOM_ACCESS_TOKEN": token, "ZOOM_ACCOUNT_ID": "another"}
        item, = self.must_end(self.upload(*self.aimed, environment=other), 0, ["sent"])
        self.assertEqual(item["account"], "another")
        self.assertEqual([each["account"] for each in self.ledger()], ["another", "rehearsal-account"])

    def test_what_is_settled_or_forgotten_for_one_account_stays_for_the_other(self):
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        token = self.server.sign_in().removeprefix("Bearer ")
        other = {**self.environment, "ZOOM_ACCESS_TOKEN": token, "ZOOM_ACCOUNT_ID": "another"}
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "upload-background"},
                                {"do": "answer", "endpoint": "show-settings", "nth": 2, "times": 0, "status": 500, "body": {}}])
        item, = self.must_end(self.upload(*self.aimed, environment=other), 3, ["unknown"])
        which = ("--target", "a@example.com", "--sha256", item["sha256"], "--account", "another")
        answer = self.run_program("ledger", "settle", "--not-there", *which, env=self.environment)
        self.assertEqual(answer.status, 0, answer.message)
        self.assertEqual([(each["account"], each["state"]) for each in self.ledger()], [("rehearsal-account", "sent")])
        self.run_program("ledger", "forget", "--account", "another", env=self.environment)
        self.assertEqual(len(self.ledger()), 1)

    def test_a_rehearsal_elsewhere_is_not_already_there(self):
        with contextlib.closing(ZoomServer(*self.server_arguments)) as rehearsal:
            self.must_end(self.upload(*self.aimed, environment={**self.environment, **rehearsal.environment}), 0, ["sent"])
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_a_token_names_its_account(self):
        claims = base64.urlsafe_b64encode(b'{"aid":"\xc3\xbf\xc3\xbe?>x"}').decode().rstrip("=")
        self.server.change({"tokens": {f"e30.{claims}.sig": {"scopes": ["user:read:admin", "user:write:admin"]}}})
        environment = {name: value for name, value in self.environment.items() if name != "ZOOM_ACCOUNT_ID"}
        environment["ZOOM_ACCESS_TOKEN"] = f"e30.{claims}.sig"
        item, = self.must_end(self.upload(*self.aimed, environment=environment), 0, ["sent"])
        self.assertEqual(item["account"], "\u00ff\u00fe?>x")

    def test_a_token_that_names_none_is_not_taken_for_one_or_the_other(self):
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        nameless = {name: value for name, value in self.environment.items() if name != "ZOOM_ACCOUNT_ID"}
        nameless["ZOOM_ACCESS_TOKEN"] = self.server.sign_in().removeprefix("Bearer ")
        for command in ("upload", "plan"):
            answer = self.send(command, *self.aimed, environment=nameless)
            self.assertEqual(answer.status, 2, answer.text)
            self.assertIn("set ZOOM_ACCOUNT_ID", answer.message)
        item, = self.must_end(self.upload(*self.aimed, "--ledger", "l.db", environment=nameless), 0, ["sent"])
        self.assertIsNone(item["account"])
        self.must_end(self.upload(*self.aimed, "--ledger", "l.db", environment=nameless), 0, ["already-there"])
        self.assertEqual(self.upload(*self.aimed, "--ledger", "l.db").status, 2)

    def test_a_new_ledger_says_so_and_every_summary_names_it(self):
        place = f"{self.folder}/state/media-preflight/ledger.db"
        first = self.upload(*self.aimed)
        self.assertIn(f"started a new ledger: {place}", first.message)
        summary = json.loads(first.out.splitlines()[-1])
        self.assertEqual((summary["ledger"], summary["account"]), (place, "rehearsal-account"))
        self.assertNotIn("a new ledger", self.upload(*self.aimed).message)
        shown = self.run_program("plan", *self.aimed, env=self.environment)
        self.assertIn(f"ledger {place}, account rehearsal-account\n", shown.text)
        self.assertIn("account rehearsal-account", self.run_program("upload", *self.aimed, env=self.environment).text)

    def test_files_that_are_there_are_taken_for_sent_where_that_is_asked_for(self):
        self.write("b.png", png(shade=4))
        self.must_end(self.upload("--to", "a@example.com", "a.png"), 0, ["sent"])
        both = ("--to", "a@example.com", "a.png", "b.png", "--ledger", "second.db", "--adopt")
        planned = self.must_end(self.send("plan", *both), 0, ["already-there", "planned"])
        self.assertFalse((self.folder / "second.db").exists())
        items = self.must_end(self.upload(*both), 0, ["already-there", "sent"])
        self.assertEqual(items[0]["zoom_id"], self.server.files_of("user:a@example.com")[0]["id"])
        self.assertIn("Adopted", items[0]["message"])
        self.assertEqual(planned[0]["zoom_id"], items[0]["zoom_id"])
        self.must_end(self.upload(*both[:-1]), 0, ["already-there"] * 2)
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 2)

    def test_a_ledger_that_everybody_may_read_is_warned_of(self):
        self.must_end(self.upload(*self.aimed, "--ledger", "l.db"), 0)
        os.chmod(self.folder / "l.db", 0o660)
        self.assertNotIn("warning", self.upload(*self.aimed, "--ledger", "l.db").message)
        os.chmod(self.folder / "l.db", 0o644)
        self.assertIn("any user of this machine can open the ledger l.db", self.upload(*self.aimed, "--ledger", "l.db").message)


class UnusableLedgerTest(UploadTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")

    def refuses(self, name, says, commands=(("ledger", "show"), ("plan", "--to", "a@example.com", "a.png"),
                                            ("upload", "--to", "b@example.com", "a.png"))):
        before = sorted(os.listdir(self.folder))
        for command in commands:
            answer = self.run_program(*command, "--ledger", name, env=self.environment)
            self.assertEqual(answer.status, 2, (command, answer.text))
            self.assertIn(says, answer.message)
            self.assertNotIn("make room", answer.message)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_what_is_no_ledger_gets_no_lock_beside_it(self):
        self.refuses("a.png", "not a ledger")
        self.refuses("/dev/null", "it is not a file")
        self.refuses(".", "it is a folder")

    def test_a_damaged_ledger(self):
        self.must_end(self.upload("--to", "a@example.com", "a.png", "--ledger", "l.db"), 0)
        whole = (self.folder / "l.db").read_bytes()
        self.write("cut.db", whole[:5000])
        self.refuses("cut.db", "is damaged", (("ledger", "show"), ("plan", "--to", "a@example.com", "a.png")))
        answer = self.run_program("upload", "--to", "b@example.com", "a.png", "--ledger", "cut.db", env=self.environment)
        self.assertEqual(answer.status, 2)
        self.assertIn("is damaged", answer.message)
        self.assertNotIn("b@example.com", self.stored())

    def test_a_ledger_on_a_medium_that_cannot_be_written(self):
        os.mkdir(self.folder / "medium")
        if subprocess.run(["mount", "-t", "tmpfs", "none", self.folder / "medium"], capture_output=True, check=False).returncode != 0:
            self.skipTest("nothing can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.folder / "medium"], check=True)
        ledger = "medium/a ?#%.db"
        self.must_end(self.upload("--to", "a@example.com", "a.png", "--ledger", ledger), 0, ["sent"])
        subprocess.run(["mount", "-o", "remount,ro", self.folder / "medium"], check=True)
        self.assertEqual([each["target"] for each in self.ledger("--ledger", ledger)], ["user:a@example.com"])
        shown = self.run_program("plan", "--to", "a@example.com", "a.png", "--ledger", ledger, env=self.environment)
        self.assertIn("1  already-there", shown.text)
        refused = self.run_program("upload", "--to", "b@example.com", "a.png", "--ledger", ledger, env=self.environment)
        self.assertEqual(refused.status, 2)
        self.assertIn("ead-only", refused.message)
        self.assertNotIn("make room", refused.message)


if __name__ == "__main__":
    unittest.main()
