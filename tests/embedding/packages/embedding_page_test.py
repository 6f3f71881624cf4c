"""The programs of docs/embedding.md, each built and run as it stands there."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from program import DEMO, SANITIZED, SOURCE

if SANITIZED:
    sys.exit(77)  # neither a C program nor an interpreter can load a library with a sanitizer

import npm_package
import staged_package

LIBRARY = pathlib.Path(os.environ["MEDIA_PREFLIGHT_C_LIBRARY"])
PAGE = (SOURCE / "docs" / "embedding.md").read_text(encoding="utf-8")
MOST_LINES = 20
GOOD, BAD = str(DEMO / "lobby.png"), str(DEMO / "IMG_4021.MOV")


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[1]


class EmbeddingPageTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="media-preflight-page-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, language):
        path = self.folder / name
        path.write_text(block(language), encoding="utf-8")
        return path

    def run_both(self, *command, statuses=(0, 1), **options):
        for path, status in zip((GOOD, BAD), statuses):
            done = subprocess.run([*command, path], capture_output=True, text=True, check=False, **options)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertEqual("video-too-large" in done.stdout, path == BAD, done.stdout)

    def compile(self, compiler, source, *flags):
        program = self.folder / "program"
        subprocess.run([compiler, *flags, "-Wall", "-Wextra", "-Wpedantic", "-Werror", source, *self.linked, "-o", program], check=True)
        return program

    linked = ()

    def test_programs_are_short(self):
        for language in ("cpp", "c", "go", "python", "js"):
            self.assertLessEqual(len(block(language).splitlines()), MOST_LINES)

    @unittest.skipIf(shutil.which("c++") is None, "there is no C++ compiler")
    def test_cpp(self):
        self.run_both(self.compile("c++", self.write("page.cpp", "cpp"), "-std=c++20", f"-I{SOURCE / 'lib'}"))

    @unittest.skipIf(shutil.which("cc") is None, "there is no C compiler")
    def test_c(self):
        self.linked = (LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}")
        self.run_both(self.compile("cc", self.write("page.c", "c"), "-std=c99", f"-I{SOURCE / 'lib' / 'c' / 'include'}"))

    @unittest.skipIf(shutil.which("go") is None, "there is no Go")
    def test_go(self):
        (self.folder / "media-preflight-c.pc").write_text(
            "Name: media-preflight-c\nDescription: built, not installed\nVersion: 0\n"
            f"Cflags: -I{SOURCE / 'lib' / 'c' / 'include'}\nLibs: -L{LIBRARY.parent} -lmedia_preflight\n")
        environment = {**os.environ, "PKG_CONFIG_PATH": str(self.folder), "GOCACHE": os.path.join(os.environ["MEDIA_PREFLIGHT_BUILD_DIR"], "go-cache"), "GOFLAGS": "-mod=mod",
                       "LD_LIBRARY_PATH": str(LIBRARY.parent), "HOME": str(self.folder), "CGO_CFLAGS": "-Wall -Werror -O1"}
        program = self.folder / "program"
        subprocess.run(["go", "build", "-o", program, self.write("page.go", "go")], check=True, env=environment, cwd=self.folder)
        self.run_both(program, statuses=(0, 0), env=environment)

    def test_python(self):
        self.run_both(sys.executable, self.write("page.py", "python"), env={**os.environ, "PYTHONPATH": str(staged_package.stage())})

    def test_javascript(self):
        try:
            folder = npm_package.install()
        except npm_package.Missing as missing:
            self.skipTest(str(missing))
        page = folder / "page.mjs"
        page.write_text(block("js"), encoding="utf-8")
        self.run_both(npm_package.NODE, page)


if __name__ == "__main__":
    unittest.main()
