"""--shard: every file falls to exactly one of the shards, and to the same one everywhere."""

import json
import os
import unittest

import jsonschema

from program import CUT, GOOD, PLAIN, SMALL, SOURCE, ProgramTest

NAMES = [f"{folder}{number}.png" for folder in ("", "a/", "a/b/", "z z/") for number in range(12)]


def path_hash(path):
    """FNV-1a, then the finalizer of MurmurHash3."""
    value = 0xCBF29CE484222325
    for byte in os.fsencode(path):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value = (value ^ value >> 33) * factor % 2**64
    return value ^ value >> 33


def shard_of(path, count):
    return path_hash(path) % count + 1


class ShardsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        for number, name in enumerate(NAMES):
            self.write(name, (GOOD, CUT, SMALL)[number % 3])

    def in_shard(self, shard, *arguments, **more):
        return self.check("--shard", shard, *arguments, **more)

    def test_every_file_is_in_exactly_one_shard(self):
        whole = self.check(".").lines
        for count in range(1, 8):
            lines = [line for number in range(1, count + 1) for line in self.in_shard(f"{number}/{count}", ".").lines]
            self.assertEqual(sorted(map(json.dumps, lines)), sorted(map(json.dumps, whole)), count)

    def test_a_file_falls_where_the_documented_hash_says(self):
        self.assertEqual([path_hash(path) for path in ("", "a.png", "photos/team.jpg", b"\xff")],
                         [0xEFD01F60BA992926, 0x770C064753FCCA9E, 0x9CC9B43E9F7B18D0, 0x1BBD5C813C69A8D7])
        for count in (2, 3, 7):
            for number in range(1, count + 1):
                self.assertEqual(set(self.in_shard(f"{number}/{count}", ".").paths),
                                 {name for name in NAMES if shard_of(name, count) == number})

    def test_names_that_repeat_themselves_are_spread(self):
        paths = [f"user{number}/user{number}.png" for number in range(1000)]
        for count in (2, 4, 8):
            shards = [shard_of(path, count) for path in paths]
            for number in range(1, count + 1):
                self.assertAlmostEqual(shards.count(number), 1000 / count, delta=60)

    def test_what_counts_is_the_path_as_it_is_printed(self):
        one = self.in_shard("1/3", ".").paths
        self.assertEqual(self.in_shard("1/3", "./").paths, one)
        self.assertEqual(self.in_shard("1/3", *("./" + name for name in NAMES)).paths, one)
        self.assertEqual(self.in_shard("1/3", "--files-from", "-", given="\n".join(NAMES).encode()).paths, one)
        strange = b"\xff.png"
        self.write(strange, GOOD)
        self.assertEqual(self.in_shard(f"{shard_of(strange, 5)}/5", strange).summary["files"], 1)

    def test_neither_jobs_nor_other_files_change_it(self):
        one = self.in_shard("2/3", ".").paths
        self.assertEqual(self.in_shard("2/3", ".", "--jobs", "7").paths, one)
        self.assertEqual(self.in_shard("2/3", "a").paths, [path for path in one if path.startswith("a/")])

    def test_the_summary_says_which_shard_it_is_of(self):
        summary = self.in_shard("2/3", ".").summary
        self.assertEqual((summary["shard"], summary["shards"]), (2, 3))
        self.assertNotIn("shard", self.check(".").summary)
        schema = json.loads((SOURCE / "lib/preflight/output/check.schema.json").read_text())
        jsonschema.validate(summary, schema, jsonschema.Draft202012Validator)
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate({**summary, "shard": 0}, schema, jsonschema.Draft202012Validator)
        self.assertIn(", shard 2 of 3: ", self.run_program("check", "--shard", "2/3", ".").text)

    def test_facts_can_be_sharded_too(self):
        paths = [path for number in (1, 2) for path in self.run_program("facts", "-o", "ndjson", "--shard", f"{number}/2").paths]
        self.assertEqual(sorted(paths), sorted(NAMES))

    def test_the_status_is_of_the_shard_alone(self):
        for number in (1, 2, 3):
            answer = self.in_shard(f"{number}/3", ".")
            self.assertEqual(answer.status, 1 if answer.summary["failed"] else 0)

    def test_a_shard_without_files_is_good_where_others_have_some(self):
        statuses = set()
        for number in range(1, 8):
            answer = self.in_shard(f"{number}/7", "0.png")
            self.assertEqual((answer.status, answer.summary["files"]), (0, 1 if shard_of("0.png", 7) == number else 0))
            statuses.add(answer.summary["files"])
            self.assertEqual(len(answer.out.splitlines()), answer.summary["files"] + 1)
        self.assertEqual(statuses, {0, 1})

    def test_nothing_for_any_shard_is_still_nothing_to_check(self):
        os.mkdir(self.folder / "empty")
        for number in (1, 2):
            self.assertEqual(self.in_shard(f"{number}/2", "empty").status, 2)
            self.assertEqual(self.in_shard(f"{number}/2", "empty", "--allow-empty").status, 0)

    def test_one_user_needs_all_files(self):
        answer = self.in_shard("1/2", "--one-user", ".")
        self.assertEqual((answer.status, answer.out), (2, b""))
        self.assertIn("cannot be combined with --shard", answer.message)

    def test_what_is_no_shard(self):
        for text in ("0/3", "4/3", "1/0", "1", "/", "1/", "/3", "a/b", "1/3/5", "-1/3", "1/1000001", " 1/3", "Auto"):
            with self.subTest(text=text):
                answer = self.in_shard(text, ".")
                self.assertEqual((answer.status, answer.out), (2, b""))
                self.assertIn("--shard", answer.message)


class AutomaticShardTest(ProgramTest):
    def automatic(self, **environment):
        self.write("a.png")
        return self.check("--shard", "auto", "a.png", env={**PLAIN, **environment})

    def must_be(self, shard, **environment):
        answer = self.automatic(**environment)
        self.assertEqual(answer.status, 0, answer.message)
        self.assertEqual(f"{answer.summary['shard']}/{answer.summary['shards']}", shard)

    def must_not_be_one(self, says, **environment):
        answer = self.automatic(**environment)
        self.assertEqual((answer.status, answer.out), (2, b""), answer.text)
        self.assertIn(says, answer.message)

    @staticmethod
    def slurm(task, least, most, count, step="1", **more):
        names = ("ID", "MIN", "MAX", "COUNT", "STEP")
        values = {f"SLURM_ARRAY_TASK_{name}": value for name, value in zip(names, (task, least, most, count, step))}
        return {name: str(value) for name, value in {**values, **more}.items() if value is not None}

    def test_slurm_arrays_begin_anywhere_and_may_go_in_steps(self):
        self.must_be("1/8", **self.slurm(1, 1, 8, 8))
        self.must_be("8/8", **self.slurm(8, 1, 8, 8))
        self.must_be("1/4", **self.slurm(0, 0, 3, 4))
        self.must_be("4/4", **self.slurm(3, 0, 3, 4))
        self.must_be("3/5", **self.slurm(102, 100, 104, 5))
        self.must_be("2/4", **self.slurm(10, 0, 30, 4, 10))
        self.must_be("2/3", **self.slurm(4, 1, 7, 3, 3))
        self.must_be("1/1", **self.slurm(7, 7, 7, 1))
        self.must_be("1/1", **self.slurm(7, 7, 7, 1, 0))
        self.must_be("2/3", **self.slurm(1, 0, 2, 3, None))

    def test_slurm_lists_with_gaps_do_not_say_which_place_a_task_has(self):
        self.must_not_be_one("does not fit an array", **self.slurm(3, 1, 7, 3))
        self.must_not_be_one("does not fit an array", **self.slurm(5, 0, 30, 4, 10))
        self.must_not_be_one("does not fit an array", **self.slurm(9, 1, 8, 8))
        self.must_not_be_one("does not fit an array", **self.slurm(0, 1, 8, 8))
        self.must_not_be_one("does not fit an array", **self.slurm(1, 8, 1, 8))
        self.must_not_be_one("does not fit an array", **self.slurm(1, 1, 8, 0))

    def test_odd_or_missing_variables_of_slurm(self):
        for name in ("MIN", "MAX", "COUNT"):
            variables = self.slurm(1, 1, 8, 8)
            del variables[f"SLURM_ARRAY_TASK_{name}"]
            self.must_not_be_one(f"SLURM_ARRAY_TASK_{name} is not", **variables)
        for odd in ("", "x", "-1", "1.5", "4294967296", " 1", "1 "):
            self.must_not_be_one("must be a whole number", **self.slurm(odd, 1, 8, 8))
        self.must_not_be_one("--shard", **self.slurm(0, 0, 4294967294, 4294967295))

    def test_kubernetes_counts_from_zero(self):
        self.must_be("1/3", JOB_COMPLETION_INDEX="0", JOB_COMPLETION_COUNT="3")
        self.must_be("3/3", JOB_COMPLETION_INDEX="2", JOB_COMPLETION_COUNT="3")

    def test_odd_or_missing_variables_of_kubernetes(self):
        self.must_not_be_one("JOB_COMPLETION_COUNT is not", JOB_COMPLETION_INDEX="0")
        self.must_not_be_one("must be K/N", JOB_COMPLETION_INDEX="3", JOB_COMPLETION_COUNT="3")
        self.must_not_be_one("must be K/N", JOB_COMPLETION_INDEX="0", JOB_COMPLETION_COUNT="0")
        self.must_not_be_one("must be a whole number", JOB_COMPLETION_INDEX="", JOB_COMPLETION_COUNT="3")
        self.must_not_be_one("must be a whole number", JOB_COMPLETION_INDEX="0", JOB_COMPLETION_COUNT="$(COUNT)")

    def test_neither_or_both(self):
        self.must_not_be_one("--shard {#}/N")
        self.must_not_be_one("--shard {#}/N", JOB_COMPLETION_COUNT="3")
        self.must_not_be_one("both", JOB_COMPLETION_INDEX="0", JOB_COMPLETION_COUNT="3", **self.slurm(1, 1, 8, 8))


if __name__ == "__main__":
    unittest.main()
