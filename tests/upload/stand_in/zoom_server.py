"""Starts the stand-in for Zoom's API as a child, asks it over plain sockets, and sets and reads its state."""

import base64
import hashlib
import http.client
import json
import os
import subprocess
import urllib.parse

ZOOM_SERVER = os.environ.get("ZOOM_SERVER_PROGRAM")
ACCOUNT, CLIENT, SECRET = "rehearsal-account", "rehearsal-client", "rehearsal-secret"
SECONDS_AT_MOST = 900


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def refusal(self):
        """What identifies it: status, code, text."""
        return self.status, self.json.get("code"), self.json.get("message")


def form(name, content, file_name="a.png", boundary="b0undary", content_type="image/png"):
    """A body with one part, and its type. Without a file name the part has none."""
    disposition = f'form-data; name="{name}"' + (f'; filename="{file_name}"' if file_name is not None else "")
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class ZoomServer:
    """`with ZoomServer() as server:`; state and faults are what /control/state and /control/faults take."""

    def __init__(self, *arguments, state=None, faults=None):
        command = [ZOOM_SERVER, "--seconds", str(SECONDS_AT_MOST), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.url = self.process.stdout.readline().decode().strip()
        if not self.url.startswith("http://127.0.0.1:"):
            self.close()
            raise RuntimeError(f"{ZOOM_SERVER} did not start: {self.url!r}")
        self.port = int(self.url.rpartition(":")[2])
        self.api_url = self.url + "/v2"
        self.oauth_url = self.url + "/oauth/token"
        if state is not None:
            self.change(state)
        if faults is not None:
            self.set_faults(faults)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def environment(self):
        """For a client that is to talk to it."""
        return {"ZOOM_API_URL": self.api_url, "ZOOM_OAUTH_URL": self.oauth_url, "ZOOM_ACCOUNT_ID": ACCOUNT,
                "ZOOM_CLIENT_ID": CLIENT, "ZOOM_CLIENT_SECRET": SECRET}

    def ask(self, method, path, body=None, **headers):
        """Header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def _control(self, method, what, body=None):
        reply = self.ask(method, "/control/" + what, None if body is None else json.dumps(body))
        if reply.status != 200:
            raise ValueError(f"/control/{what}: {reply.body.decode()}")
        return reply.json

    @property
    def state(self):
        return self._control("GET", "state")

    def change(self, wishes):
        """Merges wishes into the state."""
        return self._control("POST", "state", wishes)

    def begin_anew(self):
        self._control("DELETE", "state")
        self._control("DELETE", "journal")
        self._control("DELETE", "faults")

    @property
    def journal(self):
        return self._control("GET", "journal")

    def clear_journal(self):
        self._control("DELETE", "journal")

    def set_faults(self, script):
        return self._control("PUT", "faults", script)

    @property
    def faults(self):
        return self._control("GET", "faults")

    @property
    def refusals(self):
        """Every documented refusal by name: status, code, text with {} for what it is about."""
        return {each["name"]: (each["status"], each["code"], each["message"])
                for each in self._control("GET", "refusals")}

    def clock(self, **wishes):
        """stand_at=SECONDS, advance=SECONDS, run=True"""
        return self._control("PUT", "clock", wishes)["now"]

    def wait_until_held(self, count=1):
        return self._control("GET", f"held?count={count}")["held"]

    def release(self):
        self._control("DELETE", "held")

    def files_of(self, target):
        """What user:…, group:… or account:me has, as a list."""
        kind, _, name = target.partition(":")
        state = self.state
        return (state["account"] if kind == "account" else state[kind + "s"][name])["files"]

    def token(self, **headers):
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        query = urllib.parse.urlencode({"grant_type": "account_credentials", "account_id": ACCOUNT})
        return self.ask("POST", "/oauth/token?" + query, "", Authorization="Basic " + basic, **headers)

    def sign_in(self):
        """The value of an Authorization header."""
        return "Bearer " + self.token().json["access_token"]


def sha256(content):
    return hashlib.sha256(content).hexdigest()
