"""Sending as a person does it: plan, apply, upload, and the ledger, against the stand-in for Zoom's API."""

import hashlib
import json
import socket
import subprocess
import threading
import unittest
import xml.etree.ElementTree

from program import CUT, GOOD, PROGRAM, png
from upload_case import WITHOUT_ZOOM, UploadTest


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class SendingTest(UploadTest):
    def test_a_file_to_a_user_a_group_and_the_account(self):
        self.write("lobby.png")
        for target in ("user:anna@example.com", "group:staff", "account:me"):
            item, = self.must_end(self.upload("lobby.png", "--to", target), 0, ["sent"])
            self.assertEqual({**item, "zoom_id": ""},
                             {"type": "item", "target": target, "purpose": "background", "path": "lobby.png",
                              "sha256": sha256(GOOD), "outcome": "sent", "zoom_id": "", "location": None, "line": None,
                              "account": "rehearsal-account", "http_status": 201, "code": None,
                              "message": None, "findings": [], "deletes": []})
            file, = self.server.files_of(target)
            self.assertEqual((file["id"], file["sha256"], file["name"]), (item["zoom_id"], sha256(GOOD), "lobby.png"))
            again, = self.must_end(self.upload("lobby.png", "--to", target), 0, ["already-there"])
            self.assertEqual(again["zoom_id"], item["zoom_id"])
            self.assertEqual(len(self.server.files_of(target)), 1)

    def test_a_picture(self):
        self.write("anna.png", png(300, 300))
        self.must_end(self.upload("anna.png", "--to", "anna@example.com", "--purpose", "picture"), 0, ["sent"])
        self.must_end(self.upload("anna.png", "--to", "anna@example.com", "--purpose", "picture"), 0, ["already-there"])
        entry, = self.ledger()
        self.assertEqual((entry["purpose"], entry["state"], entry["requests"]), ("picture", "sent", 1))

    def test_a_picture_has_a_place_and_a_row_its_line(self):
        self.write("anna.png", png(300, 300))
        table = self.table([("a@example.com", "anna.png"), ("b@example.com", "none.png")])
        items = self.items(self.upload("--csv", table, "--purpose", "picture"))
        self.assertTrue(items[0]["location"])
        self.assertEqual([each["line"] for each in items], [2, 3])
        self.run_program("plan", "--csv", table, "--purpose", "picture", "--out", "p.json", env=self.environment)
        self.assertEqual([each["line"] for each in self.items(self.send("apply", "p.json"))], [2, 3])

    def test_what_is_written_is_for_its_owner(self):
        self.write("lobby.png")
        self.run_program("plan", "--to", "a@example.com", "lobby.png", "--out", "p.json", env=self.environment)
        self.run_program("apply", "p.json", "-o", "ndjson:r.ndjson", "-o", "junit:r.xml", env=self.environment)
        for name in ("p.json", "r.ndjson", "r.xml", "state/media-preflight/ledger.db"):
            self.assertEqual((self.folder / name).stat().st_mode & 0o777, 0o600, name)

    def test_a_table_and_each_row_has_a_line_in_every_run(self):
        for shade in range(3):
            self.write(f"photos/{shade}.png", png(shade=shade))
        self.write("photos/cut.png", CUT)
        rows = [("a@example.com", "photos/0.png"), ("user:b@example.com", "photos/1.png"), ("group:g", "photos/2.png"),
                ("c@example.com", "photos/cut.png"), ("d@example.com", "photos/none.png"), ("", "photos/0.png"),
                ("a@example.com", "photos/0.png"), ("e@example.com", "")]
        table = self.table(rows)
        expected = ["sent", "sent", "sent", "refused", "refused", "refused", "already-there", "refused"]
        for run in range(3):
            items = self.must_end(self.upload("--csv", table), 1, expected if run == 0 else
                                  [each.replace("sent", "already-there") for each in expected])
            self.assertEqual([each["path"] for each in items], [file for _, file in rows])
            rules = [[finding["rule"] for finding in each["findings"]] for each in items]
            self.assertIn("truncated", rules[3])
            self.assertEqual(rules[4:7], [["unreadable"], ["target-invalid"], ["duplicate-content"]])
        self.assertEqual(len(self.ledger()), 3)

    def test_a_table_elsewhere_names_its_own_files(self):
        self.write("far/people.csv", "target;file\r\na@example.com;lobby.png\r\n")
        self.write("far/lobby.png")
        item, = self.must_end(self.upload("--csv", "far/people.csv"), 0, ["sent"])
        self.assertEqual(item["path"], "far/lobby.png")
        self.must_end(self.upload("--csv", "far/people.csv", cwd="/", environment=self.environment), 2)

    def test_a_table_that_cannot_be_read(self):
        self.write("people.csv", "Email,Photo\na,b\n")
        self.write("empty.csv", "target,file\n")
        self.write("void/notes.txt", "only words")
        for arguments, says in ((["--csv", "people.csv"], "no column 'target'"), (["--csv", "none.csv"], "cannot be read"),
                                (["--csv", "."], "cannot be read"), (["--csv", "people.csv", "--columns", "x"], "media-preflight: --columns: 'x' is not a column"),
                                (["--csv", "people.csv", "--columns", "target=Email,target=Photo"], "--columns: 'target' is given twice"),
                                (["--csv", "people.csv", "--to", "a"], "--to cannot be combined"), (["a.png"], "no recipient"),
                                (["--to", "a"], "no files given"), (["x", "--to", "a", "--purpose", "pictur"], "did you mean"),
                                (["x", "--match", "name"], "the only choice is email"), (["x", "--to", "a", "--parallel", "0"], "between 1 and 64"),
                                (["x", "--to", "a", "--zoom-plan", "gold"], "free, pro, business"),
                                (["x", "--to", "a", "--make-room", "all"], "the only choice is own"),
                                (["x", "--to", "a", "--settle", "-1"], "between 0 and 600 seconds"),
                                (["x", "--to", "a", "--calls-per-second", "-1"], "between 0 and 1000"),
                                (["--csv", "empty.csv"], "only a header"), (["--to", "a", "void"], "nothing to send")):
            with self.subTest(arguments):
                answer = self.run_program("upload", *arguments, env=self.environment)
                self.assertEqual(answer.status, 2, answer.message)
                self.assertIn(says, answer.message)
                self.assertTrue(answer.message.startswith("media-preflight: "))

    def test_files_matched_by_address(self):
        for name in ("anna@example.com.png", "ben@example.com.png", "lobby.png", "ben@example.com.PNG"):
            self.write("portraits/" + name, png(300, 300, shade=len(name)))
        answer = self.upload("--match", "email", "--purpose", "picture", "portraits")
        items = self.must_end(answer, 1)
        self.assertEqual({each["path"]: each["outcome"] for each in items},
                         {"portraits/anna@example.com.png": "sent", "portraits/ben@example.com.png": "refused",
                          "portraits/ben@example.com.PNG": "refused", "portraits/lobby.png": "refused"})
        self.assertIn("lobby.png: The file name is not an e-mail address.", answer.message)
        self.assertIn("2 files are named after", answer.message)

    def test_quota_and_room(self):
        first = [self.write(f"{shade}.png", png(shade=shade)) and f"{shade}.png" for shade in range(12)]
        items = self.must_end(self.upload("--to", "a@example.com", *first), 1, ["sent"] * 10 + ["refused"] * 2)
        self.assertEqual(items[-1]["findings"][-1]["rule"], "too-many-files")
        self.write("new.png", png(shade=99))
        self.must_end(self.upload("--to", "a@example.com", "new.png"), 1, ["refused"])
        item, = self.must_end(self.upload("--to", "a@example.com", "new.png", "--make-room", "own"), 0, ["sent"])
        names = [each["name"] for each in self.server.files_of("user:a@example.com")]
        self.assertEqual(len(names), 10)
        self.assertIn("new.png", names)
        self.assertEqual([each["state"] for each in self.ledger("--state", "removed")], ["removed"])
        # Files that somebody else put there are nobody's to delete.
        theirs = [{"id": f"x{i}", "name": f"x{i}.png", "size": 5} for i in range(10)]
        self.server.change({"users": {"b@example.com": {"files": theirs}}})
        self.must_end(self.upload("--to", "b@example.com", "new.png", "--make-room", "own"), 1, ["refused"])
        self.assertEqual(len(self.server.files_of("user:b@example.com")), 10)

    def test_only_what_passes_travels_and_only_once_judged(self):
        self.write("cut.png", CUT)
        self.write("words.png", "only words")
        self.must_end(self.upload("--to", "a@example.com", "cut.png", "words.png", "none.png"), 1, ["refused"] * 3)
        self.assertNotIn("upload", json.dumps(self.server.journal))

    def test_refusals_of_the_service(self):
        self.write("lobby.png")
        self.server.change({"any_target": False})
        item, = self.must_end(self.upload("--to", "nobody@example.com", "lobby.png"), 1, ["refused"])
        self.assertEqual((item["http_status"], item["code"]), (404, 1001))

    def test_wrong_credentials_end_the_run_before_it_begins(self):
        self.write("lobby.png")
        answer = self.upload("--to", "a@example.com", "lobby.png", environment={**self.environment, "ZOOM_CLIENT_SECRET": "wrong"})
        self.assertEqual(answer.status, 2)
        self.assertIn("cannot sign in to Zoom", answer.message)
        without = {name: value for name, value in self.environment.items() if name != "ZOOM_CLIENT_ID"}
        self.assertEqual(self.upload("--to", "a@example.com", "lobby.png", environment=without).status, 2)


class PlanTest(UploadTest):
    def plan(self, *arguments, status=0):
        answer = self.run_program("plan", "--out", "plan.json", *arguments, env=self.environment)
        self.assertEqual(answer.status, status, answer.message)
        return answer

    def apply(self, *arguments, **more):
        return self.send("apply", "plan.json", *arguments, **more)

    def edit(self, change):
        path = self.folder / "plan.json"
        document = json.loads(path.read_text())
        change(document)
        path.write_text(json.dumps(document))

    def test_a_plan_is_made_shown_and_applied(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        table = self.table([("a@example.com", "lobby.png"), ("b@example.com", "lobby.png"), ("c@example.com", "cut.png")])
        shown = self.plan("--csv", table).text
        self.assertRegex(shown, r"send +user:a@example.com +lobby.png")
        self.assertRegex(shown, r"refused +user:c@example.com +cut.png")
        self.assertIn("4 calls: 2 uploads, 2 to list what is there", shown)
        self.assertEqual(self.stored(), {})
        self.assertFalse((self.folder / "state").exists())
        self.must_end(self.apply(), 1, ["sent", "sent", "refused"])
        self.must_end(self.apply(), 1, ["already-there", "already-there", "refused"])
        self.assertEqual(self.stored(), {"a@example.com": [sha256(GOOD)], "b@example.com": [sha256(GOOD)]})

    def test_nothing_that_is_written_takes_the_place_of_a_file_to_send(self):
        self.write("lobby.png")
        (self.folder / "other.png").hardlink_to(self.folder / "lobby.png")
        aimed = ("--to", "a@example.com", "./lobby.png")
        for command in (["plan", "--dry-run", "--out", "lobby.png"], ["plan", "--dry-run", "--out", "other.png"],
                        ["plan", "--dry-run", "-o", "json:lobby.png"], ["upload", "-o", "ndjson:other.png"]):
            answer = self.run_program(*command, *aimed, env=self.environment)
            self.assertEqual(answer.status, 2, command)
            self.assertIn("is an input file", answer.message)
        self.assertEqual((self.folder / "lobby.png").read_bytes(), GOOD)
        self.assertEqual(self.stored(), {})

    def test_a_plan_stays_where_the_next_one_cannot_be_made(self):
        self.write("lobby.png")
        self.plan("--to", "a@example.com", "lobby.png")
        before = (self.folder / "plan.json").read_bytes()
        self.plan("--csv", "absent.csv", status=2)
        self.assertEqual((self.folder / "plan.json").read_bytes(), before)
        self.assertEqual([each.name for each in self.folder.glob(".media-preflight-*")], [])

    def test_bytes_that_are_no_longer_those_planned(self):
        self.write("lobby.png")
        self.plan("--to", "a@example.com", "lobby.png")
        self.write("lobby.png", png(shade=5))
        item, = self.must_end(self.apply(), 1, ["refused"])
        self.assertIn("has changed since it was planned", item["message"])
        self.assertEqual(self.stored(), {})

    def test_a_plan_works_from_another_folder(self):
        self.write("lobby.png")
        self.plan("--to", "a@example.com", "lobby.png")
        answer = self.send("apply", str(self.folder / "plan.json"), cwd="/")
        self.must_end(answer, 0, ["sent"])

    def test_a_plan_edited_by_hand(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        arguments = ("--to", "a@example.com", "cut.png", "lobby.png")
        self.plan(*arguments)
        self.edit(lambda plan: plan["items"][0].update(action="send", sha256=sha256(CUT), findings=[]))
        self.must_end(self.apply(), 1, ["refused", "sent"])
        for change, says in ((lambda plan: plan.update(more=1), "'more'"), (lambda plan: plan["items"][1].update(action="go"), "'go'"),
                             (lambda plan: plan["items"][1].update(sha256="x"), "64 lower-case hexadecimal digits"), (lambda plan: plan.update(items=None), "no items")):
            self.plan(*arguments)
            self.edit(change)
            answer = self.apply()
            self.assertEqual(answer.status, 2)
            self.assertIn(says, answer.message)
        (self.folder / "plan.json").write_text("{")
        self.assertEqual(self.apply().status, 2)
        self.assertEqual(self.send("apply", "none.json").status, 2)
        self.assertEqual(self.send("apply").status, 2)
        self.plan(*arguments)
        self.edit(lambda plan: plan["items"].pop(1))
        self.must_end(self.apply(), 1, ["refused"])

    def test_a_plan_keeps_the_rate_it_was_made_for(self):
        self.write("lobby.png")
        self.plan("--to", "a@example.com", "lobby.png", "--calls-per-second", "7")
        self.assertEqual(json.loads((self.folder / "plan.json").read_text())["calls_a_second"], 7)
        self.edit(lambda plan: plan.update(calls_a_second=5000))
        answer = self.apply()
        self.assertEqual(answer.status, 2)
        self.assertIn("calls_a_second", answer.message)

    def test_a_plan_as_lines(self):
        self.write("lobby.png")
        self.must_end(self.send("plan", "--to", "a@example.com", "lobby.png"), 0, ["planned"])


class DryRunTest(UploadTest):
    def test_no_connection_no_ledger_no_credentials(self):
        connections = []
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port = listener.getsockname()[1]

            def count():
                while True:
                    try:
                        listener.accept()[0].close()
                    except OSError:
                        return
                    connections.append(1)

            counting = threading.Thread(target=count, daemon=True)
            counting.start()
            url = f"http://127.0.0.1:{port}"
            environment = {**WITHOUT_ZOOM, "ZOOM_API_URL": url, "ZOOM_OAUTH_URL": url, "XDG_STATE_HOME": str(self.folder / "state")}
            self.write("lobby.png")
            self.write("cut.png", CUT)
            for bare in (environment, {**environment, **self.server.environment, "ZOOM_API_URL": url, "ZOOM_OAUTH_URL": url}):
                self.must_end(self.upload("--dry-run", "--to", "a@example.com", "lobby.png", environment=bare), 0, ["planned"])
                self.must_end(self.upload("--dry-run", "--to", "a@example.com", "lobby.png", "cut.png", environment=bare), 1,
                              ["refused", "planned"])
                answer = self.run_program("plan", "--dry-run", "--out", "p.json", "--to", "a@example.com", "lobby.png", env=bare)
                self.assertEqual(answer.status, 0, answer.message)
                self.must_end(self.send("apply", "p.json", "--dry-run", environment=bare), 0, ["planned"])
            self.assertFalse((self.folder / "state").exists())
            # The listener does count: without --dry-run somebody comes.
            self.upload("--to", "a@example.com", "lobby.png",
                        environment={**environment, **self.server.environment, "ZOOM_API_URL": url, "ZOOM_OAUTH_URL": url})
            listener.shutdown(socket.SHUT_RDWR)
            counting.join()
        self.assertGreater(len(connections), 0)
        self.must_end(self.upload("--to", "a@example.com", "lobby.png"), 0, ["sent"])

    def test_verbose_logs_the_calls(self):
        self.write("lobby.png")
        for name, words in (("a", ["-v"]), ("b", ["--log-level", "info"]), ("c", ["-v", "--log-level", "error"]), ("d", ["-v", "--no-verbose"])):
            answer = self.upload("--to", f"{name}@example.com", "lobby.png", *words)
            self.must_end(answer, 0, ["sent"])
            self.assertEqual("media-preflight: info: " in answer.message, name in "ab", answer.message)

    def test_what_a_dry_run_does_not_need_must_make_sense_too(self):
        for command in ("plan", "upload"):
            answer = self.run_program(command, "--dry-run", "--to", "a@example.com", "lobby.png", "--log-level", "loud")
            self.assertEqual(answer.status, 2)
            self.assertIn("--log-level: unknown value 'loud'", answer.message)

    def test_a_dry_run_makes_no_socket_to_the_network(self):
        self.write("lobby.png")
        trace = self.folder / "trace"
        try:
            subprocess.run(["strace", "-f", "-e", "trace=socket,connect", "-o", trace, PROGRAM, "upload", "--dry-run", "--to",
                            "a@example.com", "lobby.png"], cwd=self.folder,
                           env={**WITHOUT_ZOOM, "ASAN_OPTIONS": "detect_leaks=0"}, check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            self.skipTest("strace cannot be used here")
        self.assertNotRegex(trace.read_text(), r"AF_INET|connect\(")


class ReportTest(UploadTest):
    def test_every_form_of_report(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        answer = self.run_program("upload", "--to", "a@example.com", "lobby.png", "cut.png", "-o", "text", "-o", "json:r.json", "-o",
                                  "junit:r.xml", "-o", "ndjson:r.ndjson", env=self.environment)
        self.assertEqual(answer.status, 1)
        self.assertIn("SENT     user:a@example.com  lobby.png", answer.text)
        self.assertIn("REFUSED  user:a@example.com  cut.png", answer.text)
        self.assertIn("2 items: 1 sent, 1 refused", answer.text)
        document = json.loads((self.folder / "r.json").read_text())
        lines = [json.loads(line) for line in (self.folder / "r.ndjson").read_text().splitlines()]
        self.assertEqual(document["items"], lines[:-1])
        self.assertEqual(document["summary"]["sent"], 1)
        cases = xml.etree.ElementTree.parse(self.folder / "r.xml").getroot().findall(".//testcase")
        self.assertEqual([(each.get("name"), each.get("classname"), [inner.tag for inner in each]) for each in cases],
                         [("cut.png", "user:a@example.com", ["failure"]), ("lobby.png", "user:a@example.com", [])])

    def test_advice_that_is_the_same_is_given_once(self):
        self.write("a.png", png(400, 400))
        self.write("b.png", png(400, 400, shade=7))
        answer = self.run_program("upload", "--to", "a@example.com", "a.png", "b.png", "-o", "text", "-o", "ndjson:n",
                                  env=self.environment)
        self.assertEqual(answer.text.count("-crop 400x225"), 1, answer.text)
        lines = [json.loads(line) for line in (self.folder / "n").read_text().splitlines()[:-1]]
        self.assertTrue(all("-crop 400x225" in json.dumps(each) for each in lines))

    def test_quiet_says_only_what_went_wrong(self):
        self.write("lobby.png")
        answer = self.run_program("plan", "-q", "--to", "a@example.com", "lobby.png", env=self.environment)
        self.assertEqual((answer.status, answer.out, answer.err), (0, b"", b""))
        answer = self.run_program("plan", "-q", "--to", "a@example.com", "lobby.png", "none.png", env=self.environment)
        self.assertRegex(answer.text, r"\AACTION .*\nrefused  user:a@example.com  none.png +\n +unreadable: .*\n\Z")
        answer = self.run_program("upload", "-q", "--to", "a@example.com", "lobby.png", env=self.environment)
        self.assertEqual((answer.status, answer.out, answer.err), (0, b"", b""))

    def test_help_of_every_command_fits_eighty_columns(self):
        for command in ("plan", "apply", "upload", "ledger"):
            for arguments in ([command, "--help"], ["help", command]):
                answer = self.run_program(*arguments)
                self.assertEqual(answer.status, 0, answer.message)
                self.assertIn(f"Usage: media-preflight {command}", answer.text)
                self.assertLessEqual(max(map(len, answer.text.splitlines())), 80)
        self.assertIn("ndjson", self.run_program("upload", "--help").text)


if __name__ == "__main__":
    unittest.main()
