"""Files that are decoded have a thumbnail on the HTML page, made by the workers; nothing else depends on them."""

import base64
import html
import re
import struct
import unittest

from program import CUT, DEMO, SOURCE, ProgramTest, png


def jpeg_size(content):
    """Of the frame header (T.81, B.2.2)."""
    at = 2
    while content[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", content[at + 2:at + 4])[0]
    height, width = struct.unpack(">HH", content[at + 5:at + 9])
    return width, height


class ThumbnailsTest(ProgramTest):
    def thumbnails(self, *arguments):
        answer = self.run_program("check", *arguments, "--output", "html:report.html")
        self.assertIn(answer.status, (0, 1), answer.message)
        text = (self.folder / "report.html").read_text(encoding="utf-8")
        result = {}
        for card in re.findall(r"<article .*</article>", text):
            name = html.unescape(re.search(r'<span class="name">(.*?)</span>', card).group(1))
            image = re.search(r'<img class="thumbnail"[^>]* src="data:image/jpeg;base64,([A-Za-z0-9+/=]+)">', card)
            result[name] = jpeg_size(base64.b64decode(image.group(1), validate=True)) if image else None
        return result

    def test_every_file_that_decodes_has_one(self):
        lines = self.run_program("check", DEMO, "--depth", "decode", "--output", "ndjson").lines
        broken = {"malformed", "truncated", "decode-failed", "file-too-large"}
        made = self.thumbnails(DEMO, "--depth", "decode")
        for line in lines:
            if line["format"] not in ("png", "jpeg", "gif", "mp4", "mov") or not line["width"]:
                continue
            name = line["path"].rpartition("/")[2]
            with self.subTest(name=name):
                if not broken.isdisjoint(finding["rule"] for finding in line["findings"]):
                    continue
                self.assertIsNotNone(made[name])
                width, height = made[name]
                self.assertTrue(width <= 128 and height <= 128, made[name])
                self.assertAlmostEqual(width / height, line["width"] / line["height"], delta=0.1)
        self.assertGreater(sum(size is not None for size in made.values()), 8)

    def test_they_are_shown_as_the_picture_is(self):
        made = self.thumbnails(DEMO / "portraits" / "ben.jpg", SOURCE / "testdata/video/rotated_90.mp4", "--depth", "decode")
        self.assertEqual(made["ben.jpg"], (128, 96))  # stored upright
        self.assertIsNotNone(made["rotated_90.mp4"])
        self.assertLess(made["rotated_90.mp4"][0], made["rotated_90.mp4"][1])

    def test_there_is_none_without_decoding_or_of_what_does_not_decode(self):
        self.write("good.png", png(400, 300))
        self.write("cut.png", CUT)
        self.assertEqual(self.thumbnails("."), {"good.png": None, "cut.png": None})
        self.assertEqual(self.thumbnails(".", "--depth", "decode"), {"good.png": (128, 96), "cut.png": None})

    def test_verdicts_do_not_depend_on_them(self):
        lines = lambda *more: self.run_program("check", DEMO, "--depth", "decode", "--output", "ndjson", *more).lines
        self.assertEqual(lines(), lines("--output", "html:report.html"))

    def test_videos_of_every_codec_have_a_frame(self):
        made = self.thumbnails(SOURCE / "testdata/video", "--depth", "decode")
        without = {name for name, size in made.items() if size is None}
        self.assertEqual(without, {"audio_only.mp4", "compressed_moov.mov", "cover_art.mp4", "encrypted.mp4"})


if __name__ == "__main__":
    unittest.main()
