"""Runs the program the way a shell does, in a folder of its own. For the tests beside this file."""

import fcntl
import json
import os
import pathlib
import pty
import signal
import struct
import subprocess
import tempfile
import termios
import unittest
import zlib

PROGRAM = os.environ["MEDIA_PREFLIGHT_PROGRAM"]
SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
DEMO = SOURCE / "testdata" / "demo"


def _is_sanitized():
    """Reads piece by piece: what this process holds counts as what the programs that it starts held."""
    before = b""
    with open(PROGRAM, "rb") as program:
        while piece := program.read(1 << 20):
            if b"__asan_init" in before + piece or b"__tsan_init" in before + piece:
                return True
            before = piece[-16:]
    return False


SANITIZED = _is_sanitized()

# A shell starts what it runs in the background with this one ignored, and the program would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

PLAIN = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR")}


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1280, height=720, shade=0):
    """A grey picture; no two shades have the same bytes."""
    rows = zlib.compress((b"\0" + bytes([shade]) * width) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


GOOD = png()
SMALL = png(640, 360)
CUT = GOOD[:-20]


class Answer:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def text(self):
        return self.out.decode()

    @property
    def message(self):
        return self.err.decode()

    @property
    def lines(self):
        """Of --output ndjson: the files, without the summary."""
        return [each for each in map(json.loads, self.out.splitlines()) if each["type"] == "file"]

    @property
    def paths(self):
        return [each["path"] for each in self.lines]

    @property
    def summary(self):
        return json.loads(self.out.splitlines()[-1])

    def rules(self, path):
        found = [each for each in self.lines if each["path"] == path]
        return [finding["rule"] for finding in found[0]["findings"]] if found else None


class ProgramTest(unittest.TestCase):
    """Each test has an empty folder, which is the working folder of the program."""

    maxDiff = None

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="media-preflight-test-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)

    def write(self, name, content=GOOD):
        path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        return (self.folder / name).read_bytes()

    def names(self):
        return sorted(os.listdir(self.folder))

    def run_program(self, *arguments, stdin=subprocess.DEVNULL, given=None, timeout=60, **more):
        options = {"cwd": self.folder, "env": PLAIN, "timeout": timeout, **more}
        source = {"input": given} if given is not None else {"stdin": stdin}
        return Answer(subprocess.run([PROGRAM, *arguments], capture_output=True, check=False, **source, **options))

    def on_terminal(self, *arguments, columns=60, both=True, environment=None):
        """What appears on a terminal of that width. With both=False standard output is not the terminal."""
        master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stderr=terminal,
                                   stdout=terminal if both else subprocess.DEVNULL, env={**PLAIN, "TERM": "xterm", **(environment or {})})
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other end was closed
                break
            if not piece:
                break
            shown += piece
        os.close(master)
        process.wait()
        return shown.decode()

    def check(self, *arguments, **more):
        return self.run_program("check", "--output", "ndjson", *arguments, **more)
