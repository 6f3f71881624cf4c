"""What goes wrong on the way, over a real socket: lost responses, limits, an expired token, files that change."""

import json
import os
import pathlib
import random
import signal
import subprocess
import threading
import unittest

from program import GOOD, PROGRAM, png
from upload_case import UploadTest
from zoom_server import sha256

UPLOAD = "upload-background"
LIST = "show-settings"


class LostAnswerTest(UploadTest):
    def must_be_there_once(self, outcomes, *faults, status=0, message=None):
        self.write("lobby.png")
        self.server.set_faults(list(faults))
        item, = self.must_end(self.upload("--to", "a@example.com", "lobby.png"), status, outcomes)
        if message:
            self.assertIn(message, item["message"])
        return item

    def test_a_stored_file_is_found_in_the_list(self):
        for fault, message in (("drop-after-storing", "list has the file"), ("drop-in-head", "list has the file"),
                               ("drop-in-answer", None)):
            with self.subTest(fault):
                self.server.begin_anew()
                self.server.change({"any_target": True, "limits": False})
                self.run_program("ledger", "forget", "--all", env=self.environment)
                item = self.must_be_there_once(["sent"], {"do": fault, "endpoint": UPLOAD}, message=message)
                file, = self.server.files_of("user:a@example.com")
                self.assertEqual(item["zoom_id"], file["id"])
                self.assertEqual([each["state"] for each in self.ledger()], ["sent"])

    def test_a_bad_gateway_after_the_file_was_stored(self):
        self.must_be_there_once(["sent"], {"do": "proxy-page", "endpoint": UPLOAD, "stored": True})
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_a_file_that_was_not_stored_is_sent_again(self):
        self.must_be_there_once(["sent"], {"do": "drop-before-storing", "endpoint": UPLOAD, "times": 2})
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)
        entry, = self.ledger()
        self.assertEqual(entry["requests"], 3)

    def test_what_nobody_can_tell_is_unknown_until_somebody_can(self):
        self.must_be_there_once(["unknown"], {"do": "drop-after-storing", "endpoint": UPLOAD},
                                {"do": "answer", "endpoint": LIST, "nth": 2, "times": 0, "status": 500, "body": {}}, status=3,
                                message="next run will check")
        self.assertEqual([each["state"] for each in self.ledger()], ["unknown"])
        self.server.set_faults([])
        self.must_end(self.upload("--to", "a@example.com", "lobby.png"), 0, ["already-there"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_a_file_that_may_be_ours_or_not_is_unknown(self):
        self.must_be_there_once(["unknown"], {"do": "drop-after-storing", "endpoint": UPLOAD},
                                {"do": "edit-answer", "endpoint": LIST, "nth": 2, "times": 0, "patch":
                                 {"in_meeting": {"virtual_background_settings": {"files": [
                                     {"id": "x", "name": "lobby (1).png", "size": len(GOOD)}]}}}}, status=3)

    def test_a_picture_is_sent_again(self):
        self.write("anna.png", png(300, 300))
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "upload-picture"}])
        item, = self.must_end(self.upload("--to", "a@example.com", "--purpose", "picture", "anna.png"), 0, ["sent"])
        self.assertIn("only replaces it", item["message"])

    def test_sizes_as_text_and_an_answer_without_an_id(self):
        self.server.change({"sizes_as_text": True})
        self.must_be_there_once(["sent"], {"do": "edit-answer", "endpoint": UPLOAD, "patch": {"id": None}})
        file, = self.server.files_of("user:a@example.com")
        entry, = self.ledger()
        self.assertEqual(entry["zoom_id"], file["id"])
        self.must_end(self.upload("--to", "a@example.com", "lobby.png"), 0, ["already-there"])


class LateListTest(UploadTest):
    """The service's list lags behind what it has stored, or shows files under other names."""

    def setUp(self):
        super().setUp()
        self.write("lobby.png")
        self.aimed = ("--to", "a@example.com", "lobby.png")

    def test_what_was_sent_is_not_sent_again_because_a_list_is_late(self):
        self.server.change({"list_lag_ms": 60_000})
        first, = self.must_end(self.upload(*self.aimed), 0, ["sent"])
        again, = self.must_end(self.upload(*self.aimed), 0, ["already-there"])
        self.assertEqual(again["zoom_id"], first["zoom_id"])
        self.assertIn("does not show it yet", again["message"])
        self.assertEqual(self.server.journal["requests"][UPLOAD], 1)

    def test_a_lost_response_and_a_late_list(self):
        self.server.change({"list_lag_ms": 100})
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": UPLOAD}])
        self.must_end(self.upload(*self.aimed), 0, ["sent"])
        self.assertEqual(self.server.journal["requests"][UPLOAD], 1)

    def test_a_file_that_came_back_changed_is_for_a_person(self):
        self.server.change({"repacks": True})
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": UPLOAD}])
        for _ in range(2):
            self.must_end(self.upload(*self.aimed), 3, ["unknown"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_malformed_settings_decide_nothing(self):
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": UPLOAD},
                                {"do": "answer", "endpoint": LIST, "nth": 2, "times": 0, "status": 200, "body": {}}])
        self.must_end(self.upload(*self.aimed), 3, ["unknown"])
        self.must_end(self.upload(*self.aimed), 1, ["failed"])
        self.server.set_faults([])
        self.must_end(self.upload(*self.aimed), 0, ["already-there"])
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 1)

    def test_a_copy_that_was_stored_late_is_reported(self):
        item, = self.must_end(self.upload(*self.aimed), 0, ["sent"])
        files = [{"id": each, "name": "lobby.png", "size": len(GOOD)} for each in (item["zoom_id"], "late")]
        self.server.change({"users": {"a@example.com": {"files": files}}})
        again, = self.must_end(self.upload(*self.aimed), 0, ["already-there"])
        self.assertEqual(again["zoom_id"], item["zoom_id"])
        self.assertIn("surplus files of this name and size: late", again["message"])


class LostDeletionTest(UploadTest):
    def test_a_deletion_is_sent_once_and_believed_by_the_list(self):
        for shade in range(11):
            self.write(f"{shade}.png", png(shade=shade))
        self.must_end(self.upload("--to", "a@example.com", *(f"{shade}.png" for shade in range(10))), 0)
        self.server.clear_journal()
        self.server.set_faults([{"do": "drop-after-storing", "endpoint": "delete-backgrounds"}])
        self.must_end(self.upload("--to", "a@example.com", "10.png", "--make-room", "own"), 0, ["sent"])
        self.assertEqual(self.server.journal["requests"]["delete-backgrounds"], 1)
        self.assertEqual(len(self.server.files_of("user:a@example.com")), 10)
        self.assertEqual([each["state"] for each in self.ledger("--state", "removed")], ["removed"])


class LimitTest(UploadTest):
    def setUp(self):
        super().setUp()
        for shade in range(6):
            self.write(f"{shade}.png", png(shade=shade))
        self.table([(f"u{i}@example.com", f"{i}.png") for i in range(6)])

    def test_a_daily_limit_ends_the_run_at_once(self):
        self.server.set_faults([{"do": "daily-limit", "endpoint": UPLOAD, "nth": 3}])
        items = self.must_end(self.upload("--csv", "people.csv"), 3, ["sent"] * 2 + ["queued"] * 4)
        self.assertEqual(items[2]["http_status"], 429)
        self.assertIn("Skipped", items[3]["message"])
        self.assertEqual(self.server.journal["answers"][UPLOAD].get("429"), 1)
        self.assertEqual(sorted(each["state"] for each in self.ledger()), ["queued"] * 4 + ["sent"] * 2)
        self.must_end(self.upload("--csv", "people.csv"), 0, ["already-there"] * 2 + ["sent"] * 4)

    def test_a_daily_limit_before_anything_is_sent(self):
        self.server.set_faults([{"do": "daily-limit", "endpoint": LIST, "nth": 2}])
        answer = self.upload("--csv", "people.csv")
        self.assertEqual(answer.status, 3)
        self.assertEqual(len(self.items(answer)), 6)
        self.assertIn("queued", self.outcomes(answer))

    def test_a_limit_per_second_is_waited_for(self):
        self.server.set_faults([{"do": "too-fast", "endpoint": UPLOAD, "nth": 2}])
        self.must_end(self.upload("--csv", "people.csv"), 0, ["sent"] * 6)

    def test_a_token_that_expires_in_the_middle(self):
        self.server.set_faults([{"do": "expire-token", "endpoint": UPLOAD, "nth": 3}])
        self.must_end(self.upload("--csv", "people.csv", "--parallel", "3"), 0, ["sent"] * 6)

    def test_a_ready_token_that_is_refused_ends_the_run(self):
        token = self.server.sign_in().removeprefix("Bearer ")
        self.server.set_faults([{"do": "expire-token", "endpoint": UPLOAD, "nth": 3}])
        answer = self.upload("--csv", "people.csv", environment={**self.environment, "ZOOM_ACCESS_TOKEN": token})
        self.must_end(answer, 3, ["sent"] * 2 + ["failed"] + ["queued"] * 3)
        self.assertEqual(self.server.journal["answers"][UPLOAD].get("401"), 1)
        self.server.set_faults([])
        self.must_end(self.upload("--csv", "people.csv"), 0, ["already-there"] * 2 + ["sent"] * 4)

    def test_an_interrupt_lets_what_is_on_its_way_arrive(self):
        self.server.set_faults([{"do": "hold-before-storing", "endpoint": UPLOAD, "nth": 2}])
        run = self.start("upload", "--csv", "people.csv", "--calls-per-second", "0", "-o", "ndjson:r.ndjson")
        self.server.wait_until_held()
        run.send_signal(signal.SIGINT)
        self.server.release()
        self.assertEqual(run.wait(60), 3)
        lines = [json.loads(line) for line in (self.folder / "r.ndjson").read_text().splitlines()]
        self.assertEqual([each["outcome"] for each in lines[:-1]], ["sent"] * 2 + ["queued"] * 4)
        self.must_end(self.upload("--csv", "people.csv"), 0, ["already-there"] * 2 + ["sent"] * 4)

    def test_the_first_interrupt_says_what_happens_and_a_hangup_is_one(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                self.server.begin_anew()
                self.server.change({"any_target": True, "limits": False})
                self.run_program("ledger", "forget", "--all", env=self.environment)
                self.server.set_faults([{"do": "hold-before-storing", "endpoint": UPLOAD, "nth": 2}])
                run = self.start("upload", "--csv", "people.csv", "--calls-per-second", "0", stderr=subprocess.PIPE)
                self.server.wait_until_held()
                run.send_signal(number)
                self.assertEqual(run.stderr.readline().decode().split(":")[0], "media-preflight")
                self.server.release()
                message = run.communicate(timeout=60)[1].decode()
                self.assertEqual(run.returncode, 3, message)

    def test_an_interrupted_plan_says_that_none_was_written(self):
        self.server.set_faults([{"do": "hold-before-storing", "endpoint": LIST, "nth": 2}])
        run = self.start("plan", "--csv", "people.csv", "--calls-per-second", "0", "--out", "p.json", stderr=subprocess.PIPE)
        self.server.wait_until_held()
        run.send_signal(signal.SIGINT)
        self.assertTrue(any(b"finishing the request in flight; Ctrl-C again ends now" in line for line in run.stderr))
        self.server.release()
        message = run.communicate(timeout=60)[1].decode()
        self.assertEqual(run.returncode, 2, message)
        self.assertIn("the run was interrupted; no plan was written", message)
        self.assertFalse((self.folder / "p.json").exists())

    def test_a_plan_for_which_the_service_answers_nothing_is_no_success(self):
        self.server.set_faults([{"do": "answer", "status": 503, "endpoint": LIST, "times": 0, "body": {}}])
        self.assertEqual(self.send("plan", "--csv", "people.csv").status, 3)
        self.server.set_faults([{"do": "answer", "status": 200, "endpoint": LIST, "times": 0, "body": {}}])
        answer = self.send("plan", "--csv", "people.csv")
        self.must_end(answer, 3, ["failed"] * 5 + ["queued"] if "queued" in self.outcomes(answer) else ["failed"] * 6)
        self.server.set_faults([{"do": "answer", "status": 503, "endpoint": "token", "times": 0, "body": {}}])
        self.assertEqual(self.send("plan", "--csv", "people.csv").status, 2)
        self.server.set_faults([])
        self.assertEqual(self.send("plan", "--csv", "people.csv").status, 0)

    def test_a_second_interrupt_leaves_no_unfinished_report(self):
        self.server.set_faults([{"do": "hold-before-storing", "endpoint": UPLOAD}])
        run = self.start("upload", "--csv", "people.csv", "--calls-per-second", "0", "-o", "ndjson:r.ndjson")
        self.server.wait_until_held()
        for _ in range(2):
            run.send_signal(signal.SIGINT)
            while run.poll() is None and self.is_pending(run.pid, signal.SIGINT):
                pass
        self.assertEqual(run.wait(60), -signal.SIGINT)
        self.assertEqual(list(self.folder.glob(".media-preflight-*")), [])
        self.assertFalse((self.folder / "r.ndjson").exists())

    @staticmethod
    def is_pending(process, number):
        status = pathlib.Path(f"/proc/{process}/status").read_text()
        pending = int(next(line for line in status.splitlines() if line.startswith("ShdPnd:")).split()[1], 16)
        return pending >> (number - 1) & 1

    def test_a_signal_that_the_launcher_ignores_stays_ignored(self):
        self.server.set_faults([{"do": "hold-before-storing", "endpoint": UPLOAD, "nth": 2}])
        run = subprocess.Popen(["sh", "-c", "trap '' INT TERM; exec \"$@\"", "sh", PROGRAM, "upload", "--csv", "people.csv",
                                "--calls-per-second", "0"], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.server.wait_until_held()
        for _ in range(2):
            run.send_signal(signal.SIGINT)
            run.send_signal(signal.SIGTERM)
        self.server.release()
        self.assertEqual(run.wait(60), 0)

    def test_a_daily_limit_stops_those_who_wait_for_their_turn(self):
        self.table([(f"u{i}@example.com", "0.png") for i in range(8)])
        self.server.set_faults([{"do": "daily-limit", "endpoint": LIST, "times": 0}])
        answer = self.run_program("upload", "--csv", "people.csv", "--parallel", "8", "--calls-per-second", "1", "-o", "ndjson",
                                  env=self.environment)
        self.must_end(answer, 3, ["queued"] * 8)
        self.assertLess(self.server.journal["requests"][LIST], 8)  # those that were on their way

    def test_an_interrupt_in_a_pause_leaves_no_question_open(self):
        self.server.set_faults([{"do": "too-fast", "endpoint": UPLOAD, "times": 0}])
        run = self.start("upload", "--csv", "people.csv", "--calls-per-second", "0", "-o", "ndjson:r.ndjson")
        while not any(each["http_status"] == 429 for each in self.ledger()):
            self.assertIsNone(run.poll())
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(60), 3)
        item = json.loads((self.folder / "r.ndjson").read_text().splitlines()[0])
        self.assertEqual((item["outcome"], item["http_status"]), ("queued", 429))
        self.assertEqual({each["state"] for each in self.ledger()}, {"queued"})

    def test_a_service_that_goes_away(self):
        self.server.set_faults([{"do": "drop-before-body", "nth": 9, "times": 0}])
        answer = self.upload("--csv", "people.csv")
        *before, interrupted, fifth, sixth = self.outcomes(answer)
        self.assertEqual((before, fifth, sixth), (["sent"] * 3, "failed", "failed"), answer.text)
        # Whether the last byte of a request left before its connection ended is the kernel's to say; where it did, the
        # file may have arrived.
        self.assertIn(interrupted, ("unknown", "failed"))
        self.assertEqual(answer.status, 3 if interrupted == "unknown" else 1, answer.text)
        self.server.set_faults([])
        self.must_end(self.upload("--csv", "people.csv"), 0)
        self.assertEqual({len(files) for files in self.stored().values()}, {1})
        self.assertEqual(len(self.stored()), 6)


class ChangingFilesTest(UploadTest):
    def test_nothing_is_stored_that_was_never_good(self):
        """Files are cut, flipped and replaced all the time; what arrives is whole, whatever it is."""
        rows = []
        for i in range(60):
            self.write(f"f/{i}.png", png(64, 36, i))
            rows.append((f"u{i}@example.com", f"f/{i}.png"))
        self.table(rows)
        good = {sha256(png(64, 36, shade)) for shade in range(256)}
        is_over = threading.Event()

        def disturb():
            chance = random.Random(11)
            while not is_over.is_set():
                path = self.folder / "f" / f"{chance.randrange(60)}.png"
                content = png(64, 36, chance.randrange(256))
                what = chance.randrange(4)
                if what == 0:
                    path.write_bytes(content)
                elif what == 1:
                    other = path.with_suffix(".new")
                    other.write_bytes(content)
                    os.replace(other, path)
                elif what == 2:
                    with open(path, "r+b") as file:
                        file.truncate(chance.randrange(len(content)))
                else:
                    with open(path, "r+b") as file:
                        file.seek(chance.randrange(len(content)))
                        file.write(b"\\x5a")

        disturbing = threading.Thread(target=disturb)
        disturbing.start()
        try:
            answers = [self.upload("--csv", "people.csv", "--parallel", "4", "--ignore", "low-resolution") for _ in range(3)]
        finally:
            is_over.set()
            disturbing.join()
        for answer in answers:
            self.assertEqual(len(self.items(answer)), 60, answer.message)
        arrived = {each for files in self.stored().values() for each in files}
        self.assertLessEqual(arrived, good)


if __name__ == "__main__":
    unittest.main()
