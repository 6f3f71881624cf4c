"""The HTML report in a browser: it stands by itself, its filters work, and no name breaks out of it."""

import base64
import hashlib
import html.parser
import json
import os
import re
import shutil
import subprocess
import unittest

from node_packages import SOURCE, node_packages, skip
from program import CUT, DEMO, GOOD, SMALL, ProgramTest, png

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if not CHROMIUM:
    skip("chromium is not installed")
PACKAGES = node_packages()

HOSTILE = [b"<script>alert(1)<script>.png", b"\"><img src=x onerror=alert(2)>.png", b"'-alert(3)-'.png", b"&lt;b&gt;.png", b"<!--.png",
           b"line\nfeed.png", b"\x1b[31m.png", b"\xff\xfe.png", "\u202egnp.exe".encode() + b".png", b"</article><h1>.png".replace(b"/", b"\\"),
           b"`${alert(4)}`.png", b"javascript:alert(5).png"]


class Page(html.parser.HTMLParser):
    """Every element with its attributes, and the text of those that hold a name."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.names = []
        self.in_name = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "name":
            self.in_name = True
            self.names.append("")

    def handle_endtag(self, tag):
        self.in_name = self.in_name and tag != "span"

    def handle_data(self, data):
        if self.in_name:
            self.names[-1] += data


class HtmlTest(ProgramTest):
    def page(self, *paths):
        answer = self.run_program("check", *paths, "--output", "html:report.html")
        self.assertIn(answer.status, (0, 1), answer.message)
        return (self.folder / "report.html").read_text(encoding="utf-8")

    def in_browser(self, *more):
        run = subprocess.run(["node", SOURCE / "page.mjs", self.folder / "report.html", CHROMIUM, *more], check=False, capture_output=True, text=True,
                             timeout=300, env={**os.environ, "NODE_PACKAGES_FOLDER": str(PACKAGES)})
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def test_two_thousand_files(self):
        contents = [CUT, SMALL, GOOD, png(640, 360, 9)[:-20]]
        for number in range(2000):
            self.write(f"folder {number % 7}/{['cut', 'small', 'good', 'both'][number % 4]} {number}.png", contents[number % 4])
        self.page(".")
        self.assertLess((self.folder / "report.html").stat().st_size, 20_000_000)
        happened = self.in_browser()
        self.assertEqual((happened["requests"], happened["messages"]), ([], []))
        self.assertEqual((happened["all"], happened["after_escape"]), (2000, 2000))
        self.assertEqual(len(happened["failing"]), 1000)
        self.assertEqual({file["verdict"] for file in happened["failing"]}, {"fail"})
        self.assertEqual(happened["failing_or_warned"], 2)
        self.assertEqual(len(happened["of_rule"]), 1000)
        self.assertTrue(all("low-resolution" in file["rules"] for file in happened["of_rule"]))
        self.assertEqual(len(happened["of_rule_and_failing"]), 500)
        self.assertEqual({file["folder"] for file in happened["folder"]["files"]}, {happened["folder"]["name"]})
        self.assertIn(len(happened["folder"]["files"]), (285, 286))
        self.assertEqual(happened["nothing"], {"files": 0, "says": True, "shown": "0 of 2,000 files"})
        self.assertEqual(len(happened["searched"]), 500)
        self.assertEqual((happened["second"], happened["first"]), (1, 0))
        self.assertTrue(happened["help"] and happened["help_closed"] and happened["theme"])
        self.assertEqual(happened["without_script"], {"files": 2000, "tools": False})

    def test_accessible(self):
        for number, name in enumerate(HOSTILE):
            self.write(name, [CUT, SMALL][number % 2])
        self.write("cut.png", CUT)
        self.write("big.png", GOOD + bytes(16 << 20))
        self.page(DEMO, ".")
        happened = self.in_browser("axe")
        self.assertEqual((happened["violations"], happened["requests"], happened["messages"]), ([], [], []))
        self.assertTrue(happened["copied"])

    def test_no_name_breaks_out(self):
        expected = Page(self.page(DEMO)).elements
        for number, name in enumerate(HOSTILE):
            self.write(b"in " + name + b"/" + name, [CUT, SMALL][number % 2])
        page = Page(self.page("."))
        allowed = {tag for tag, _ in expected}
        for tag, attributes in page.elements:
            self.assertIn(tag, allowed)
            self.assertFalse([name for name in attributes if name.startswith("on")], attributes)
        self.assertEqual(len([tag for tag, _ in page.elements if tag in ("script", "style", "h1")]), 3)
        lines = self.run_program("check", ".", "--output", "concise").text.splitlines()
        shown = {line.split(": ")[0].rpartition("/")[2] for line in lines}
        self.assertEqual(set(page.names), shown)
        self.assertFalse(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "".join(page.names)))

    def test_the_policy_admits_what_is_on_the_page_and_nothing_else(self):
        text = self.page(DEMO)
        policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', text).group(1)
        self.assertTrue(policy.startswith("default-src 'none'; "), policy)
        self.assertNotIn("unsafe", policy)
        for element in ("style", "script"):
            content = re.search(f"<{element}>(.*?)</{element}>", text, re.DOTALL).group(1)
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            self.assertIn(f"{element}-src 'sha256-{digest}'", policy, f"page_{element}_hash in output/html/page.hpp has to be {digest}")


if __name__ == "__main__":
    unittest.main()
