"""tools/dev/bench: that it runs on a small folder with no peer installed, and what it keeps."""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from program import PLAIN, PROGRAM, SOURCE, ProgramTest

sys.path.insert(0, str(SOURCE / "benchmarks"))

from measure import answers, media_folder, peers, plot  # noqa: E402: where they are had to be said first

FILES = 40


@unittest.skipUnless((pathlib.Path(PROGRAM).parent / "make_folder").exists(), "the benchmarks were not built")
class BenchTest(ProgramTest):
    def measure(self, what):
        """What is kept as figures, and as text."""
        (self.folder / "path").mkdir(exist_ok=True)
        for name in ("true", "git"):
            if found := shutil.which(name):
                (self.folder / "path" / name).symlink_to(found)
        command = [sys.executable, "-B", str(SOURCE / "benchmarks" / "bench.py"), what, "--files", str(FILES),
                   "--rounds", "1", "--quick", "--programs", str(pathlib.Path(PROGRAM).parent),
                   "--cache", str(self.folder / "cache"), "--runs", str(self.folder / "runs")]
        answer = subprocess.run(command, cwd=self.folder, env={**PLAIN, "PATH": str(self.folder / "path")},
                                capture_output=True, check=False)
        self.assertEqual(answer.returncode, 0, answer.stderr.decode())
        kept = next((self.folder / "runs").iterdir())
        text = (kept / f"{what}.md").read_text(encoding="utf-8")
        self.assertIn(text.split("\n\n")[-1].strip(), answer.stdout.decode())
        return json.loads((kept / f"{what}.json").read_text(encoding="utf-8"))

    def test_speed_without_peers(self):
        found = self.measure("speed")
        self.assertEqual(found["folder"]["files"], FILES)
        self.assertEqual(sum(found["folder"]["formats"].values()), FILES)
        self.assertIn("exiftool", found["missing"])
        subjects = {run["subject"] for run in found["runs"]}
        self.assertLessEqual({"floor", "ours, header", "ours, structure", "ours, decode", "ours, structure, 2 jobs"},
                             subjects)
        for run in found["runs"]:
            self.assertIn(run["status"], (0, 1), run)
        for each in found["ratios"]:
            self.assertLessEqual(each["min"], each["median"])
            self.assertLessEqual(each["median"], each["max"])

        # The generator's own word on every file, against ours.
        for each in found["agreement"]:
            self.assertEqual((each["format_agrees"], each["size_agrees"]), (each["files"], each["files"]), each)
        pictures = sum(found["folder"]["formats"].get(form, 0) for form in ("jpeg", "png", "gif"))
        self.assertEqual([each["pictures"]["files"] for each in found["bytes_read"]], [pictures, pictures])
        self.assertLessEqual(found["bytes_read"][0]["videos"]["most"], 64 * 1024)
        self.assertEqual([each["paths"] for each in found["memory"]], [1, 100, 10_000])
        self.assertGreater(found["memory"][-1]["peak_kib"], 0)

    @unittest.skipUnless((pathlib.Path(PROGRAM).parent / "zoom-server").exists(), "built without the stand-in for Zoom's API")
    def test_sending_without_curl(self):
        found = self.measure("sending")
        self.assertEqual({run["subject"] for run in found["runs"]}, {"ours, --parallel 1", "ours, --parallel 8"})
        for run in found["runs"] + found["memory"]:
            self.assertEqual(run["status"], 0, run)
            self.assertGreater(run["peak_kib"], 0)


class PlotTest(unittest.TestCase):
    def test_a_line_is_drawn_through_its_points(self):
        lines = {"one": [(1, 0.001), (10, 0.01)], "two": [(1, 2)]}
        drawing = xml.etree.ElementTree.fromstring(plot.drawn("<title>", lines))
        shapes = [each.tag.split("}")[1] for each in drawing]
        self.assertEqual(shapes.count("circle"), 3)
        words = [each.text for each in drawing if each.tag.endswith("text")]
        self.assertLessEqual({"<title>", "one", "two", "1 ms", "10"}, set(words))

    def test_names_at_the_end_of_lines_do_not_overlap(self):
        lines = {"a": [(1, 1.0)], "b": [(1, 1.01)], "c": [(1, 1.02)]}
        drawing = xml.etree.ElementTree.fromstring(plot.drawn("", lines))
        heights = sorted(float(each.get("y")) for each in drawing if each.text in ("a", "b", "c"))
        self.assertTrue(all(after - before >= 16.9 for before, after in zip(heights, heights[1:])), heights)


def made(form):
    return media_folder.File(f"/folder/a.{form}", form, 640, 360, 1)


class AnswersTest(unittest.TestCase):
    """One answer of each peer, in its own words."""

    def agrees(self, peer, form, text, sized=True):
        known = next(each for each in peers.PEERS + peers.DECODERS if each.name == peer)
        counts = answers.agreement(known, text, [made(form)])
        agreed = (counts["answered"], counts["format_agrees"], counts["size_agrees"])
        self.assertEqual(agreed, (1, 1, int(sized)), counts)

    def test_each_peer_is_understood(self):
        self.agrees("file", "jpeg", "JPEG image data, JFIF standard 1.01, aspect ratio, density 1x1, "
                    "segment length 16, progressive, precision 8, 640x360, components 3\n")
        self.agrees("file", "png", "PNG image data, 640 x 360, 8-bit/color RGB, non-interlaced\n")
        self.agrees("file", "gif", "GIF image data, version 89a, 640 x 360\n")
        self.agrees("file", "mov", "ISO Media, Apple QuickTime movie, Apple QuickTime (.MOV/QT)\n", sized=False)
        self.agrees("exiftool", "mp4", '[{"SourceFile":"/folder/a.mp4",'
                    '"FileType":"MP4","ImageWidth":640,"ImageHeight":360}]')
        self.agrees("mediainfo", "mp4", '{"media":{"@ref":"/folder/a.mp4","track":['
                    '{"@type":"General","Format":"MPEG-4"},{"@type":"Video","Width":"640","Height":"360"}]}}')
        self.agrees("ffprobe", "mov", '{"programs":[],"streams":[{"width":640,"height":360}],"format":'
                    '{"format_name":"mov,mp4,m4a,3gp,3g2,mj2"}}\n')
        self.agrees("image-size", "png", "png\t640\t360\n")
        self.agrees("jpeginfo", "jpeg", "/folder/1 x 2/a.jpeg  640 x  360 24bit N JFIF,COM   19588\n")
        self.agrees("gifsicle --info", "gif", "* /folder/a.gif 1 image\n  logical screen 640x360\n"
                    "  + image #0 640x360\n")
        self.agrees("pngcheck", "png", "OK: /folder/a.png (640x360, 24-bit RGB, non-interlaced, 83.6%).\n")

    def test_a_wrong_size_is_a_difference(self):
        known = next(each for each in peers.PEERS if each.name == "image-size")
        counts = answers.agreement(known, "png\t640\t361\n", [made("png")])
        self.assertEqual((counts["size_agrees"], len(counts["differences"])), (0, 1))

    def test_answers_that_cannot_be_told_apart_are_none(self):
        known = next(each for each in peers.PEERS if each.name == "image-size")
        self.assertEqual(answers.agreement(known, "", [made("png")])["answered"], 0)


if __name__ == "__main__":
    unittest.main()
