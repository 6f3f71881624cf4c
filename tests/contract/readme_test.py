"""README.md does not lie: its commands are run and its configuration is accepted; docs/rules lists the rules.

With MEDIA_PREFLIGHT_BLESS=1 it is brought up to date instead."""

import os
import pathlib
import re
import subprocess
import unittest

from program import PLAIN, PROGRAM, SOURCE, ProgramTest

README = SOURCE / "README.md"
RULE_LIST = SOURCE / "docs" / "rules" / "README.md"
CONSOLE = re.compile(r"(?<=```console\n)\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)(?=```\n)")
RULES = re.compile(r"(?<=<!-- rules -->\n)(?:.*\n)*?(?=<!-- /rules -->)")
ELAPSED = re.compile(r"\([0-9.,]+ m?s\)")


def output_of(command):
    path = f"{pathlib.Path(PROGRAM).parent}:{PLAIN['PATH']}"
    process = subprocess.run(["bash", "-c", command], cwd=SOURCE, env={**PLAIN, "PATH": path}, stdout=subprocess.PIPE, check=False)
    return ELAPSED.sub("(1 ms)", process.stdout.decode())


def table_of_rules():
    return subprocess.run([PROGRAM, "explain", "--output", "md"], stdout=subprocess.PIPE, check=True).stdout.decode()


def with_current_output(text):
    return CONSOLE.sub(lambda match: f"$ {match['command']}\n{output_of(match['command'])}", text)


def with_current_rules(text):
    return RULES.sub(lambda _: table_of_rules(), text)


class ReadmeTest(ProgramTest):
    def test_what_it_shows_is_what_happens(self):
        text = README.read_text()
        self.assertGreaterEqual(len(CONSOLE.findall(text)), 3)
        if "MEDIA_PREFLIGHT_BLESS" in os.environ:
            README.write_text(with_current_output(text))
        self.assertEqual(README.read_text(), with_current_output(text))

    def test_the_list_of_rules_is_the_rules(self):
        text = RULE_LIST.read_text()
        self.assertEqual(len(RULES.findall(text)), 1)
        if "MEDIA_PREFLIGHT_BLESS" in os.environ:
            RULE_LIST.write_text(with_current_rules(text))
        self.assertEqual(RULE_LIST.read_text(), with_current_rules(text))

    def test_the_configuration_it_shows_is_accepted_and_does_what_it_says(self):
        for page in (README, SOURCE / "docs" / "destinations.md"):
            configuration = re.search(r"```toml\n(.*?)```", page.read_text(), re.S)[1]
            self.write("media-preflight.toml", configuration)
            self.write("picture.png")
            answer = self.check("picture.png")
            self.assertEqual(answer.lines[0]["destination"], "town-hall", answer.message)
            self.assertEqual(answer.rules("picture.png"), ["low-resolution"])

    def test_its_lines_of_code_are_compiled(self):
        code = "".join(re.findall(r"```cpp\n(.*?)```", README.read_text(), re.S))
        compiled = [line.strip() for line in (SOURCE / "tests" / "contract" / "readme_example_test.cpp").read_text().splitlines()]
        for line in code.splitlines():
            self.assertIn(line.strip(), compiled)

    def test_the_files_it_names_are_there(self):
        for name in re.findall(r"\]\(([^):]+)\)", README.read_text()):
            self.assertTrue((SOURCE / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
