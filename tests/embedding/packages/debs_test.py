"""The Debian packages, made of the build that is tested: what is in which, what they need, the same bytes twice, and no error of
lintian."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from program import SANITIZED

BUILD = pathlib.Path(os.environ["MEDIA_PREFLIGHT_BUILD_DIR"])

if SANITIZED or shutil.which("dpkg-deb") is None or not (BUILD / "CPackConfig.cmake").exists():
    sys.exit(77)


def made_in(folder):
    """By name of the package."""
    subprocess.run(["cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
    return {path.name.split("_")[0]: path for path in folder.glob("*.deb")}


def field(package, name):
    return subprocess.run(["dpkg-deb", "-f", package, name], check=True, capture_output=True, text=True).stdout.strip()


def files(package):
    """Without folders, from the root on."""
    listed = subprocess.run(["dpkg-deb", "-c", package], check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[5].removeprefix(".") for line in listed if not line.startswith("d")}


class DebsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="media-preflight-debs-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.packages = made_in(cls.folder / "a")

    def test_each_part_is_a_package(self):
        self.assertEqual(set(self.packages), {"media-preflight", "media-preflight-decoders", "media-preflight-sender", "libmedia-preflight0",
                                              "libmedia-preflight-dev"})

    def test_what_is_in_which(self):
        program = files(self.packages["media-preflight"])
        self.assertIn("/usr/bin/media-preflight", program)
        self.assertEqual([path for path in program if "/lib" in path], [])
        self.assertTrue(any(path.endswith("/media-preflight-decode-worker") for path in files(self.packages["media-preflight-decoders"])))
        self.assertTrue(any(path.endswith("/media-preflight-upload") for path in files(self.packages["media-preflight-sender"])))
        self.assertTrue(any(path.endswith("/libmedia_preflight.so.0") for path in files(self.packages["libmedia-preflight0"])))
        development = files(self.packages["libmedia-preflight-dev"])
        for path in ("/usr/include/preflight/preflight.h", "/usr/include/preflight/preflight.hpp", "/usr/share/pkgconfig/media-preflight.pc",
                     "/usr/share/cmake/media_preflight/media_preflight-config.cmake"):
            self.assertIn(path, development)
        for ending in ("/pkgconfig/media-preflight-c.pc", "/libmedia_preflight_engine.a", "/libmedia_preflight.so"):
            self.assertTrue(any(path.endswith(ending) for path in development), ending)

    def test_no_file_is_in_two(self):
        every = [path for package in self.packages.values() for path in files(package)]
        self.assertEqual(len(every), len(set(every)))

    def test_the_program_needs_no_codec_and_no_network(self):
        needed = {wanted.split()[0] for wanted in field(self.packages["media-preflight"], "Depends").split(", ")}
        self.assertLessEqual(needed, {"libc6", "libgcc-s1", "libstdc++6", "libssl3", "libssl3t64"})
        self.assertEqual(field(self.packages["media-preflight"], "Recommends"), "media-preflight-decoders, media-preflight-sender")
        self.assertLessEqual({wanted.split()[0] for wanted in field(self.packages["libmedia-preflight0"], "Depends").split(", ")}, {"libc6"})

    def test_two_times_give_the_same_bytes(self):
        again = made_in(self.folder / "b")
        for name, package in self.packages.items():
            self.assertEqual(package.read_bytes(), again[name].read_bytes(), name)

    def test_lintian_finds_no_error(self):
        if shutil.which("lintian") is None:
            self.skipTest("lintian is missing")
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", *self.packages.values()], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
