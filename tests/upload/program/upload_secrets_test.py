"""No secret is in anything that a run leaves behind or shows: arguments, logs, plan, ledger, reports, errors."""

import pathlib
import subprocess
import unittest

from program import CUT, PROGRAM
from upload_case import WITHOUT_ZOOM, UploadTest
from zoom_server import SECRET


class SecretsTest(UploadTest):
    def must_be_silent(self, *texts):
        for path in self.folder.rglob("*"):
            if path.is_file() and path.suffix not in (".png", ".secret"):
                texts += (path.read_bytes(),)
        for text in texts:
            for secret in self.known:
                self.assertNotIn(secret.encode(), text)

    def run_everything(self, environment):
        outputs = []
        for command in (["plan", "--out", "plan.json"], ["upload", "-o", "text", "-o", "json:r.json", "-o", "junit:r.xml"]):
            answer = self.run_program(command[0], "--csv", "people.csv", "--log-level", "trace", "--settle", "0.1", *command[1:],
                                      env=environment)
            self.assertIn("trace", answer.message)
            outputs += [answer.out, answer.err]
        answer = self.run_program("apply", "plan.json", "--log-level", "trace", "--settle", "0.1", "-o", "ndjson:a.ndjson", env=environment)
        return outputs + [answer.out, answer.err]

    def test_an_app_and_a_ready_token(self):
        self.write("lobby.png")
        self.write("cut.png", CUT)
        self.table([("a@example.com", "lobby.png"), ("b@example.com", "cut.png"), ("c@example.com", "none.png")])
        token = self.server.sign_in().removeprefix("Bearer ")
        self.known = [SECRET, token]
        self.must_be_silent(*self.run_everything(self.environment))
        ready = {**WITHOUT_ZOOM, "ZOOM_API_URL": self.server.api_url, "XDG_STATE_HOME": str(self.folder / "other"),
                 "ZOOM_ACCESS_TOKEN": token}
        self.must_be_silent(*self.run_everything(ready))
        # A proxy that sends back what it was sent.
        self.server.set_faults([{"do": "answer", "status": 400, "body": {"code": 1, "message": f"Bearer {token} is bad"}}])
        self.must_be_silent(*self.run_everything(ready))

    def test_a_token_that_comes_back_escaped(self):
        self.write("lobby.png")
        token = "AAAA.BBBB.CCCC/DDD"
        self.known = ["CCCC"]
        ready = {**WITHOUT_ZOOM, "ZOOM_API_URL": self.server.api_url, "XDG_STATE_HOME": str(self.folder / "state"),
                 "ZOOM_ACCESS_TOKEN": token}
        for shown in (token, token.replace("/", "\\/"), token.replace("/", "\\u002F"), token.replace(".", "\\u002e")):
            self.server.set_faults([{"do": "answer", "status": 400, "body": '{"code":1,"message":"you sent ' + shown + '"}', "times": 0}])
            answer = self.upload("--to", "a@example.com", "lobby.png", "--log-level", "trace", environment=ready)
            self.assertIn("[redacted]", answer.message)
            self.must_be_silent(answer.out, answer.err)

    def test_a_wrong_secret_is_not_repeated(self):
        self.known = ["a-wrong-secret-of-somebody"]
        self.write("lobby.png")
        answer = self.upload("--to", "a@example.com", "lobby.png", "--log-level", "trace",
                             environment={**self.environment, "ZOOM_CLIENT_SECRET": self.known[0]})
        self.assertEqual(answer.status, 2)
        self.must_be_silent(answer.out, answer.err)

    def test_arguments_and_children_show_none(self):
        self.write("lobby.png")
        self.known = [SECRET]
        self.server.set_faults([{"do": "hold-before-storing", "times": 1}])
        run = self.start("upload", "--to", "a@example.com", "lobby.png")
        self.server.wait_until_held()
        children = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, check=True).stdout.split()
        family = {run.pid} | {int(pid) for pid, parent in zip(children[::2], children[1::2]) if int(parent) == run.pid}
        texts = [pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() for pid in family]
        workers = [pathlib.Path(f"/proc/{pid}/environ").read_bytes() for pid in family - {run.pid}]
        self.server.release()
        self.assertEqual(run.wait(60), 0)
        self.must_be_silent(*texts, *workers)

    def test_secrets_from_files(self):
        self.write("lobby.png")
        self.write("id.secret", SECRET + "\n")
        environment = {name: value for name, value in self.environment.items() if name != "ZOOM_CLIENT_SECRET"}
        environment["ZOOM_CLIENT_SECRET_FILE"] = str(self.folder / "id.secret")
        answer = self.upload("--to", "a@example.com", "lobby.png", environment=environment)
        self.must_end(answer, 0, ["sent"])


if __name__ == "__main__":
    unittest.main()
