"""Runs the commands that are advised for videos, on files that have the finding, and checks what they make."""

import shutil
import struct
import subprocess
import unittest

from program import ProgramTest

FFMPEG = shutil.which("ffmpeg")
EXIFTOOL = shutil.which("exiftool")
IMAGEMAGICK = shutil.which("convert") and b"ImageMagick" in subprocess.run(["convert", "-version"], check=False, capture_output=True).stdout
POSITIONS = ("-GPSLatitude", "-GPSLongitude", "-GPSPosition", "-GPSCoordinates", "-LocationInformation")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' \
      b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,31.2N" ' \
      b'exif:GPSLongitude="13,24.3E"/></rdf:RDF></x:xmpmeta>'


def box(kind, payload):
    return struct.pack(">I", 8 + len(payload)) + kind + payload


XMP_UUID = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP)


@unittest.skipUnless(FFMPEG, "ffmpeg is not installed")
class AdviceTest(ProgramTest):
    def make(self, name, *options, size="640x480"):
        picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=10:duration=0.3"]
        self.ffmpeg(*picture, *options, name)

    def ffmpeg(self, *arguments):
        subprocess.run([FFMPEG, "-nostdin", "-v", "error", "-y", *arguments], cwd=self.folder, check=True)

    def finding(self, name, rule, *options):
        [line] = self.check("--depth", "decode", *options, name).lines
        found = {finding["rule"]: finding for finding in line["findings"]}
        self.assertIn(rule, found, name)
        return found[rule]

    def must_help(self, name, rule, *options):
        """What the advised command makes has nothing left to say about."""
        fix = self.finding(name, rule, *options)["fix"]
        start = max(map(fix.rfind, ("ffmpeg -i FILE", "exiftool ", "convert FILE", "gifsicle ")))
        self.assertGreaterEqual(start, 0, fix)
        command = fix[start:].replace("FILE", name).replace("ffmpeg", "ffmpeg -nostdin -v error -y")
        subprocess.run(command, shell=True, cwd=self.folder, check=True)
        made = command.split()[-1]
        [line] = self.check("--depth", "decode", *options, made).lines
        self.assertEqual([finding["message"] for finding in line["findings"]], [], command)
        return made

    def test_pixel_formats(self):
        for name, size, layout in (("444", "641x481", "yuv444p"), ("deep", "640x480", "yuv422p10le")):
            with self.subTest(name):
                self.make(f"{name}.mp4", "-c:v", "libx264", "-pix_fmt", layout, size=size)
                self.must_help(f"{name}.mp4", "video-pixel-format-uncommon")

    def test_high_dynamic_range(self):
        for name, transfer, size in (("pq", "smpte2084", "1924x1084"), ("hlg", "arib-std-b67", "640x480")):
            with self.subTest(name):
                self.make(f"{name}.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p10le", "-color_trc", transfer,
                          "-color_primaries", "bt2020", "-colorspace", "bt2020nc", size=size)
                self.must_help(f"{name}.mp4", "video-hdr")

    def test_sizes_and_codecs(self):
        self.make("large.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", size="1924x1084")
        self.must_help("large.mp4", "video-too-large")
        self.make("small.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", size="200x100")
        self.must_help("small.mp4", "video-too-small")
        self.make("visual.mp4", "-c:v", "mpeg4")
        self.must_help("visual.mp4", "video-codec-uncommon")
        self.make("unused.mov", "-c:v", "ffv1")
        self.must_help("unused.mov", "not-examined")
        self.make("other.mkv", "-c:v", "libx264", "-pix_fmt", "yuv444p", size="641x481")
        self.must_help("other.mkv", "format-not-accepted")

    def test_files_that_are_too_large(self):
        for name, most in (("small", 500_000), ("medium", 2_000_000)):
            self.write("media-preflight.toml",
                       f'[destinations.{name}]\nextends = "zoom-background"\nmax-bytes = {most}\n')
            if name == "small":
                for video in ("noisy.mp4", "noisy.mov"):
                    self.make(video, "-vf", "noise=alls=40:allf=t", "-c:v", "libx264", "-crf", "8", "-pix_fmt", "yuv420p")
                    self.must_help(video, "file-too-large", "--for", name)
                if shutil.which("gifsicle"):
                    self.make("noisy.gif", "-frames:v", "1", "-vf", "noise=alls=40", "-r", "10", size="1280x720")
                    fix = self.finding("noisy.gif", "file-too-large", "--for", name)["fix"]
                    command = fix[fix.rfind("gifsicle "):].replace("FILE", "noisy.gif")
                    subprocess.run(command, shell=True, cwd=self.folder, check=True)
                    sizes = [(self.folder / made).stat().st_size for made in ("out.gif", "noisy.gif")]
                    self.assertLess(sizes[0], sizes[1])
            elif IMAGEMAGICK:
                for picture in ("noisy.png", "noisy.jpg"):
                    self.make(picture, "-frames:v", "1", "-vf", "noise=alls=60", "-q:v", "1", size="1920x1080")
                    self.must_help(picture, "file-too-large", "--for", name)

    def test_matrices(self):
        self.make("plain.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
        plain = (self.folder / "plain.mp4").read_bytes()
        header = plain.index(b"tkhd")
        one, none, minus = b"\0\1\0\0", bytes(4), b"\xff\xff\0\0"
        w = b"\x40\0\0\0"
        for name, matrix in (("90", none + one + none + minus + none), ("180", minus + none + none + none + minus),
                             ("270", none + minus + none + one + none), ("mirrored", minus + none + none + none + one)):
            with self.subTest(name):
                turned = bytearray(plain)
                turned[header + 44:header + 80] = matrix + none + none + none + w
                self.write(f"{name}.mp4", bytes(turned))
                self.must_help(f"{name}.mp4", "video-rotated")

    def test_a_track_that_is_switched_off(self):
        self.make("on.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
        off = bytearray((self.folder / "on.mp4").read_bytes())
        off[off.index(b"tkhd") + 7] &= 0xFE
        self.write("off.mp4", bytes(off))
        self.must_help("off.mp4", "video-disabled")

    def test_positions(self):
        encode = ("-c:v", "libx264", "-pix_fmt", "yuv420p")
        self.make("plain.mp4", *encode)
        self.make("xyz.mp4", *encode, "-metadata", "location=+52.5200+013.4050/")
        self.make("keys.mov", *encode, "-movflags", "use_metadata_tags",
                  "-metadata", "com.apple.quicktime.location.ISO6709=+52.5200+013.4050/")
        plain = (self.folder / "plain.mp4").read_bytes()
        self.write("xmp.mp4", plain + XMP_UUID)
        loci = bytes(4) + b"\x15\xc7" + b"\0" + b"\0" + struct.pack(">iii", 13 << 16, 52 << 16, 0) + b"\0\0"
        self.write("udta.mp4", plain + box(b"udta", box(b"loci", loci)))
        for name in ("xyz.mp4", "keys.mov", "xmp.mp4", "udta.mp4"):
            with self.subTest(name):
                made = self.must_help(name, "location-metadata")
                if EXIFTOOL:
                    left = subprocess.run([EXIFTOOL, "-ee", "-a", *POSITIONS, made], cwd=self.folder, check=True,
                                          capture_output=True)
                    self.assertEqual(left.stdout, b"")


if __name__ == "__main__":
    unittest.main()
