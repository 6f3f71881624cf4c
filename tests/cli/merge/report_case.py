"""Shards that were written, and what media-preflight report makes of them. For the tests beside this file."""

import os
import re

from program import ProgramTest

FORMS = ("text", "json", "ndjson")
# The one thing in which two runs over the same files differ.
ELAPSED = re.compile(rb'(?<="elapsed_seconds":)[^}]*|(?<=\()[0-9.,]+ m?s(?=\)\n)')


def without_time(output):
    return ELAPSED.sub(b"", output)


class ReportTest(ProgramTest):
    def shards(self, count, *arguments, **more):
        """Writes shards/K.ndjson for each of them, and gives their names, the last one first."""
        os.makedirs(self.folder / "shards", exist_ok=True)
        names = [f"shards/{number}.ndjson" for number in range(1, count + 1)]
        for number, name in enumerate(names, 1):
            answer = self.run_program("check", "--shard", f"{number}/{count}", "-o", f"ndjson:{name}", *arguments, **more)
            self.assertIn(answer.status, (0, 1), answer.message)
        return names[::-1]

    def report(self, *arguments, **more):
        return self.run_program("report", "-o", "ndjson", *arguments, **more)

    def must_equal_the_whole(self, names, *arguments, how=(), **more):
        for form in FORMS:
            whole = self.run_program("check", "-o", form, *arguments, *how, **more)
            merged = self.run_program("report", "-o", form, *names, *how)
            self.assertEqual(merged.message, "")
            self.assertEqual(without_time(merged.out), without_time(whole.out))
            self.assertEqual(merged.status, whole.status)
