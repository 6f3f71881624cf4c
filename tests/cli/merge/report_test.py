"""media-preflight report: several runs become one, as if one machine had looked at everything."""

import json
import os
import re
import subprocess
import sys
import unittest

import jsonschema

from program import CUT, GOOD, PLAIN, PROGRAM, SANITIZED, SMALL, SOURCE
from report_case import ReportTest, without_time
from shards_test import shard_of


class MergedTest(ReportTest):
    def setUp(self):
        super().setUp()
        for number, name in enumerate(f"files/{folder}{number}.png" for folder in ("", "a/", "a.b/") for number in range(9)):
            self.write(name, (GOOD, CUT, SMALL)[number % 3])

    def test_any_number_of_shards_makes_the_same_report_as_one_machine(self):
        for count in range(1, 8):
            self.must_equal_the_whole(self.shards(count, "files"), "files")

    def test_every_kind_of_file_and_finding(self):
        subprocess.run([os.environ["WRITE_CATALOGUE"], self.folder / "crafted"], check=True)
        for destination in ("zoom-background", "zoom-picture"):
            for depth in ("header", "structure"):
                arguments = ("crafted", "--for", destination, "--depth", depth)
                self.must_equal_the_whole(self.shards(3, *arguments), *arguments)

    def test_every_output_says_the_same_but_for_what_lines_do_not_say(self):
        """docs/clusters.md lists what: the time of each file, hashes of content, and thumbnails."""
        self.write("media-preflight.toml", '[destinations.hall]\nextends = "zoom-background"\ntitle = "the hall"\nformats = ["png"]\n')
        names = self.shards(3, "files", "--for", "hall")
        help_text = self.run_program("report", "--help").text
        forms = re.findall(r"[a-z]+", re.search(r"Format of a report \(([^)]*)\)", help_text).group(1))
        self.assertGreater(len(forms), 8, help_text)
        for form in forms:
            whole = without_time(self.run_program("check", "files", "--for", "hall", "-o", form).out)
            merged = without_time(self.run_program("report", "-o", form, *names).out)
            if form == "sarif":
                whole, merged = map(json.loads, (whole, merged))
                for document in (whole, merged):
                    del document["runs"][0]["properties"]["elapsedSeconds"]
                    for each in document["runs"][0]["results"]:
                        del each["partialFingerprints"]
                    for each in document["runs"][0]["artifacts"]:
                        each.pop("hashes", None)
            self.assertTrue(merged == whole, form)

    def test_the_same_fingerprints_in_each_report(self):
        def fingerprints(names):
            document = json.loads(self.run_program("report", "-o", "sarif", *names).text)
            return [each["partialFingerprints"] for each in document["runs"][0]["results"]]

        once = fingerprints(self.shards(2, "files"))
        self.assertEqual(fingerprints(self.shards(3, "files")), once)
        self.assertEqual({tuple(each) for each in once}, {("primaryLocationLineHash",)})
        self.assertEqual(len({each["primaryLocationLineHash"] for each in once}), len(once))

    def test_stale_entries_of_a_baseline(self):
        self.write("files/alone.png", CUT + b"alone")
        self.check("files", "--write-baseline", "known.json")
        self.write("files/alone.png", CUT + b"changed")
        whole = self.run_program("check", "files", "--baseline", "known.json", "-o", "ndjson:whole.ndjson", "-o", "text")
        self.assertIn("stale", whole.text)
        self.assertEqual(without_time(self.run_program("report", "whole.ndjson").out), without_time(whole.out))
        shards = self.shards(2, "files", "--baseline", "known.json")
        answer = self.report(*shards)
        self.assertNotIn("baseline_stale", answer.summary)
        self.assertEqual(answer.summary["baseline"], json.loads((self.folder / "whole.ndjson").read_text().splitlines()[-1])["baseline"])

    def test_how_far_decoding_proves(self):
        for name in ("hevc.mp4", "h264.mp4"):
            self.write("files/" + name, (SOURCE / "testdata/video" / name).read_bytes())
        arguments = ("files", "--depth", "decode")
        names = self.shards(2, *arguments)
        self.must_equal_the_whole(names, *arguments)
        proofs = {line["path"]: line["proof"] for line in self.report(*names).lines}
        self.assertEqual((proofs["files/hevc.mp4"], proofs["files/h264.mp4"]), ("partial", "full"))

    def test_options_that_only_change_the_report(self):
        names = self.shards(3, "files")
        for how in (["--statistics"], ["--quiet"], ["--warnings-as-errors"], ["--warnings-as-errors", "--quiet", "--statistics"]):
            self.must_equal_the_whole(names, "files", how=how)
        self.write("only/small.png", SMALL)
        names = self.shards(2, "only")
        self.assertEqual(self.report(*names).status, 0)
        self.assertEqual(self.report(*names, "--warnings-as-errors").status, 1)

    def test_warnings_are_counted_over_all_shards(self):
        for number in range(4):
            self.write(f"only/{number}.png", SMALL)
        names = self.shards(2, "only")
        for how, status in ((["--max-warnings", "4"], 0), (["--max-warnings", "3"], 1), (["--max-warnings", "3", "--exit-zero"], 0)):
            with self.subTest(how=how):
                self.assertEqual(self.report(*names, *how).status, status)
        for how in ([], ["--quiet"]):
            answer = self.report(*names, "--max-warnings", "3", *how)
            self.assertEqual(answer.message, "media-preflight: 4 warnings, more than --max-warnings 3\n")
        failing = self.shards(2, "files")
        self.assertEqual(self.report(*failing).status, 1)
        self.assertEqual(self.report(*failing, "--exit-zero").status, 0)
        self.assertEqual(self.report(failing[0], "--exit-zero").status, 2)
        for option in (["--max-warnings", "0"], ["--exit-zero"]):
            answer = self.run_program("check", "only", "--shard", "1/2", *option)
            self.assertEqual((answer.status, answer.out), (2, b""))
            self.assertIn(f"{option[0]} cannot be used with --shard; give it to media-preflight report", answer.message)

    def test_strange_names_and_files_that_cannot_be_read(self):
        for name in (b"\xff\xfe.png", b"half\xc3.png", b"\xed\xa0\x80.png", b"line\nfeed.png", b'quote".png', b"back\\slash.png",
                     b"tab\t.png", b"esc\x1b[31m.png", b"\xe2\x80\xaegnp.png", "\U0001f680.png".encode(), b"a-.png", b"a .png"):
            self.write(b"files/" + name, CUT)
        os.symlink("nowhere", self.folder / "files/dangling.png")
        os.mkfifo(self.folder / "files/pipe.png")
        for count in (1, 2, 5):
            self.must_equal_the_whole(self.shards(count, "files"), "files")

    def test_lists_of_files(self):
        listed = "".join(f"files/{number}.png\n" for number in (8, 1, 3)).encode() + b"files/missing.png\n"
        arguments = ("--files-from", "-")
        self.must_equal_the_whole(self.shards(3, *arguments, given=listed), *arguments, given=listed)

    def test_destinations_of_a_configuration(self):
        self.write("media-preflight.toml", '[destinations.stage]\nextends = "zoom-background"\ntitle = "the big stage"\n')
        names = self.shards(3, "files", "--for", "stage")
        self.must_equal_the_whole(names, "files", "--for", "stage")
        os.rename(self.folder / "media-preflight.toml", self.folder / "other.toml")
        self.assertIn(" files for stage: ", self.run_program("report", *names).text)
        self.assertIn(" files for the big stage: ", self.run_program("report", *names, "--config", "other.toml").text)

    def test_several_destinations_in_one_run(self):
        self.write("files/a/media-preflight.toml", 'destination = "zoom-picture"\n')
        self.must_equal_the_whole(self.shards(4, "files"), "files")

    def test_the_order_of_the_runs_does_not_matter(self):
        names = self.shards(4, "files")
        self.assertEqual(self.report(*names).out, self.report(*names[::-1]).out)

    def test_one_summary_which_says_nothing_of_shards(self):
        answer = self.report(*self.shards(4, "files"))
        self.assertEqual(answer.out.count(b'"type":"summary"'), 1)
        self.assertEqual((answer.summary["files"], answer.summary["failed"]), (27, 9))
        self.assertNotIn("shards", answer.summary)

    def test_it_is_valid_by_the_schema(self):
        self.write(b"files/\xff.png", CUT)
        schema = json.loads((SOURCE / "lib/preflight/output/check.schema.json").read_text())
        names = self.shards(3, "files")
        document = json.loads(self.run_program("report", *names, "-o", "json").out)
        self.assertEqual(len([file for file in document["files"] if "path_base64" in file]), 1)
        for value in (document, *map(json.loads, self.report(*names).out.splitlines())):
            jsonschema.validate(value, schema, jsonschema.Draft202012Validator)

    def test_the_time_is_that_of_the_slowest(self):
        names = self.shards(3, "files")
        longest = max(json.loads((self.folder / name).read_bytes().splitlines()[-1])["elapsed_seconds"] for name in names)
        self.assertEqual(self.report(*names).summary["elapsed_seconds"], longest)

    def test_a_shard_given_twice_counts_once(self):
        names = self.shards(3, "files")
        again = self.shards(3, "files")
        (self.folder / "copy.ndjson").write_bytes((self.folder / again[0]).read_bytes())
        self.assertEqual(self.report(*names, "copy.ndjson", names[1]).out, self.report(*names).out)

    def test_a_report_can_be_reported_again(self):
        names = self.shards(3, "files")
        self.run_program("report", *names, "-o", "ndjson:all.ndjson")
        self.assertEqual(self.report("all.ndjson").out, (self.folder / "all.ndjson").read_bytes())

    def test_whole_runs_of_different_folders(self):
        self.run_program("check", "files/a", "-o", "ndjson:a.ndjson")
        self.run_program("check", "files/a.b", "-o", "ndjson:b.ndjson")
        self.assertEqual(without_time(self.report("b.ndjson", "a.ndjson").out),
                         without_time(self.check("files/a", "files/a.b").out))

    def test_a_run_for_one_user(self):
        answer = self.check("files", "--one-user")
        self.assertEqual(self.report("-", given=answer.out).out, answer.out)

    def test_standard_input_is_one_of_the_files(self):
        first, second = self.shards(2, "files")
        given = (self.folder / first).read_bytes()
        self.assertEqual(self.report("-", second, given=given).out, self.report(first, second).out)
        self.assertEqual(self.report("-", "-").status, 2)

    def test_facts(self):
        for number in (1, 2):
            self.run_program("facts", "files", "--shard", f"{number}/2", "-o", f"ndjson:{number}.ndjson")
        for form in ("json", "ndjson", "junit"):
            answer = self.run_program("report", "1.ndjson", "2.ndjson", "-o", form)
            self.assertEqual(without_time(answer.out), without_time(self.run_program("facts", "files", "-o", form).out))
            self.assertEqual(answer.status, 0)
        answer = self.run_program("report", "1.ndjson", "2.ndjson")
        self.assertEqual(answer.status, 2)
        self.assertIn("json, ndjson or junit", answer.message)

    def test_facts_that_could_not_be_had(self):
        for lacking, arguments in ((2, ("files", "missing.png")), (2, ("files", "--depth", "decode", "--max-pixels", "9")), (0, ("files",))):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.run_program("facts", *arguments, "-o", "ndjson:facts.ndjson").status, lacking)
                self.assertEqual(self.report("facts.ndjson").status, lacking)

    def test_shards_without_files(self):
        names = self.shards(7, "files/0.png")
        self.assertEqual(self.report(*names).paths, ["files/0.png"])
        self.write("words/notes.txt", "words")
        names = self.shards(2, "words")
        self.assertEqual(self.report(*names).status, 2)
        self.assertEqual(self.report(*names, "--allow-empty").status, 0)


class OutputsTest(ReportTest):
    def setUp(self):
        super().setUp()
        self.write("a.png", CUT)
        self.run_program("check", "a.png", "-o", "ndjson:run.ndjson")

    def test_several_outputs_in_one_run(self):
        answer = self.run_program("report", "run.ndjson", "-o", "text", "-o", "json:out.json", "-o", "ndjson:out.ndjson")
        self.assertEqual(answer.status, 1)
        self.assertIn("FAIL  a.png", answer.text)
        self.assertEqual(json.loads((self.folder / "out.json").read_text())["summary"]["failed"], 1)
        self.assertEqual((self.folder / "out.ndjson").read_bytes(), (self.folder / "run.ndjson").read_bytes())

    def test_an_input_is_never_overwritten(self):
        before = (self.folder / "run.ndjson").read_bytes()
        os.symlink("run.ndjson", self.folder / "link.ndjson")
        for name in ("run.ndjson", "./run.ndjson", "link.ndjson"):
            answer = self.run_program("report", "run.ndjson", "-o", f"text:{name}")
            self.assertEqual(answer.status, 2)
            self.assertIn("is an input file", answer.message)
            self.assertEqual((self.folder / "run.ndjson").read_bytes(), before)

    def test_an_earlier_output_is_replaced_whole(self):
        self.write("out.txt", "x" * 10_000)
        self.run_program("report", "run.ndjson", "-o", "text:out.txt")
        self.assertEqual(without_time((self.folder / "out.txt").read_bytes()),
                         without_time(self.run_program("report", "run.ndjson").out))

    def test_outputs_that_cannot_be_written(self):
        answer = self.run_program("report", "run.ndjson", "-o", "json:/dev/full")
        self.assertEqual(answer.status, 2)
        self.assertIn("/dev/full cannot be written", answer.message)


class ManyLinesTest(ReportTest):
    def test_two_hundred_thousand_files_take_little_memory(self):
        """Some 90 MB of lines, of which one for each shard is held at a time."""
        self.write("a.png")
        line, summary = self.check("a.png").out.splitlines()
        before, after = line.split(b'"a.png"')
        count, shards = 200_000, 4
        of_shard = {shard: [] for shard in range(1, shards + 1)}
        for number in range(count):
            path = "%03d/picture number %03d.png" % divmod(number, 1000)
            of_shard[shard_of(path, shards)].append(path.encode())
        for shard, paths in of_shard.items():
            with open(self.folder / f"{shard}.ndjson", "wb") as file:
                file.writelines(b'%b"%b"%b\n' % (before, path, after) for path in paths)
                counted = re.sub(rb'"(files|passed)":1', rb'"\1":%d' % len(paths), summary)
                file.write(counted.replace(b'"elapsed', b'"shard":%d,"shards":%d,"start":7,"elapsed' % (shard, shards)) + b"\n")
        # The most memory of a process includes that of the one it was forked from, so that one is small.
        measure = ("import os, sys; child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]);"
                   "_, status, usage = os.wait4(child, 0); print(status, usage.ru_maxrss)")
        outputs = ("-o", "ndjson:out.ndjson", "-o", "json:out.json", "-o", "text:out.txt")
        runs = [f"{shard}.ndjson" for shard in of_shard]
        process = subprocess.run([sys.executable, "-S", "-c", measure, PROGRAM, "report", *runs, *outputs], cwd=self.folder,
                                 env=PLAIN, stdout=subprocess.PIPE, check=True)
        status, kilobytes = map(int, process.stdout.split())
        self.assertEqual(status, 0)
        # The sanitizers keep what was given back, to see who uses it still.
        self.assertLess(kilobytes, 600_000 if SANITIZED else 24_000)
        with open(self.folder / "out.ndjson", "rb") as lines:
            self.assertEqual(sum(1 for _ in lines), count + 1)

    def test_more_shards_than_files_may_usually_be_open(self):
        self.write("a.png")
        names = self.shards(80, "a.png")
        script = 'ulimit -Sn 32; exec "$0" report "$@"'
        process = subprocess.run(["bash", "-c", script, PROGRAM, *names], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)


if __name__ == "__main__":
    unittest.main()
