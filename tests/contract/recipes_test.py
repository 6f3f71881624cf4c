"""Follows each recipe of CONTRIBUTING.md in a copy of the library, builds that, and asks for what was added."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from program import SOURCE, ProgramTest

RECIPES = SOURCE / "tests" / "contract" / "recipes"
GUIDE = (SOURCE / "CONTRIBUTING.md").read_text()

# The file to add, where it goes, and for each list that names it the line after which its own line comes.
MEMBERS = (
    ("name_has_space", "lib/preflight/rules/format", "lib/preflight/rules/all.hpp",
     (("#include <preflight/rules/limits/video_too_small.hpp>", "#include <preflight/rules/format/name_has_space.hpp>"),
      ("    &rules::extension_missing,", "    &rules::name_has_space,"))),
    ("farbfeld", "lib/preflight/sniff", "lib/preflight/sniff/sniffers.hpp",
     (("#include <preflight/sniff/png.hpp>", "#include <preflight/sniff/farbfeld.hpp>"),
      ("using all_sniffers = sniffer_list<", "detail::sniffers::farbfeld, "))),
    ("example_avatar", "lib/preflight/destinations", "lib/preflight/destinations/all.hpp",
     (("#include <preflight/destinations/zoom_picture.hpp>", "#include <preflight/destinations/example_avatar.hpp>"),
      ("    &destinations::zoom_picture,", "    &destinations::example_avatar,"))),
    ("paths", "lib/preflight/output", "lib/preflight/output/all.hpp",
     (("#include <preflight/output/junit.hpp>", "#include <preflight/output/paths.hpp>"),
      ("    &writers::github,", "    &writers::paths,"))),
)
FORMAT = "lib/preflight/facts/format_table.hpp"
FORMAT_ROW = '    {format::farbfeld, "farbfeld", "image/x-farbfeld", kind::image, "a farbfeld picture", {"ff"}},\n'


def insert(path, behind, line):
    text = path.read_text()
    assert text.count(behind) == 1, f"{path}: {behind}"
    path.write_text(text.replace(behind, behind + ("\n" if not behind.endswith("<") else "") + line))


class RecipesTest(ProgramTest):
    def test_a_rule_a_format_a_destination_and_an_output_are_added_as_the_guide_says(self):
        copy = pathlib.Path(self.folder) / "copy"
        for name in ("lib", "cmake"):
            shutil.copytree(SOURCE / name, copy / name)
        shutil.copy(SOURCE / "CMakeLists.txt", copy)
        for name, room, where, lines in MEMBERS:
            self.assertIn(where, GUIDE)
            shutil.copy(RECIPES / f"{name}.hpp", copy / room)
            for behind, line in lines:
                insert(copy / where, behind, line)
        self.assertIn(FORMAT, GUIDE)
        text = (copy / FORMAT).read_text()
        text = re.sub(r"\bempty, unknown,", "farbfeld, empty, unknown,", text, count=1)
        text = re.sub(r"^ *\{format::empty,", FORMAT_ROW + r"\g<0>", text, count=1, flags=re.M)
        (copy / FORMAT).write_text(text)

        build = pathlib.Path(self.folder) / "build"
        for command in (["cmake", "-S", RECIPES, "-B", build, "-G", "Ninja", f"-DSOURCE_COPY={copy}"],
                        ["cmake", "--build", build, "--target", "recipes"], [build / "recipes"]):
            process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500, env=dict(os.environ))
            self.assertEqual(process.returncode, 0, process.stdout + process.stderr)

    def test_no_recipe_has_more_than_ten_lines(self):
        recipes = re.findall(r"^## (Add .*?)\n(.*?)(?=^## |\Z)", GUIDE, re.S | re.M)
        self.assertEqual(len(recipes), 4)
        for title, text in recipes:
            self.assertLessEqual(len(text.strip().splitlines()), 10, title)


if __name__ == "__main__":
    unittest.main()
