"""Every fault of a script happens when and where the script says."""

import http.client
import json
import socket
import threading
import unittest

from zoom_server import ZoomServer, form, sha256
from zoom_server_case import ANNA, BACKGROUNDS, GOOD, ZoomServerTest

UPLOAD = ANNA + BACKGROUNDS
BEN = "/v2/users/ben@example.com" + BACKGROUNDS


class FaultTest(ZoomServerTest):
    def script(self, *faults):
        self.server.set_faults(list(faults))

    def raw(self, send):
        """Everything the server sends back to these bytes, and whether it ended in good order."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as connection:
            try:
                connection.sendall(send)
                while piece := connection.recv(65536):
                    got += piece
                return got, True
            except (ConnectionResetError, BrokenPipeError):
                return got, False

    def raw_upload(self, content=GOOD, cut=None):
        body, content_type = form("file", content)
        head = (f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nAuthorization: {self.bearer}\r\nContent-Type: {content_type}\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
        return head + body[:cut]

    def counts(self, endpoint="upload-background"):
        return self.server.journal["answers"].get(endpoint, {})


class DroppedTest(FaultTest):
    def test_before_anything_is_stored(self):
        for does in ("drop-before-body", "drop-in-body", "drop-before-storing"):
            with self.subTest(does):
                self.script({"do": does, "endpoint": "upload-background"})
                self.assertEqual(self.raw(self.raw_upload())[0], b"")
        self.assertEqual(self.files(), [])
        self.assertEqual(self.counts(), {"dropped": 3})

    def test_after_it_is_stored(self):
        self.script({"do": "drop-after-storing", "endpoint": "upload-background"})
        self.assertEqual(self.raw(self.raw_upload()), (b"", True))
        self.assertEqual([each["sha256"] for each in self.files()], [sha256(GOOD)])

    def test_with_a_reset(self):
        for does in ("drop-before-storing", "drop-after-storing"):
            self.script({"do": does, "reset": True})
            self.assertEqual(self.raw(self.raw_upload()), (b"", False))
        self.assertEqual(len(self.files()), 1)

    def test_in_the_body_of_a_large_file(self):
        self.script({"do": "drop-in-body", "bytes": 100_000, "reset": True})
        self.assertEqual(self.raw(self.raw_upload(GOOD.ljust(8 << 20, b"\0"))), (b"", False))
        self.assertEqual(self.files(), [])

    def test_in_the_head_of_the_answer(self):
        self.script({"do": "drop-in-head", "bytes": 12})
        self.assertEqual(self.raw(self.raw_upload()), (b"HTTP/1.1 201", True))
        self.assertEqual(len(self.files()), 1)

    def test_in_the_middle_of_the_answer(self):
        self.script({"do": "drop-in-answer"}, {"do": "drop-in-answer", "nth": 2, "bytes": 5})
        head, _, body = self.raw(self.raw_upload())[0].partition(b"\r\n\r\n")
        length = int(dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])[b"Content-Length"])
        self.assertEqual(len(body), length // 2)
        self.assertTrue(self.raw(self.raw_upload())[0].endswith(b'\r\n\r\n{"id"'))
        self.assertEqual(len(self.files()), 2)

    def test_what_a_client_does_not_finish_is_not_stored(self):
        with socket.create_connection(("127.0.0.1", self.server.port)) as connection:
            connection.sendall(self.raw_upload(cut=-6))
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1)
        self.assertEqual(self.counts(), {"broken-off": 1})
        self.assertEqual(self.server.journal["files_received"], [])
        self.assertEqual(self.files(), [])


class AnswerTest(FaultTest):
    def test_every_refusal_by_name(self):
        refusals = self.server.refusals
        self.assertGreater(len(refusals), 40)
        for name, (status, code, message) in refusals.items():
            self.script({"do": "refuse", "refusal": name, "about": "x"})
            self.refuses(self.post_file(), status, code, message.replace("{}", "x"))
        self.assertEqual(self.files(), [])

    def test_too_fast_with_every_form_of_retry_after(self):
        for text in (None, "2", "Wed, 21 Oct 2026 07:28:00 GMT", "2026-10-21T07:28:00Z", "soon", "-1", "999999"):
            self.script({"do": "too-fast", **({} if text is None else {"retry_after": text})})
            refused = self.post_file()
            self.assertEqual((refused.status, refused.headers.get("retry-after")), (429, text))
            self.assertEqual((refused.headers["x-ratelimit-type"], refused.headers["x-ratelimit-category"]),
                             ("QPS", "Medium"))
            self.assertIn("per-second", refused.json["message"])

    def test_the_daily_limit(self):
        self.server.clock(stand_at=1_737_331_200)
        self.script({"do": "daily-limit"}, {"do": "daily-limit", "retry_after": ""},
                    {"do": "daily-limit", "headers": {"X-RateLimit-Type": "daily-LIMIT"}})
        self.bearer = "none"
        refused = [self.post_file() for _ in range(3)]
        self.assertEqual([each.status for each in refused], [429, 429, 429])
        self.assertEqual([each.headers.get("retry-after") for each in refused],
                         ["2025-01-21T00:00:00Z", None, "2025-01-21T00:00:00Z"])
        self.assertEqual([each.headers["x-ratelimit-type"] for each in refused],
                         ["Daily-limit", "Daily-limit", "daily-LIMIT"])
        self.assertIn("daily", refused[0].json["message"])

    def test_server_errors_with_and_without_storing(self):
        for status in (500, 502, 503, 504):
            for stored in (False, True):
                self.server.change({"users": {"anna@example.com": {"files": []}}})
                self.script({"do": "answer", "status": status, "body": {"code": status}, "stored": stored})
                self.assertEqual(self.post_file().status, status)
                self.assertEqual(len(self.files()), int(stored))

    def test_the_page_of_a_proxy(self):
        self.script({"do": "proxy-page", "stored": True}, {"do": "proxy-page", "status": 201})
        for status in (502, 201):
            page = self.post_file()
            self.assertEqual((page.status, page.headers["content-type"]), (status, "text/html"))
            self.assertIn(b"<html>", page.body)
            self.assertNotIn("x-zm-trackingid", page.headers)
        self.assertEqual(len(self.files()), 1)

    def test_a_200_that_is_an_error_and_bodies_of_any_kind(self):
        for body, expected in (({"code": 300, "message": "x"}, b'{"code":300,"message":"x"}'), ("", b""),
                               ("not json", b"not json"), ("[1", b"[1"), ({"code": "120"}, b'{"code":"120"}')):
            self.script({"do": "answer", "status": 200, "body": body, "headers": {"X-Odd": "1"}})
            answered = self.post_file()
            self.assertEqual((answered.status, answered.body, answered.headers["x-odd"]), (200, expected, "1"))

    def test_an_edited_answer(self):
        self.script({"do": "edit-answer", "times": 0, "patch": {"id": None, "size": "17", "more": {"a": 1}}})
        edited = self.post_file().json
        self.assertEqual((edited.get("id"), edited["size"], edited["more"]), (None, "17", {"a": 1}))
        self.assertEqual(self.files()[0]["size"], len(GOOD))

    def test_a_redirect_to_another_host(self):
        with ZoomServer() as other:
            self.script({"do": "redirect", "location": other.url + UPLOAD})
            answered = self.post_file()
            self.assertEqual((answered.status, answered.headers["location"]), (302, other.url + UPLOAD))
            self.assertEqual(other.journal["requests"], {})

    def test_a_token_expires_in_the_middle(self):
        self.script({"do": "expire-token", "endpoint": "upload-background", "nth": 2})
        self.assertEqual(self.post_file().status, 201)
        for _ in range(2):
            self.refuses(self.post_file(), 401, 124, "Access token is expired.")
        self.bearer = self.server.sign_in()
        self.assertEqual(self.post_file().status, 201)

    def test_the_token_endpoint_can_fail_too(self):
        self.script({"do": "answer", "endpoint": "token", "status": 500, "body": "down"})
        self.assertEqual(self.server.token().status, 500)
        self.assertEqual(self.server.token().status, 200)

    def test_a_slow_answer_is_whole(self):
        self.script({"do": "slow-answer", "bytes": 1, "milliseconds": 0})
        self.assertEqual(self.post_file().status, 201)

    def test_a_connection_that_ends_after_a_whole_answer_without_saying_so(self):
        self.script({"do": "close-after-answer"})
        head, _, body = self.raw(self.raw_upload())[0].partition(b"\r\n\r\n")
        self.assertTrue(head.startswith(b"HTTP/1.1 201 "))
        self.assertNotIn(b"connection: close", head.lower())
        self.assertEqual(json.loads(body)["size"], len(GOOD))
        self.assertEqual(self.counts(), {"201": 1})

    def test_a_raw_answer(self):
        self.script({"do": "raw-answer", "text": "SSH-2.0-x\r\n"})
        with self.assertRaises(http.client.BadStatusLine):
            self.post_file()
        self.assertEqual(len(self.files()), 1)

    def test_connections_go_on_after_an_answer_by_script(self):
        self.script({"do": "refuse", "refusal": "background-failed"})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.addCleanup(connection.close)
        ports = set()
        for status in (400, 201, 201, 201, 201, 201, 201, 201):
            body, content_type = form("file", GOOD)
            connection.request("POST", UPLOAD, body, {"Authorization": self.bearer, "Content-Type": content_type})
            ports.add(connection.sock.getsockname()[1])
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.status, status)
        self.assertEqual(len(ports), 1)


class ScriptTest(FaultTest):
    def statuses(self, count, path=UPLOAD):
        return [self.post_file(path=path).status for _ in range(count)]

    def test_the_nth_then_every_so_often_and_so_many_times(self):
        fault = {"do": "answer", "status": 500, "endpoint": "upload-background"}
        self.server.change({"files_per_target": 1000})
        for how, expected in (({}, "500 201 201 201 201 201"), ({"nth": 3}, "201 201 500 201 201 201"),
                              ({"nth": 2, "times": 2}, "201 500 500 201 201 201"),
                              ({"nth": 2, "every": 2, "times": 0}, "201 500 201 500 201 500"),
                              ({"times": 0}, "500 500 500 500 500 500")):
            self.script({**fault, **how})
            self.assertEqual(" ".join(map(str, self.statuses(6))), expected, how)
        self.assertEqual(self.server.faults[0]["fired"], 6)

    def test_only_where_it_is_meant(self):
        self.script({"do": "answer", "status": 500, "target": "user:ben@example.com", "times": 0},
                    {"do": "answer", "status": 503, "endpoint": "show-settings", "times": 0})
        self.assertEqual(self.statuses(2) + self.statuses(2, BEN), [201, 201, 500, 500])
        self.assertEqual(self.ask("GET", ANNA + "/settings").status, 503)
        self.assertEqual(self.ask("GET", ANNA).status, 200)

    def test_the_first_that_is_due_wins_and_all_count(self):
        self.script({"do": "answer", "status": 500, "nth": 2}, {"do": "answer", "status": 503, "times": 0})
        self.assertEqual(self.statuses(3), [503, 500, 503])
        self.assertEqual([(each["matched"], each["fired"]) for each in self.server.faults], [(3, 1), (3, 2)])

    def test_a_script_that_makes_no_sense_is_refused_and_changes_nothing(self):
        self.script({"do": "answer", "status": 500, "times": 0})
        for wrong in ({"do": "explode"}, {"do": "refuse", "refusal": "none"}, {"do": "refuse"}, {"do": "redirect"}, {},
                      {"do": "answer", "ntf": 1}, {"do": "answer", "nth": "1"}, {"do": "answer", "endpoint": "upload-backgrounds"},
                      {"do": "answer", "target": "USER:ben"}, {"do": "answer", "target": "ben@example.com"},
                      {"do": "answer", "target": "user:"}, "text"):
            with self.assertRaisesRegex(ValueError, "fault 2: "):
                self.script({"do": "too-fast"}, wrong)
        self.assertEqual(self.post_file().status, 500)

    def test_a_held_request_waits_until_it_is_let_go(self):
        for does, files in (("hold-before-storing", 0), ("hold-after-storing", 1)):
            with self.subTest(does):
                self.server.change({"users": {"anna@example.com": {"files": []}}})
                self.script({"do": does})
                answers = []
                waiting = threading.Thread(target=lambda to: to.append(self.post_file().status), args=(answers,))
                waiting.start()
                self.assertEqual(self.server.wait_until_held(), 1)
                self.assertEqual((answers, len(self.files())), ([], files))
                self.server.release()
                waiting.join()
                self.assertEqual((answers, len(self.files())), ([201], 1))

    def test_two_deletions_for_one_user_at_once(self):
        ids = [self.post_file().json["id"] for _ in range(2)]
        self.script({"do": "hold-before-storing", "endpoint": "delete-backgrounds"})
        answers = []
        waiting = threading.Thread(
            target=lambda: answers.append(self.ask("DELETE", f"{UPLOAD}?file_ids={ids[0]}").status))
        waiting.start()
        self.server.wait_until_held()
        refused = self.ask("DELETE", f"{UPLOAD}?file_ids={ids[1]}")
        self.assertEqual(refused.status, 429)
        self.assertTrue(refused.json["message"].startswith("Too many concurrent requests."))
        self.server.release()
        waiting.join()
        self.assertEqual(answers, [204])
        self.assertEqual(self.ask("DELETE", f"{UPLOAD}?file_ids={ids[1]}").status, 204)


if __name__ == "__main__":
    unittest.main()
