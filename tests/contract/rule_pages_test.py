"""docs/rules has a page about each rule, as `explain --output md` writes it.

With MEDIA_PREFLIGHT_BLESS=1 the pages are written instead."""

import json
import os
import re
import subprocess
import unittest

from program import PROGRAM, SOURCE

PAGES = SOURCE / "docs" / "rules"
EXAMPLES = SOURCE / "tools" / "media-preflight" / "commands" / "explain" / "rule_examples.hpp"


def explain(*arguments):
    return subprocess.run([PROGRAM, "explain", *arguments], stdout=subprocess.PIPE, check=True).stdout.decode()


RULES = json.loads(explain("--all", "--output", "json"))


class RulePagesTest(unittest.TestCase):
    maxDiff = None

    def test_there_is_a_page_about_each_rule_and_no_other(self):
        names = {f"{rule['rule']}.md" for rule in RULES}
        if "MEDIA_PREFLIGHT_BLESS" in os.environ:
            for page in PAGES.glob("*.md"):
                if page.name != "README.md":
                    page.unlink()
            for rule in RULES:
                (PAGES / f"{rule['rule']}.md").write_text(explain(rule["rule"], "--output", "md"))
        self.assertEqual({page.name for page in PAGES.glob("*.md")} - {"README.md"}, names)
        for rule in RULES:
            with self.subTest(rule=rule["rule"]):
                self.assertEqual((PAGES / f"{rule['rule']}.md").read_text(), explain(rule["rule"], "--output", "md"))

    def test_a_page_says_what_why_how_and_where_limits_come_from(self):
        for rule in RULES:
            page = explain(rule["rule"], "--output", "md")
            plain = page.replace("\\", "")
            for text in (f"# {rule['rule']}\n", rule["severity"], rule["summary"], "## Why", rule["why"], "## Fix", rule["fix"]):
                self.assertIn(text.replace("\\", ""), plain)
            self.assertEqual("## Limits" in page, rule["limits"] != [])
            for limit in rule["limits"]:
                self.assertIn(f"| `{limit['destination']}` | {limit['limit']} | {limit['source']} |".replace("\\", ""), plain)
                self.assertIn(limit["confidence"], page)
            self.assertLessEqual(set(re.findall(r"^## (\w+)", page, re.M)), {"Why", "Fix", "Limits", "Example"})

    def test_all_of_them_are_one_text(self):
        self.assertEqual(explain("--all", "-o", "md"), "\n".join(explain(rule["rule"], "-o", "md") for rule in RULES))
        self.assertEqual(explain("truncated", "malformed", "-o", "md"),
                         f"{explain('truncated', '-o', 'md')}\n{explain('malformed', '-o', 'md')}")

    def test_examples_are_messages_that_were_seen(self):
        seen = {}
        for line in (SOURCE / "tests" / "rules" / "messages.txt").read_text().splitlines():
            if head := re.fullmatch(r"([a-z0-9-]+) \(\w+\)", line):
                rule = head[1]
            elif line.startswith("      "):
                seen.setdefault(rule, set()).add(line.strip())
        pages = explain("--all", "-o", "md")
        examples = re.findall(r"^```text\n\w+ ([a-z0-9-]+): (.*)\n```$", pages, re.M)
        self.assertGreater(len(examples), 50)
        for rule, message in examples:
            self.assertIn(message, seen[rule], f"{EXAMPLES.name}: choose another message of {rule} from tests/rules/messages.txt")


if __name__ == "__main__":
    unittest.main()
