"""check() of the Python package: every kind of source, and those that lie."""

import gc
import io
import os
import pathlib
import re
import sys
import tempfile
import threading
import unittest

from program import CUT, DEMO, GOOD, SANITIZED, SMALL, SOURCE

if SANITIZED:
    sys.exit(77)  # the interpreter cannot load a library with a sanitizer

import staged_package

staged_package.stage()
import media_preflight  # pylint: disable=wrong-import-position
from media_preflight import Destination, check  # pylint: disable=wrong-import-position


class Unseekable(io.RawIOBase):
    """A pipe: gives at most `most` bytes a call."""

    def __init__(self, content, most=1000):
        super().__init__()
        self.content = io.BytesIO(content)
        self.most = most

    def readable(self):
        return True

    def readinto(self, buffer):
        return self.content.readinto(memoryview(buffer)[: self.most])


class Lying:
    """A file object of which some of the methods do something else."""

    def __init__(self, content, **methods):
        self.file = io.BytesIO(content)
        self.methods = methods

    def __getattr__(self, name):
        return self.methods[name] if name in self.methods else getattr(self.file, name)


class CheckTest(unittest.TestCase):
    maxDiff = None

    def test_every_kind_of_source_gives_the_same_line(self):
        line = check(GOOD, name="a.png").json
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "other.png"
            path.write_bytes(GOOD)
            self.assertEqual(check(path, name="a.png").json, line)
            self.assertEqual(check(str(path)).json, check(GOOD, name=path).json)
            with open(path, "rb") as file:
                self.assertEqual(check(file).json, check(GOOD, name=path).json)
                self.assertEqual(check(file, name="a.png").json, line)
        for source in (bytearray(GOOD), memoryview(GOOD), memoryview(bytearray(GOOD)), io.BytesIO(GOOD), Unseekable(GOOD),
                       io.BufferedReader(Unseekable(GOOD)), memoryview(bytearray(GOOD + b"\0" * (-len(GOOD) % 8))).cast("Q").cast("B")[: len(GOOD)]):
            self.assertEqual(check(source, name="a.png").json, line)

    def test_a_report_says_what_the_line_says(self):
        report = check(DEMO / "IMG_4021.MOV")
        self.assertEqual(report.verdict, "fail")
        self.assertEqual([finding.rule for finding in report.findings], ["video-too-large", "video-rotated"])
        self.assertEqual((report.findings[0].actual, report.findings[0].limit, report.findings[0].severity), ("1080x1920", "1920x1080", "error"))
        self.assertEqual((report.facts["width"], report.facts["format"], report.facts["has_alpha"]), (1080, "mov", None))
        self.assertNotIn("findings", report.facts)
        self.assertIn("video-rotated", repr(report))

    def test_only_what_is_needed_is_read_of_a_file_that_can_seek(self):
        class Counting(io.BytesIO):
            total = 0

            def read(self, size=-1):
                content = super().read(size)
                self.total += len(content)
                return content

        file = Counting(GOOD + b"\0" * 10_000_000)
        file.seek(5)
        report = check(file, name="a.png", depth="header")
        self.assertLess(file.total, 10_000)
        self.assertEqual(file.total, report.facts["bytes_read"])
        self.assertEqual(file.tell(), 5)

    def test_a_path_that_cannot_be_read_fails_and_raises_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkfifo(os.path.join(folder, "fifo.png"))
            for name in ("missing.png", "fifo.png", "."):
                report = check(os.path.join(folder, name))
                self.assertEqual((report.verdict, report.findings[0].rule), ("fail", "unreadable"))
                with self.assertRaises(OSError):
                    check(os.path.join(folder, name), name="a.png")

    def test_depth_and_destination(self):
        # Its end lies after what is read for its headers.
        cut = CUT[:-12] + b"\0" * 8000
        self.assertEqual(check(cut, name="a.png", depth="header").verdict, "pass")
        self.assertEqual(check(cut, name="a.png").verdict, "fail")
        self.assertIn("not-square", [finding.rule for finding in check(GOOD, name="a.png", destination="zoom-picture").findings])
        for wrong in ({"depth": "decode"}, {"depth": ""}, {"destination": "zoom"}, {"destination": "zoom-picture\0"}, {"name": "a\0b"},
                      {"destination": ""}):
            with self.assertRaises(ValueError):
                check(GOOD, **wrong)
        for wrong in ({"destination": 5}, {"destination": None}, {"name": 5}, {"destination": b"zoom-picture"}):
            with self.assertRaises(TypeError):
                check(GOOD, **wrong)

    def test_what_is_no_source(self):
        for wrong in (None, 5, object(), [GOOD], {}, check):
            with self.assertRaises(TypeError):
                check(wrong)
        with self.assertRaises(ValueError):
            check("a\0b")
        with self.assertRaises(ValueError):
            check(memoryview(bytearray(100))[::2])
        with self.assertRaises(ValueError):
            check(io.StringIO("text"))
        closed = io.BytesIO(GOOD)
        closed.close()
        with self.assertRaises(ValueError):
            check(closed)

    def test_file_objects_that_lie_are_errors_or_fail(self):
        def fail(*_):
            raise OSError(5, "no")

        for methods, error in (({"seek": lambda *_: -1}, ValueError), ({"seek": lambda *_: 1 << 70}, ValueError),
                               ({"seek": lambda *_: None}, ValueError), ({"read": lambda _: None}, OSError), ({"read": fail}, OSError),
                               ({"read": lambda _: "text"}, ValueError), ({"read": lambda _: 7}, ValueError), ({"seek": fail}, OSError),
                               ({"tell": fail}, OSError)):
            with self.subTest(methods=list(methods)), self.assertRaises(error):
                check(Lying(GOOD, **methods), name="a.png")
        # It ends before the size that it claims.
        report = check(Lying(GOOD, seek=lambda *_: (1 << 63) - 1), name="a.png")
        self.assertEqual(report.verdict, "fail")
        self.assertEqual(check(Lying(GOOD, read=lambda _: b""), name="a.png").findings[0].rule, "unreadable")
        # More than was asked for, and less.
        whole = check(GOOD, name="a.png").json
        one, more = io.BytesIO(GOOD), io.BytesIO(GOOD)
        self.assertEqual(check(Lying(GOOD, seek=one.seek, read=lambda _: one.read(1)), name="a.png").json, whole)
        self.assertEqual(check(Lying(GOOD, seek=more.seek, read=lambda _: more.read() + b"more"), name="a.png").json, whole)
        self.assertEqual(check(Lying(GOOD, read=lambda n: io.BytesIO(b"\0" * n).read()), name="a.png").verdict, "fail")

    def test_what_has_no_end_is_not_kept(self):
        class Endless(io.RawIOBase):
            def readable(self):
                return True

            def read(self, size=-1):
                return bytes(size)

        with self.assertRaises(OSError):
            check(Endless())

    def test_names_of_any_bytes(self):
        self.assertIn('"path":"\ufffd.png","path_base64":"/y5wbmc="', check(GOOD, name=b"\xff.png").json)
        self.assertEqual(check(GOOD, name="\udcff.png").json, check(GOOD, name=b"\xff.png").json)
        self.assertIn('"path":""', check(GOOD).json)
        with self.assertRaises(ValueError):
            check(GOOD, name="\ud800.png")

    def test_eight_threads(self):
        own = Destination(extends="zoom-background", max_bytes=1000)
        expected = [check(source, name="a.png", destination=own).json for source in (GOOD, SMALL, CUT)]
        wrong = []

        def work():
            for _ in range(200):
                got = [check(source, name="a.png", destination=own).json for source in (GOOD, bytearray(SMALL), io.BytesIO(CUT))]
                if got != expected:
                    wrong.append(got)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class DestinationTest(unittest.TestCase):
    def test_limits_of_ones_own(self):
        own = Destination("town-hall", extends="zoom-background", formats=["jpeg"], title="the stage", picture_min=(1920, 1080), aspect="1:1")
        rules = [finding.rule for finding in check(GOOD, name="a.png", destination=own).findings]
        self.assertEqual(rules[0], "format-not-accepted")
        self.assertIn('"destination":"town-hall"', check(GOOD, destination=own).json)
        self.assertEqual(own.name, "town-hall")

    def test_every_limit_of_the_table_has_a_name_here(self):
        table = (SOURCE / "lib" / "preflight" / "destinations" / "limit_table.hpp").read_text(encoding="utf-8")
        keys = re.findall(r'limit_entry\{"([a-z0-9-]+)"', table)
        self.assertGreater(len(keys), 10)
        for key in keys:
            taken = 0
            for value in (True, 17, (4, 3), ["png", "jpeg"], "no value"):
                try:
                    Destination(extends="zoom-background", **{key.replace("-", "_"): value})
                    taken += 1
                except ValueError:
                    pass
            self.assertGreaterEqual(taken, 1, key)

    def test_what_is_no_limit(self):
        for wrong in ({"max_byte": 1}, {"max_bytes": 0}, {"max_bytes": -1}, {"max_bytes": 1 << 80}, {"max_bytes": "1 MB"}, {"formats": []},
                      {"formats": ["gzip"]}, {"video_max": (1, 0)}, {"extends": "custom"}, {"name": ""}, {"name": "zoom-picture"}, {"title": ""},
                      {"title": "a\0b"}):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                Destination(**wrong)
        for wrong in ({"max_bytes": 1.5}, {"max_bytes": None}, {"name": 5}, {"extends": 5}):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                Destination(**wrong)
        with self.assertRaises(ValueError):
            check(GOOD, destination=Destination(max_bytes=1, safe_max_bytes=2))

    def test_one_that_nobody_keeps_lives_as_long_as_the_check(self):
        for _ in range(100):
            report = check(GOOD, name="a.png", destination=Destination("a" * 100, extends="zoom-picture"))
            gc.collect()
            self.assertIn("a" * 100, report.json)


class VersionTest(unittest.TestCase):
    def test_it_is_that_of_the_project(self):
        self.assertIn(f"VERSION {media_preflight.version()} ", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
