"""`bench sending`: a batch against the stand-in for Zoom's API without rate limits, beside curl, which judges nothing."""

import base64
import json
import os
import pathlib
import shutil
import struct
import subprocess
import urllib.request
import zlib

from . import process, ratios

FILES = 1_000
CURL_STARTS = 100
LARGE_FILES = 16
LARGE_BYTES = 15 << 20  # what the service takes at most
PARALLEL = (1, 8)
FIELDS = {"ZOOM_ACCOUNT_ID": "rehearsal-account", "ZOOM_CLIENT_ID": "rehearsal-client",
          "ZOOM_CLIENT_SECRET": "rehearsal-secret"}


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _picture(number, bytes_in_all=0):
    """1280x720; no two numbers have the same bytes. What is missing in size is a private chunk."""
    rows = zlib.compress((b"\0" + bytes([number % 256]) * 1280) * 720, 1)
    head = (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1280, 720, 8, 0, 0, 0, 0))
            + _chunk(b"tEXt", b"Comment\0" + str(number).encode()))
    rest = _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    missing = bytes_in_all - len(head) - len(rest) - 12
    return head + (_chunk(b"prVt", os.urandom(missing)) if missing > 0 else b"") + rest


def _token(url):
    """As a script gets it with Server-to-Server OAuth."""
    asked = urllib.request.Request(
        f"{url}/oauth/token?grant_type=account_credentials&account_id={FIELDS['ZOOM_ACCOUNT_ID']}", b"")
    login = f"{FIELDS['ZOOM_CLIENT_ID']}:{FIELDS['ZOOM_CLIENT_SECRET']}"
    asked.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)["access_token"]


class _Batch:
    """Files, each for a user of its own, and the stand-in that they are sent to."""

    def __init__(self, places, name, count, bytes_in_all=0):
        self.places = places
        self.count = count
        self.folder = pathlib.Path(places.cache) / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files = [self.folder / f"{number}.png" for number in range(count)]
        for number, file in enumerate(self.files):
            if not file.exists():
                file.write_bytes(_picture(number, bytes_in_all))
        (self.folder / "people.csv").write_text(
            "target,file\n" + "".join(f"user{n}@example.com,{n}.png\n" for n in range(count)), encoding="utf-8")

    def with_server(self, run):
        """Each time a new one, for what was sent before would be there already."""
        server = subprocess.Popen([str(self.places.programs / "zoom-server"), "--any-target", "--plan", "off", "--seconds",
                                   "900"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        try:
            url = server.stdout.readline().decode().strip()
            cost = run(url)
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
        return cost

    def upload(self, parallel):
        def run(url):
            state = self.folder / "state"
            shutil.rmtree(state, ignore_errors=True)
            environment = {**os.environ, **FIELDS, "ZOOM_API_URL": url + "/v2", "ZOOM_OAUTH_URL": url + "/oauth/token",
                           "XDG_STATE_HOME": str(state)}
            command = [str(self.places.programs / "media-preflight"), "upload", "--csv", str(self.folder / "people.csv"),
                       "--calls-per-second", "0", "--parallel", str(parallel), "--output", "ndjson"]
            return process.run(command, environment=environment)
        return self.with_server(run)

    def _requests(self, url, token):
        """One request a block of options, as curl reads them."""
        head = f'silent\nfail\noutput = "/dev/null"\nheader = "Authorization: Bearer {token}"\n'
        return [head + f'form = "file=@{file};type=image/png"\n'
                f'url = "{url}/v2/users/user{number}@example.com/settings/virtual_backgrounds"\n'
                for number, file in enumerate(self.files)]

    def curl(self, parallel):
        def run(url):
            script = self.folder / "curl.txt"
            script.write_text("next\n".join(self._requests(url, _token(url))), encoding="utf-8")
            at_once = ["--parallel", "--parallel-max", str(parallel)] if parallel > 1 else []
            return process.run(["curl", "-q", *at_once, "--config", str(script)])
        return self.with_server(run)

    def curl_each(self):
        def run(url):
            scripts = []
            for number, text in enumerate(self._requests(url, _token(url))):
                scripts.append(self.folder / f"curl{number}.txt")
                scripts[-1].write_text(text, encoding="utf-8")
            return process.run_each([["curl", "-q", "--config", str(each)] for each in scripts],
                                    str(self.folder / "curl.out"))
        return self.with_server(run)


def measure(places, times, share, tell):
    small = _Batch(places, "sending", FILES // share)
    few = _Batch(places, "sending-few", CURL_STARTS // share)
    large = _Batch(places, "sending-large", LARGE_FILES // min(share, 4), LARGE_BYTES)
    subjects = [(f"ours, --parallel {parallel}", small, lambda p=parallel: small.upload(p)) for parallel in PARALLEL]
    if places.has("curl"):
        subjects += [(f"curl, one process, {parallel} at once", small, lambda p=parallel: small.curl(p))
                     for parallel in PARALLEL]
        subjects.append(("curl, a process each", few, few.curl_each))
    records = []
    for _ in range(times):
        for name, batch, run in subjects:
            records.append({"group": "sending", "subject": name, "files": batch.count, **run()})
            tell(f"{name}: {records[-1]['seconds']:.2f} s")
    memory = []
    for parallel in PARALLEL:
        cost = large.upload(parallel)
        memory.append({"parallel": parallel, "files": large.count, "bytes_each": LARGE_BYTES, "status": cost["status"],
                       "seconds": cost["seconds"], "peak_kib": cost["peak_kib"]})
    return {"runs": records, "memory": memory}


def shown(found):
    rows = []
    for name in dict.fromkeys(each["subject"] for each in found["runs"]):
        times = ratios.spread(ratios.per_file(found["runs"], "sending", name))
        files = next(each["files"] for each in found["runs"] if each["subject"] == name)
        rows.append((name, files, ratios.in_words(times["median"]), f"{1 / times['median']:.0f}",
                     *(ratios.in_words(times[key]) for key in ("min", "max"))))
    text = ratios.table(("who sends", "files", "time per file: median", "files per second", "min", "max"), rows)
    for each in found["memory"]:
        text += (f"\n\n{each['files']} files of {each['bytes_each'] >> 20} MiB with --parallel {each['parallel']}: at most "
                 f"{each['peak_kib'] / 1024:.0f} MiB in one process, {each['files'] / each['seconds']:.1f} files per second.")
    return text
