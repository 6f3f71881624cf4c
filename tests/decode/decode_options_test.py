"""Depth decode, and what can be said about it on the command line."""

import os
import struct
import unittest
import zlib

from program import DEMO, GOOD, SOURCE, ProgramTest, _chunk


def damaged():
    """Sound to its end for who does not inflate it."""
    header = struct.pack(">IIBBBBB", 1280, 720, 8, 0, 0, 0, 0)
    rows = bytearray(zlib.compress(b"\0" * (1281 * 720), 9))
    rows[40:60] = b"\xff" * 20
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", bytes(rows)) + _chunk(b"IEND", b"")


class DecodeOptionsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("good.png", GOOD)
        self.write("damaged.png", damaged())

    def test_damage_shows_at_depth_decode_only(self):
        self.assertEqual(self.check("damaged.png").rules("damaged.png"), [])
        answer = self.check("--depth", "decode")
        self.assertEqual(answer.rules("damaged.png"), ["decode-failed"])
        self.assertEqual(answer.rules("good.png"), [])
        self.assertEqual((answer.status, answer.message), (1, ""))

    def test_standard_input_is_decoded(self):
        self.assertEqual(self.check("--depth", "decode", "-", given=GOOD).status, 0)
        self.assertEqual(self.check("--depth", "decode", "-", given=damaged()).rules("<stdin>"), ["decode-failed"])
        for mode in (os.O_RDONLY, os.O_RDWR):
            with os.fdopen(os.open(self.folder / "good.png", mode), "rb") as file:
                self.assertEqual(self.check("--depth", "decode", "-", stdin=file).status, 0)

    def test_facts_go_on_and_say_what_does_not_decode(self):
        answer = self.run_program("facts", "--depth", "decode", "--output", "ndjson")
        self.assertEqual(answer.paths, ["damaged.png", "good.png"])
        self.assertRegex(answer.message, r"^media-preflight: damaged\.png: Decoding failed: .*\n$")
        self.assertEqual(answer.status, 0)
        self.assertEqual([each["decode"]["outcome"] for each in answer.lines], ["rejected", "decoded"])
        self.assertTrue(answer.lines[0]["decode"]["message"])
        self.assertIsNone(answer.lines[1]["decode"]["message"])
        text = self.run_program("facts", "--depth", "decode").text
        self.assertRegex(text, r"\n  decoding +rejected: .")
        self.assertRegex(text, r"\n  decoding +decoded\n")
        self.assertIsNone(self.run_program("facts", "-o", "ndjson", "good.png").lines[0]["decode"])

    def test_how_far_decoding_proves_is_said(self):
        hevc, h264 = (SOURCE / "testdata/video" / name for name in ("hevc.mp4", "h264.mp4"))
        for command in ("check", "facts"):
            def proofs(*more):
                lines = self.run_program(command, "--output", "ndjson", *more, hevc, h264, "damaged.png", "good.png").lines
                return [line["proof"] for line in lines]
            for depth in ("header", "structure"):
                self.assertEqual(proofs("--depth", depth), [None] * 4)
            self.assertEqual(proofs("--depth", "decode"), ["full", "partial", None, "full"])
            self.assertEqual(proofs("--depth", "decode", "--video-frames", "keyframes")[:2], ["partial"] * 2)
        text = self.run_program("facts", "--depth", "decode", hevc, h264).text
        self.assertRegex(text, r"\n  decoding +decoded \(partial proof: [a-z ]+\)\n")
        self.assertRegex(text, r"\n  decoding +decoded\n")
        judged = self.run_program("check", "--depth", "decode", hevc, h264).text
        self.assertRegex(judged, r"hevc\.mp4  .*, partial proof\n")
        self.assertNotRegex(judged, r"h264\.mp4 .*proof")

    def test_facts_that_prove_nothing_end_with_2(self):
        answer = self.run_program("facts", "--depth", "decode", "--max-pixels", "100", "--output", "ndjson", "good.png")
        self.assertEqual((answer.status, answer.lines[0]["decode"]["outcome"]), (2, "over-budget"))
        self.assertRegex(answer.message, r"^media-preflight: good\.png: .*100 allowed.*\n$")
        report = self.run_program("facts", "--depth", "decode", "--max-pixels", "100", "-o", "junit", "good.png")
        self.assertIn('<error message="', report.text)

    def test_frames_of_a_video_are_counted_where_all_are_decoded(self):
        video = DEMO / "welcome loop.mp4"
        for command in ("check", "facts"):
            def frames(*more):
                return self.run_program(command, "--output", "ndjson", *more, video).lines[0]["frames"]
            self.assertIsNone(frames())
            self.assertGreater(frames("--depth", "decode"), 1)
            self.assertIsNone(frames("--depth", "decode", "--video-frames", "keyframes"))
        answer = self.run_program("facts", "--depth", "decode", "--video-frames", "keyframes", "-o", "ndjson", video)
        self.assertEqual(answer.lines[0]["decode"], {"outcome": "decoded", "keyframes_only": True, "message": None})

    def test_a_ceiling_names_what_is_too_large_and_what_allows_more(self):
        for path, what in (("good.png", "The picture"), (DEMO / "welcome loop.mp4", "A frame of the video")):
            finding = self.check("--max-pixels", "100", path).lines[0]["findings"][0]
            self.assertTrue(finding["message"].startswith(f"{what} has too many pixels"), finding)
            self.assertIn("--max-pixels", finding["fix"])

    def test_what_a_size_may_look_like_is_said(self):
        answer = self.check("--depth", "decode", "--max-memory", "1T", "good.png")
        self.assertIn("must be a size of at least 1M", answer.message)

    def test_ceilings(self):
        for depth in ("header", "structure", "decode"):
            self.assertIn("over-budget", self.check("--depth", depth, "--max-pixels", "921599", "good.png").rules("good.png"))
            self.assertEqual(self.check("--depth", depth, "--max-pixels", "921600", "good.png").rules("good.png"), [])
        for value in ("1M", "1048576", "2G"):
            self.assertEqual(self.check("--depth", "decode", "--max-memory", value, "good.png").status, 0, value)
        self.assertEqual(self.check("--depth", "decode", "--max-seconds", "600", "good.png").status, 0)

    def test_values_nobody_can_mean(self):
        for option, value in (
            ("--max-pixels", ""), ("--max-pixels", "0"), ("--max-pixels", "-1"), ("--max-pixels", "1e6"),
            ("--max-pixels", "99999999999999999999"), ("--max-seconds", "0"), ("--max-seconds", "5s"),
            ("--max-seconds", "4294967296"), ("--max-memory", "M"), ("--max-memory", "1"), ("--max-memory", "1023K"),
            ("--max-memory", "99999999999999G"), ("--max-memory", "1MM"), ("--video-frames", "keyframe"),
        ):
            answer = self.check("--depth", "decode", f"{option}={value}", "good.png")
            self.assertEqual(answer.status, 2, (option, value))
            self.assertRegex(answer.message, f"^media-preflight: {option}(: | has an empty value| must be )")
        self.assertIn("keyframes", answer.message)

    def test_both_choices_of_frames(self):
        for choice in ("all", "keyframes"):
            self.assertEqual(self.check("--depth", "decode", "--video-frames", choice, "good.png").status, 0)

    def test_going_without_the_sandbox_is_said_once(self):
        answer = self.check("--depth", "decode", "--no-sandbox", "--jobs", "2")
        self.assertEqual(answer.rules("damaged.png"), ["decode-failed"])
        self.assertEqual(answer.message.count("without a sandbox"), 1)
        self.assertEqual(self.check("--no-sandbox").message, "")


if __name__ == "__main__":
    unittest.main()
