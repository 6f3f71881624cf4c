"""What a run adds to the file that GITHUB_STEP_SUMMARY names."""

import json
import resource
import unittest

from program import CUT, GOOD, PLAIN, ProgramTest


class StepSummaryTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("a.png")

    def must_refuse(self, *arguments, says="", **more):
        answer = self.run_program("check", *arguments, **more)
        self.assertEqual((answer.status, answer.out), (2, b""), answer.message)
        self.assertIn(says, answer.message)

    def test_the_summary_of_a_step_is_appended_for_github_only(self):
        self.write("cut.png", CUT)
        summary = self.folder / "summary.md"
        summary.write_text("before\n")
        environment = {**PLAIN, "GITHUB_STEP_SUMMARY": str(summary)}
        answer = self.run_program("check", ".", "-o", "github", env=environment)
        self.assertEqual(answer.status, 1, answer.message)
        self.assertIn(b"::error file=cut.png,title=truncated::", answer.out)
        text = summary.read_text()
        self.assertTrue(text.startswith("before\n### media-preflight\n"), text)
        self.assertIn("| error | truncated | cut.png |", text)
        self.run_program("check", ".", "-o", "json", env=environment)
        self.assertEqual(summary.read_text(), text)
        self.must_refuse(".", "-o", "github", says="GITHUB_STEP_SUMMARY names",
                         env={**PLAIN, "GITHUB_STEP_SUMMARY": str(self.folder / "none" / "summary.md")})

    def test_a_step_summary_grows_to_1_mib_at_most(self):
        for number in range(60):
            self.write(f"many/{number}.png", CUT)
        summary = self.folder / "summary.md"
        whole = None
        for room in (1 << 20, 3000, 1500, 200, 1, 0, -5):
            with self.subTest(room=room):
                present = b"." * ((1 << 20) - room)
                summary.write_bytes(present)
                answer = self.run_program("check", "many", "-o", "github", env={**PLAIN, "GITHUB_STEP_SUMMARY": str(summary)})
                self.assertEqual(answer.status, 1, answer.message)
                added = summary.read_bytes().removeprefix(present)
                self.assertLessEqual(len(added), max(room, 0))
                whole = whole or added
                rows = added.count(b"| error |")
                if room >= 1500:
                    self.assertGreater(len(added), min(room - 300, len(whole) - 1))
                    self.assertEqual(b"and %d more findings" % (60 - rows) in added, rows < 60)
                self.assertEqual(rows == 60, room == 1 << 20)
                self.assertEqual(added == b"", room <= 1)

    def test_a_step_summary_is_added_whole_or_not_at_all(self):
        for number in range(60):
            self.write(f"many/{number}.png", CUT)
        environment = {**PLAIN, "GITHUB_STEP_SUMMARY": "summary.md"}
        for present in (b"", b"before\n", b"." * 9000):
            for room in (0, 1, 100, 3000):
                def limit(most=len(present) + room):
                    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                self.write("summary.md", present)
                with self.subTest(present=len(present), room=room):
                    answer = self.run_program("check", "many", "-o", "github", "-o", "concise:/dev/null", env=environment, preexec_fn=limit)
                    self.assertEqual(answer.status, 2)
                    self.assertIn("summary.md, which GITHUB_STEP_SUMMARY names, cannot be written: ", answer.message)
                    self.assertIn("it is as it was before", answer.message)
                    self.assertEqual(self.read("summary.md"), present)
        self.write("small.png", CUT)
        self.write("summary.md", b"." * 9000)

        def limit_growth():
            resource.setrlimit(resource.RLIMIT_FSIZE, (9100, 9100))
        answer = self.run_program("check", "many", "-o", "github", "-o", "concise:c.txt", env=environment, preexec_fn=limit_growth)
        self.assertEqual((answer.status, (self.folder / "c.txt").exists()), (2, False), answer.message)  # none without the others
        self.assertEqual(self.run_program("check", "many", "-o", "github", "-o", "concise:c.txt", env=environment).status, 1)
        self.assertEqual(self.read("c.txt").count(b"\n"), 60)

    def test_a_step_summary_is_an_output_like_others(self):
        environment = {**PLAIN, "GITHUB_STEP_SUMMARY": "a.png"}
        for path in ("a.png", "."):
            self.must_refuse(path, "-o", "github", says="GITHUB_STEP_SUMMARY: a.png is an input file", env=environment)
            self.assertEqual(self.read("a.png"), GOOD)
        self.write("known.json", json.dumps({"findings": []}))
        self.write("own.toml", "")
        for name, arguments in (("known.json", ["--baseline", "known.json"]), ("own.toml", ["--config", "own.toml"])):
            self.must_refuse("a.png", "-o", "github", *arguments, says=f"GITHUB_STEP_SUMMARY: {name} is the ",
                             env={**PLAIN, "GITHUB_STEP_SUMMARY": name})
        for name in ("new.md", "./new.md"):
            for arguments in (["-o", "github", "-o", "json:new.md"], ["-o", "json:new.md", "-o", "github"],
                              ["-o", "github:new.md"], ["-o", "github", "--write-baseline", "new.md"]):
                with self.subTest(name=name, arguments=arguments):
                    self.must_refuse("a.png", *arguments, says="mixed in", env={**PLAIN, "GITHUB_STEP_SUMMARY": name})
                    self.assertIn(self.names().count("new.md"), (0, 1 if "--write-baseline" in arguments else 0))
                    (self.folder / "new.md").unlink(missing_ok=True)

    def test_two_outputs_add_to_a_step_summary_once(self):
        answer = self.run_program("check", "a.png", "-o", "github", "-o", "github:g.txt", env={**PLAIN, "GITHUB_STEP_SUMMARY": "new.md"})
        self.assertEqual(answer.status, 0, answer.message)
        self.assertEqual(self.read("new.md").count(b"### media-preflight"), 1)
        for place in ("/dev/null", "/dev/stderr"):
            answer = self.run_program("check", "a.png", "-o", "github", env={**PLAIN, "GITHUB_STEP_SUMMARY": place})
            self.assertEqual(answer.status, 0, answer.message)


if __name__ == "__main__":
    unittest.main()
