"""What those rely on who test against the stand-in: what it says it got, its state, its clock, its end."""

import contextlib
import hashlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import unittest

from program import PLAIN
from zoom_server import ZOOM_SERVER, ZoomServer, form, sha256
from zoom_server_case import ANNA, BACKGROUNDS, GIF, GOOD, STAFF, ZoomServerTest


class JournalTest(ZoomServerTest):
    def test_requests_and_answers_are_counted_by_endpoint(self):
        self.server.clear_journal()
        self.post_file()
        self.post_file(b"x")
        self.post_file(path=STAFF + BACKGROUNDS)
        self.ask("GET", ANNA)
        self.ask("GET", "/elsewhere")
        self.server.token()
        journal = self.server.journal
        self.assertEqual(journal["requests"], {"upload-background": 3, "show-user": 1, "unknown": 1, "token": 1})
        self.assertEqual(journal["answers"]["upload-background"], {"201": 2, "400": 1})

    def test_every_whole_file_is_noted_with_what_became_of_it(self):
        self.post_file(file_name="a.png")
        self.post_file(GIF, STAFF + BACKGROUNDS, file_name="b.gif")
        self.post_file(name="pic_file", path=ANNA + "/picture")
        self.assertEqual([tuple(each[key] for key in ("target", "endpoint", "name", "sha256", "size", "status"))
                          for each in self.server.journal["files_received"]],
                         [("user:anna@example.com", "upload-background", "a.png", sha256(GOOD), len(GOOD), 201),
                          ("group:staff", "upload-background", "b.gif", sha256(GIF), len(GIF), 400),
                          ("user:anna@example.com", "upload-picture", "a.png", sha256(GOOD), len(GOOD), 201)])

    def test_headers_are_hashed(self):
        self.server.clear_journal()
        self.ask("GET", ANNA)
        self.ask("GET", ANNA)
        self.assertEqual(self.server.journal["authorizations"],
                         {hashlib.sha256(self.bearer.encode()).hexdigest(): 2})

    def test_how_many_came_at_once(self):
        self.server.clear_journal()
        self.server.set_faults([{"do": "hold-before-storing", "times": 3}])
        paths = [ANNA + BACKGROUNDS, ANNA + BACKGROUNDS, STAFF + BACKGROUNDS]
        threads = [threading.Thread(target=self.post_file, kwargs={"path": path}) for path in paths]
        for each in threads:
            each.start()
        self.assertEqual(self.server.wait_until_held(3), 3)
        self.server.release()
        for each in threads:
            each.join()
        journal = self.server.journal
        self.assertEqual(journal["most_at_once"], 3)
        self.assertEqual(journal["most_at_once_for_a_target"], {"user:anna@example.com": 2, "group:staff": 1})


class StateTest(ZoomServerTest):
    def test_wishes_are_merged(self):
        self.server.change({"users": {"new@example.com": {"id": "new", "files": [{"name": "old.png", "size": 5}]}}})
        self.server.change({"users": {"new@example.com": {"enable": False}}})
        new = self.server.state["users"]["new@example.com"]
        self.assertEqual((new["id"], new["enable"], new["files"][0]["name"]), ("new", False, "old.png"))
        self.assertIn("anna@example.com", self.server.state["users"])

    def test_targets_come_into_being_where_that_is_wished(self):
        self.server.change({"any_target": True})
        self.assertEqual(self.post_file(path="/v2/users/new@example.com" + BACKGROUNDS).status, 201)
        self.assertEqual(self.post_file(path="/v2/groups/new" + BACKGROUNDS).status, 201)
        self.assertEqual(self.post_file(path="/v2/users/me" + BACKGROUNDS).status, 404)
        self.assertEqual(len(self.server.files_of("user:new@example.com")), 1)
        self.assertEqual(len(self.server.files_of("group:new")), 1)

    def test_nonsense_is_refused(self):
        for wishes in ({"plan": "gold"}, {"paid": "yes"}, {"users": {"a": {"files": 1}}}, {"used_today": {"Heavy": 1}},
                       {"users": []}, {"user": {}}, {"users": {"a": {"video": True}}}, []):
            with self.assertRaises(ValueError):
                self.server.change(wishes)
        self.assertEqual(self.server.ask("POST", "/control/state", "{").status, 400)
        self.assertEqual(self.server.ask("GET", "/control/nothing").status, 404)

    def test_the_clock_stands_moves_and_runs(self):
        self.assertEqual(self.server.clock(stand_at=1000), 1000)
        self.assertEqual(self.server.clock(advance=5), 1005)
        self.assertGreaterEqual(self.server.clock(run=True), 1005)


@unittest.skipUnless(ZOOM_SERVER, "built without the stand-in")
class ProgramTest(unittest.TestCase):
    def test_it_begins_with_what_files_say(self):
        read, write = os.pipe()
        os.write(write, b'{"users": {"a@x": {}}}')
        os.close(write)
        self.addCleanup(os.close, read)
        command = [ZOOM_SERVER, "--state", f"/dev/fd/{read}", "--seconds", "60"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[read]) as process:
            self.assertRegex(process.stdout.readline(), rb"^http://127\.0\.0\.1:\d+\n$")
            process.kill()

    def test_what_it_cannot_use_ends_it(self):
        with ZoomServer() as server:
            for arguments in (["--port", str(server.port)], ["--state", "/nonexistent"], ["--state", "/dev/null"]):
                ended = subprocess.run([ZOOM_SERVER, *arguments], capture_output=True, check=False, timeout=60)
                self.assertEqual((ended.returncode, ended.stdout), (2, b""))
                self.assertTrue(ended.stderr.startswith(b"zoom-server: "))
        ended = subprocess.run([ZOOM_SERVER, "--plan", "gold"], capture_output=True, check=False, timeout=60)
        self.assertNotEqual(ended.returncode, 0)

    def test_help_tells_how_to_rehearse(self):
        said = subprocess.run([ZOOM_SERVER, "--help"], capture_output=True, check=True, timeout=60).stdout.decode()
        for word in ("ZOOM_API_URL", "ZOOM_OAUTH_URL", "ZOOM_CLIENT_SECRET", "media-preflight upload", "/control/faults",
                     "drop-before-body", "close-after-answer"):
            self.assertIn(word, said)

    def test_it_ends_with_the_process_that_started_it(self):
        script = ("import subprocess, sys\n"
                  "child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)\n"
                  "child.stdout.readline()\n"
                  "print(child.pid, flush=True)\n"
                  "input()\n")
        with subprocess.Popen([sys.executable, "-c", script, ZOOM_SERVER, "--seconds", "60"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, env=PLAIN) as parent:
            watched = os.pidfd_open(int(parent.stdout.readline()))
            self.addCleanup(os.close, watched)
            parent.send_signal(signal.SIGKILL)
        poller = select.poll()
        poller.register(watched, select.POLLIN)
        self.assertTrue(poller.poll(20_000))

    def test_it_ends_when_its_time_is_over(self):
        ended = subprocess.run([ZOOM_SERVER, "--seconds", "1"], capture_output=True, check=False, timeout=60)
        self.assertEqual(ended.returncode, -signal.SIGALRM)

    def test_more_clients_than_connections_wait_for_their_turn(self):
        with ZoomServer("--connections", "2", state={"any_target": True, "limits": False}) as server:
            bearer = server.sign_in()
            body, content_type = form("file", GOOD)
            path = "/v2/users/{}@example.com" + BACKGROUNDS
            threads = [threading.Thread(target=server.ask, args=("POST", path.format(number), body),
                                        kwargs={"Authorization": bearer, "Content_Type": content_type})
                       for number in range(12)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            journal = server.journal
            self.assertLessEqual(journal["most_at_once"], 2)
            self.assertEqual(journal["answers"]["upload-background"], {"201": 12})

    def test_a_body_beyond_all_limits_is_not_taken(self):
        with ZoomServer() as server, socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(f"POST {ANNA}{BACKGROUNDS} HTTP/1.1\r\nContent-Length: {1 << 40}\r\n\r\n".encode())
            try:
                self.assertIn(connection.recv(12), (b"", b"HTTP/1.1 413"))
            except ConnectionResetError:
                pass
        with ZoomServer() as server, socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(f"POST {ANNA}{BACKGROUNDS} HTTP/1.1\r\n\r\n".encode())
            self.assertEqual(connection.recv(12), b"HTTP/1.1 411")
        with ZoomServer() as server, socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(f"POST {ANNA}{BACKGROUNDS} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            # A connection that was ended can be read from at once, but a send may wait for long.
            connection.setblocking(False)
            chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"
            rest = memoryview(chunk * 128)
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                while rest and not select.select([connection], [connection], [], 60)[0]:
                    rest = rest[connection.send(rest[:1 << 20]):]
            self.assertTrue(rest)

    def test_a_body_in_chunks_is_a_body(self):
        with ZoomServer(state={"any_target": True}) as server:
            body, content_type = form("file", GOOD)
            pieces = (body[i:i + 100] for i in range(0, len(body), 100))
            sent = server.ask("POST", ANNA + BACKGROUNDS, pieces, Authorization=server.sign_in(),
                              Content_Type=content_type)
            self.assertEqual(sent.status, 201)
            self.assertEqual(server.files_of("user:anna@example.com")[0]["sha256"], sha256(GOOD))


if __name__ == "__main__":
    unittest.main()
