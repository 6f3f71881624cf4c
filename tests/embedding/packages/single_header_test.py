"""The core as one header: it compiles alone, twice in one program, and judges as the program of the README does."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
COMPILER = shutil.which("c++")


class SingleHeaderTest(unittest.TestCase):
    def test_the_program_of_the_readme_compiles_with_it_alone(self):
        if COMPILER is None:
            self.skipTest("there is no C++ compiler")
        lines = re.search(r"^```cpp\n#include <preflight/preflight.hpp>\n\n(.*?)^```$", (SOURCE / "README.md").read_text(encoding="utf-8"),
                          flags=re.MULTILINE | re.DOTALL)[1]
        with tempfile.TemporaryDirectory(prefix="media-preflight-header-") as folder:
            folder = pathlib.Path(folder)
            subprocess.run([sys.executable, SOURCE / "tools" / "package" / "amalgamate.py", folder / "media_preflight.hpp"], check=True)
            self.assertNotIn("#include <preflight/", (folder / "media_preflight.hpp").read_text(encoding="utf-8"))
            (folder / "first.cpp").write_text('#include "media_preflight.hpp"\n#include "media_preflight.hpp"\n#include <iostream>\n'
                                              f"int main() {{\nconst std::span<const unsigned char> bytes;\n{lines}\n}}\n")
            (folder / "second.cpp").write_text('#include "media_preflight.hpp"\n')
            subprocess.run([COMPILER, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "first.cpp", "second.cpp", "-o", "program"],
                           check=True, cwd=folder)
            shown = subprocess.run([folder / "program"], check=True, capture_output=True, text=True).stdout
        self.assertRegex(shown, r"^empty-file: [^\n]*\n$")


if __name__ == "__main__":
    unittest.main()
