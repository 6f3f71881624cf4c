#!/usr/bin/env python3
"""Makes the files in demo/, good and bad, the way people have them. Needs ffmpeg 5.1 with libx264.

Everything is drawn here: no file is copied from anywhere. What each is for stands in README.md beside this file.
"""

import pathlib
import struct
import subprocess
import zlib

demo = pathlib.Path(__file__).parent / "demo"
portraits = demo / "portraits"


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, colour_type: int, row) -> bytes:
    """row(y) gives the samples of one line."""
    lines = b"".join(b"\0" + row(y) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(lines, 9))
            + png_chunk(b"IEND", b""))


def sky(width: int, height: int) -> bytes:
    """A vertical gradient from blue to nearly white."""
    return png(width, height, 2, lambda y: bytes((90 + y * 150 // height, 140 + y * 100 // height, 220)) * width)


def badge(side: int) -> bytes:
    """An orange disc on nothing: RGBA."""
    def row(y):
        def pixel(x):
            inside = (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 2) ** 2
            return b"\xf2\x8c\x28\xff" if inside else b"\0\0\0\0"
        return b"".join(pixel(x) for x in range(side))
    return png(side, side, 6, row)


def ffmpeg(picture: str, *options: str, seconds: float = 0.0, form: str) -> bytes:
    """What ffmpeg makes of one of its own test pictures."""
    length = ["-t", str(seconds)] if seconds else ["-frames:v", "1"]
    path = demo / f".made.{form}"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture, *length,
                    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-threads", "1", *options,
                    str(path)], check=True)
    made = path.read_bytes()
    path.unlink()
    return made


def jpeg(picture: str) -> bytes:
    return ffmpeg(picture, "-q:v", "12", "-pix_fmt", "yuvj420p", form="jpg")


def video(picture: str, form: str, *options: str, seconds: float = 1.0) -> bytes:
    return ffmpeg(picture, "-c:v", "libx264", "-preset", "veryslow", "-crf", "40", "-pix_fmt", "yuv420p",
                  "-x264-params", "threads=1", "-movflags", "+faststart", *options, seconds=seconds, form=form)


def with_exif(picture: bytes, *, orientation: int = 1, gps: bool = False) -> bytes:
    """An APP1 segment after SOI: IFD0 with the orientation, and a GPS IFD with a position (Exif 2.32, 4.6)."""
    def entry(tag, kind, count, value):
        return struct.pack(">HHI4s", tag, kind, count, value)
    rationals = b"".join(struct.pack(">6I", d, 1, m, 1, s, 1) for d, m, s in ((47, 22, 5), (8, 32, 30)))
    entries = [entry(0x0112, 3, 1, struct.pack(">HH", orientation, 0))]
    gps_at = 8 + 2 + 12 * 2 + 4
    if gps:
        entries.append(entry(0x8825, 4, 1, struct.pack(">I", gps_at)))
    tiff = b"MM\0\x2a" + struct.pack(">I", 8) + struct.pack(">H", len(entries)) + b"".join(entries) + struct.pack(">I", 0)
    if gps:
        data_at = gps_at + 2 + 12 * 4 + 4
        tiff += struct.pack(">H", 4) + entry(1, 2, 2, b"N\0\0\0") + entry(2, 5, 3, struct.pack(">I", data_at))
        tiff += entry(3, 2, 2, b"E\0\0\0") + entry(4, 5, 3, struct.pack(">I", data_at + 24)) + struct.pack(">I", 0)
        tiff += rationals
    payload = b"Exif\0\0" + tiff
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + picture[2:]


def box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload) + 8) + kind + payload


def heic() -> bytes:
    """The boxes a phone writes in front of its picture (ISO 23008-12), and a picture of no use."""
    handler = box(b"hdlr", bytes(4) + bytes(4) + b"pict" + bytes(12) + b"\0")
    primary = box(b"pitm", bytes(4) + struct.pack(">H", 1))
    size = box(b"iprp", box(b"ipco", box(b"ispe", bytes(4) + struct.pack(">II", 4032, 3024))))
    return (box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + box(b"meta", bytes(4) + handler + primary + size)
            + box(b"mdat", bytes(64)))


def without_box(movie: bytes, kind: bytes) -> bytes:
    """Top-level boxes except the ones of this kind: what a recorder leaves that never finished."""
    kept, at = b"", 0
    while at < len(movie):
        length = int.from_bytes(movie[at:at + 4], "big")
        if movie[at + 4:at + 8] != kind:
            kept += movie[at:at + length]
        at += length
    return kept


def turned(movie: bytes, height: int) -> bytes:
    """The matrix of the track header as a phone held upright writes it (ISO 14496-12, 8.3.2)."""
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, height << 16, 0, 1 << 30)
    at = movie.index(b"tkhd") + 44
    return movie[:at] + matrix + movie[at + len(matrix):]


gradient = "gradients=size={size}:c0=0x335577:c1=0xddeeff:x0=0:y0=0:x1={x}:y1={y}:duration=2:speed=0.00001:seed=1:rate={rate}"


def gradient_picture(size: str, rate: int = 10) -> str:
    x, y = size.split("x")
    return gradient.format(size=size, x=x, y=y, rate=rate)


lobby = sky(1920, 1080)
files = {
    demo / "lobby.png": lobby,
    demo / "office.jpg": jpeg(gradient_picture("1280x720")),
    demo / "welcome loop.mp4": video(gradient_picture("1280x720"), "mp4"),
    demo / "Team photo.jpg": heic(),
    demo / "IMG_4021.MOV": turned(video("testsrc=size=1920x1080:rate=10", "mov", seconds=0.2), 1080),
    demo / "Screenshot 2026-03-02 at 09.14.33.png": lobby[:len(lobby) * 2 // 3],
    demo / "beach.jpg": with_exif(jpeg(gradient_picture("1920x1080")), gps=True),
    demo / "logo.png": badge(400),
    demo / "confetti.gif": ffmpeg("color=size=1280x720:rate=5:color=0x224466,drawbox=x=100+t*400:y=200:w=120:h=120:c=yellow:t=fill",
                                  seconds=1, form="gif"),
    demo / "town hall.mp4": (b"version https://git-lfs.github.com/spec/v1\n"
                             b"oid sha256:" + b"4d7a2146" * 8 + b"\nsize 8712345\n"),
    demo / "background-final.png": (b"<!DOCTYPE html>\n<html>\n<head><title>Sign in to continue</title></head>\n"
                                    b"<body><h1>Your session has expired</h1></body>\n</html>\n"),
    demo / "drone 4K.mp4": video("color=size=3840x2160:rate=10:color=0x557799", "mp4", seconds=0.3),
    demo / "stage.mp4": without_box(video(gradient_picture("1280x720"), "mp4"), b"moov"),
    demo / "wallpaper.jpeg": sky(1920, 1080),
    portraits / "anna.jpg": jpeg(gradient_picture("400x400")),
    portraits / "ben.jpg": with_exif(jpeg(gradient_picture("480x640")), orientation=6),
    portraits / "chris.gif": ffmpeg("color=size=200x200:color=0x884422", form="gif"),
    portraits / "dana.png": b"",
    portraits / "media-preflight.toml": b'# Everything in this folder is for profiles.\ndestination = "zoom-picture"\n',
}

if __name__ == "__main__":
    portraits.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        path.write_bytes(content)
        print(f"{len(content):8} {path.relative_to(demo)}")
