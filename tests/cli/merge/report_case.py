"""Shards that were written, and what media-preflight report makes of them. For the tests beside this file."""

import json
import os
import re

from program import ProgramTest

FORMS = ("text", "json", "ndjson")
# The one thing in which two runs over the same files differ.
ELAPSED = re.compile(rb' time="[0-9.]+"|(?<="elapsed_seconds":)[^}]*|(?<=\()[0-9.,]+ m?s(?=\)(?:\n|</p>))')


def without_time(output):
    return ELAPSED.sub(b"", output)


def values(output, form="ndjson"):
    """What an output says, however its texts and numbers are spelt; the keys in their order."""
    output = without_time(output)
    if form == "text":
        return output
    documents = [output] if form == "json" else output.splitlines()
    return [json.loads(document.replace(b'"elapsed_seconds":', b'"elapsed_seconds":0'), object_pairs_hook=list)
            for document in documents]


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
            self.assertEqual(values(merged.out, form), values(whole.out, form))
            self.assertEqual(merged.status, whole.status)
