"""What only a terminal gets: colours and its width."""

import re
import unittest

from program import CUT, PLAIN, PROGRAM, ProgramTest

ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class TerminalTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("cut.png", CUT)

    def test_lines_fit_and_have_colours(self):
        for columns in (60, 80):
            shown = self.on_terminal("check", "cut.png", columns=columns)
            self.assertIn("\x1b[1;31mFAIL\x1b[0m", shown)
            plain = ESCAPE.sub("", shown)
            self.assertLessEqual(max(map(len, plain.splitlines())), columns)
            self.assertIn("1 failed", plain)

    def test_what_the_environment_says_about_colours(self):
        self.assertNotRegex(self.on_terminal("check", "cut.png", environment={"NO_COLOR": "1"}), ESCAPE)
        self.assertRegex(self.on_terminal("check", "cut.png", environment={"NO_COLOR": ""}), ESCAPE)
        self.assertNotRegex(self.on_terminal("check", "cut.png", environment={"TERM": "dumb"}), ESCAPE)
        self.assertNotRegex(self.run_program("check", "cut.png").text, ESCAPE)
        self.assertNotRegex(self.run_program("check", "cut.png", env={**PLAIN, "CLICOLOR_FORCE": "0"}).text, ESCAPE)
        forced = self.run_program("check", "cut.png", "-o", "text", "-o", "text:out.txt", env={**PLAIN, "CLICOLOR_FORCE": "1"})
        self.assertRegex(forced.text, ESCAPE)
        self.assertNotRegex((self.folder / "out.txt").read_text(), ESCAPE)
        self.assertRegex(self.run_program("check", "cut.png", env={**PLAIN, "FORCE_COLOR": "1"}).text, ESCAPE)
        self.assertNotRegex(self.on_terminal("check", "cut.png", environment={"CLICOLOR": "0"}), ESCAPE)
        both = {**PLAIN, "CLICOLOR_FORCE": "1", "NO_COLOR": "1"}
        self.assertNotRegex(self.run_program("check", "cut.png", env=both).text, ESCAPE)

    def test_an_option_decides_about_colours_before_the_environment(self):
        for command in (["check", "cut.png"], ["explain", "truncated"], ["destinations"], ["explain"]):
            for environment in ({}, {"NO_COLOR": "1"}, {"CLICOLOR": "0"}, {"CLICOLOR_FORCE": "1"}, {"TERM": "dumb"}):
                with self.subTest(command=command, environment=environment):
                    everywhere = {**PLAIN, **environment}
                    self.assertRegex(self.run_program(*command, "--color", "always", env=everywhere).text, ESCAPE)
                    self.assertNotRegex(self.run_program(*command, "--color=never", env=everywhere).text, ESCAPE)
                    self.assertNotRegex(self.on_terminal(*command, "--color", "never", environment=environment), ESCAPE)
                    automatic = self.run_program(*command, "--color", "always", "--color", "auto", env=everywhere)
                    usual = self.run_program(*command, env=everywhere)
                    self.assertEqual(bool(ESCAPE.search(automatic.text)), bool(ESCAPE.search(usual.text)))
        refused = self.run_program("check", "cut.png", "--color", "yes")
        self.assertEqual(refused.status, 2)
        self.assertIn("choose from auto, always, never", refused.message)

    def test_a_short_run_says_nothing_of_its_progress(self):
        self.assertEqual(self.on_terminal("check", "cut.png", both=False), "")


if __name__ == "__main__":
    unittest.main()
