"""The wheel: made twice with the same bytes, installed without a network, used from there, and its types checked."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from program import DEMO, SANITIZED, SOURCE

BUILDER = SOURCE / "tools" / "package" / "wheel.py"
LIBRARY = os.environ["MEDIA_PREFLIGHT_C_LIBRARY"]

if SANITIZED:
    sys.exit(77)  # the interpreter cannot load a library with a sanitizer


def made_in(folder, moment="1700000000"):
    environment = {**os.environ, "SOURCE_DATE_EPOCH": moment}
    made = subprocess.run([sys.executable, BUILDER, LIBRARY, folder], check=True, capture_output=True, text=True, env=environment)
    return pathlib.Path(made.stdout.strip())


class WheelTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="media-preflight-wheel-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_two_builds_have_the_same_bytes(self):
        self.assertEqual(made_in(self.folder / "a").read_bytes(), made_in(self.folder / "b").read_bytes())

    def test_it_holds_the_package_and_lists_all_that_it_holds(self):
        wheel = made_in(self.folder)
        self.assertRegex(wheel.name, r"^media_preflight-[0-9.]+-py3-none-manylinux_2_[0-9]+_[a-z0-9_]+\.whl$")
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            record = archive.read(next(name for name in names if name.endswith("/RECORD"))).decode()
        self.assertEqual([line.split(",")[0] for line in record.splitlines()], names)
        for name in ("__init__.py", "py.typed", "libmedia_preflight.so.0"):
            self.assertIn(f"media_preflight/{name}", names)

    def test_it_is_installed_without_a_network_and_judges(self):
        home = self.folder / "home"
        made = subprocess.run([sys.executable, "-m", "venv", home], capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("there is no module venv with pip (python3-venv)")
        python = home / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check", made_in(self.folder)],
                       check=True)
        program = f"import media_preflight; print(media_preflight.check({str(DEMO / 'IMG_4021.MOV')!r}).findings[0].rule)"
        shown = subprocess.run([python, "-I", "-c", program], check=True, capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(shown.stdout, "video-too-large\n")

    def test_types(self):
        if shutil.which("mypy") is None or subprocess.run(["/usr/bin/mypy", "--version"], capture_output=True, check=False).returncode != 0:
            self.skipTest("mypy is missing")
        use = self.folder / "use.py"
        use.write_text("import media_preflight\n"
                       "report: media_preflight.Report = media_preflight.check(b'', destination=media_preflight.Destination(max_bytes=1))\n"
                       "rule: str = report.findings[0].rule\n")
        done = subprocess.run(["/usr/bin/mypy", "--strict", "--cache-dir", self.folder / "cache", SOURCE / "lib" / "python" / "media_preflight", use],
                              capture_output=True, text=True, check=False, env={**os.environ, "MYPYPATH": str(SOURCE / "lib" / "python")})
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
