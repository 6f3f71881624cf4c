"""Holds depth decode against what ffmpeg 5.1 said when it decoded files by others whole: testdata/corpus, or the folder
that MEDIA_PREFLIGHT_CORPUS names: files, and truth.tsv with at least the columns path, kind, ffmpeg_decode_rc and
ffmpeg_decode_err."""

import csv
import os
import pathlib
import unittest
from typing import NamedTuple

from program import SOURCE, ProgramTest

WHOLE = os.environ.get("MEDIA_PREFLIGHT_CORPUS")  # the differences below were counted in it
CORPUS = WHOLE or SOURCE / "testdata" / "corpus"
KINDS = ("png", "jpeg", "gif", "mp4", "mov")
BROKEN = ("malformed", "truncated", "decode-failed", "not-examined", "dimensions-missing", "format-unknown", "over-budget")
SOUND = ""


class Difference(NamedTuple):
    """Files of which we say something else than ffmpeg, on purpose."""

    under: str  # a file, or a folder with its slash
    ours: str  # part of the first thing that is wrong by us, or SOUND
    theirs: str  # part of ffmpeg's complaint, or SOUND
    files: int
    reason: str


FUZZED, PILLOW, WUFFS = "dvyukov+go-fuzz-corpus/", "python-pillow+Pillow/Tests/images/", "google+wuffs/test/data/"
MP4FF, MP4PARSE = "Eyevinn+mp4ff/", "mozilla+mp4parse-rust/"

DIFFERENCES = (
    # GIF
    Difference(FUZZED + "gif/", "file ends", SOUND, 40, "cut: ffmpeg shows what came (GIF89a 27: the trailer ends the stream)"),
    Difference(FUZZED + "gif/", "LZW minimum code size", SOUND, 1, "an LZW code size of 204 (GIF89a, appendix F)"),
    Difference(WUFFS + "artificial-gif/no-frames.gif", "no image", SOUND, 1, "there is nothing to show (GIF89a 20)"),
    Difference(WUFFS + "artificial-gif/pixel-data-none.gif", "EOF detected", SOUND, 1, "a frame without its data (GIF89a 22)"),
    Difference(PILLOW + "issue_2811.gif", "LZW code sizes above 8", SOUND, 1, "giflib reads none; nothing is proven, which is said"),
    Difference(PILLOW + "test_extents_transparency.gif", "neither an image", SOUND, 1, "ends in rubbish (GIF89a, appendix B)"),
    Difference(WUFFS + "artificial-gif/", SOUND, "palette", 1, "without any colour table the viewer's own counts (GIF89a 18)"),
    Difference(PILLOW, SOUND, "palette", 2, "without any colour table the viewer's own counts (GIF89a 18)"),
    Difference(WUFFS + "artificial-gif/", SOUND, "Invalid top position", 1, "decodes; that it leaves the screen is a warning"),
    Difference(WUFFS + "artificial-gif/", SOUND, "LZW decode failed", 1, "a frame of no width has no pixels to decode"),
    Difference("lovell+sharp/test/fixtures/rotating-squares.gif", SOUND, "invalid block label", 1, "after the trailer: trailing-data"),
    # JPEG
    Difference(FUZZED + "jpeg/", "past the end", SOUND, 11, "cut inside a segment (T.81 B.1.1.4)"),
    Difference(PILLOW + "truncated_jpeg.jpg", "before the EOI", SOUND, 1, "cut, and ffmpeg shows what came (T.81 B.2.1)"),
    Difference(FUZZED + "jpeg/", "quantization table", SOUND, 9, "a frame names a table that nothing defines (T.81 B.2.4.1)"),
    Difference(FUZZED + "jpeg/", "DQT segment", SOUND, 1, "a table that its segment does not hold whole (T.81 B.2.4.1)"),
    Difference(FUZZED + "jpeg/", "extraneous bytes", SOUND, 2, "libjpeg warns of damage in the data"),
    Difference("debian+libimage-size-perl/t/letter_T.jpg", "premature end", SOUND, 1, "libjpeg warns of damage in the data"),
    Difference("debian+gst-plugins-bad1.0/", "no frame header", SOUND, 1, "H.264 in APP4: as a JPEG it shows nothing"),
    Difference(WUFFS + "artificial-jpeg/", "is less than 2", SOUND, 1, "a segment of length 0 (T.81 B.1.1.4)"),
    Difference("sindresorhus+file-type/fixture/", "JPEG-LS", SOUND, 4, "another standard (ISO 14495-1) and decoder"),
    Difference("libjpeg-turbo+libjpeg-turbo/testimages/monkey12.jpg", "result is unknown", SOUND, 1, "12 bits a sample: not for libjpeg"),
    Difference("lovell+sharp/test/fixtures/testimgl.jpg", "result is unknown", SOUND, 1, "lossless: not for libjpeg"),
    Difference("libjpeg-turbo+libjpeg-turbo/testimages/testimgari.jpg", SOUND, "No JPEG data", 1, "arithmetic coding: not for ffmpeg"),
    Difference(WUFFS + "peacock", SOUND, "no word", 2, "sampling that ffmpeg says it cannot read yet (T.81 A.1.1)"),
    Difference(PILLOW, SOUND, "EXIF", 5, "damaged EXIF: no pixel depends on it"),
    Difference(FUZZED + "jpeg/", SOUND, "ZRL overflow", 1, "a run past the end of a block, which libjpeg takes in silence"),
    # PNG
    Difference(PILLOW + "apng/", "sequence number", SOUND, 6, "made to be wrong (PNG 11.3.6: the numbers go up one by one)"),
    Difference(PILLOW + "apng/", "acTL", SOUND, 4, "made to be wrong (PNG 11.3.6.1: acTL counts the frames)"),
    Difference("image-rs+image-png/tests/", "CRC", SOUND, 3, "a wrong CRC, which ffmpeg does not look at (PNG 13.2)"),
    Difference("pnggroup+libpng/contrib/testpngs/crashers/badcrc.png", "CRC", SOUND, 1, "a wrong CRC (PNG 13.2)"),
    Difference("pnggroup+libpng/contrib/testpngs/crashers/", SOUND, "pHYs after IDAT", 1, "ancillary chunks, empty or out of place"),
    Difference(PILLOW + "unknown_compression_method.png", SOUND, "iCCP", 1, "a damaged profile, which is a warning: no pixel depends on it"),
    Difference("apache+tika/tika-core/", SOUND, "Invalid PNG signature", 1, "after IEND: trailing-data"),
    Difference("cmarrin+videomonkey/images/wma.png", SOUND, "Invalid PNG signature", 1, "after IEND: trailing-data"),
    Difference("lovell+sharp/test/fixtures/image-in-alpha.png", SOUND, "inflate", 1, "a second file after IEND: trailing-data"),
    Difference(PILLOW + "tRNS_null_1x1.png", SOUND, "Invalid PNG signature", 1, "after IEND: trailing-data"),
    Difference(PILLOW + "apng/fctl_actl.png", SOUND, "Invalid data", 1, "acTL after fcTL but before IDAT (PNG 11.3.6.1 asks no more)"),
    Difference(PILLOW, SOUND, "no word", 2, "16 bits in an animation, and an ICC profile: ffmpeg stops, pngcheck finds no fault"),
    # MP4 and MOV
    Difference(MP4FF, "no samples", SOUND, 5, "an initialization segment has nothing to decode (ISO 14496-12, 8.16)"),
    Difference(MP4FF, "remaining fragments are missing", SOUND, 2, "8 of 3,900 seconds"),
    Difference(MP4PARSE, "no samples", SOUND, 3, "an initialization segment has nothing to decode (ISO 14496-12, 8.16)"),
    Difference(MP4PARSE, "encrypted", SOUND, 1, "nobody sees a picture without the key"),
    Difference("", SOUND, "dts to muxer", 2, "of ffmpeg's own output, not of the file"),
    Difference("", SOUND, "no video track", 12, "sound or subtitles alone: there is no picture to decode, and no-video-track says so"),
)


def truth():
    with open(pathlib.Path(CORPUS) / "truth.tsv", encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["path"]: row for row in rows if row["kind"] in KINDS}


def our_complaint(line):
    wrong = [each["message"] for each in line["findings"] if each["rule"] in BROKEN]
    return wrong[0] if wrong else SOUND


def their_complaint(row):
    return row["ffmpeg_decode_err"] or (SOUND if row["ffmpeg_decode_rc"] == "0" else "no word")


def explains(difference, path, ours, theirs):
    def fits(part, whole):
        return part in whole if part else not whole
    return path.startswith("files/" + difference.under) and fits(difference.ours, ours) and fits(difference.theirs, theirs)


class CorpusDecodeTest(ProgramTest):
    def test_what_decodes_is_what_decodes_elsewhere(self):
        rows = truth()
        answer = self.check("--depth", "decode", "--files-from", "-", given="\n".join(rows).encode(), cwd=CORPUS, timeout=1500)
        judged = {line["path"]: line for line in answer.lines}
        self.assertEqual(judged.keys(), rows.keys())
        used, unexplained, agreed = [0] * len(DIFFERENCES), [], 0
        for path, row in rows.items():
            ours, theirs = our_complaint(judged[path]), their_complaint(row)
            if bool(ours) == bool(theirs):
                agreed += 1
                continue
            if not ours and any(each["rule"] == "no-video-track" for each in judged[path]["findings"]):
                theirs += " (no video track)"
            fitting = [i for i, each in enumerate(DIFFERENCES) if explains(each, path, ours, theirs)]
            if fitting:
                used[fitting[0]] += 1
            else:
                unexplained.append(f"{path}: {ours or 'sound'}, and ffmpeg: {theirs or 'sound'}")
        wrong = [f"{each} explains {count} files" for each, count in zip(DIFFERENCES, used)
                 if WHOLE and count != each.files]
        print(f"decode compared on {len(rows)} files, agrees on {agreed}, {sum(used)} excepted")
        self.assertEqual(unexplained + wrong, [])


if __name__ == "__main__":
    unittest.main()
