"""Who is measured: a row for each way to look at files. Data only; a new peer is one row, and perhaps one reader of its
answers in answers.py."""

import dataclasses

from .media_folder import PICTURES, VIDEOS

ALL = PICTURES | VIDEOS


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    # {folder}: all of it, to be walked; {list}: a file with a path a line; {files}: all paths as arguments; {file}: one
    # path, and a process for each. {programs}: where ours are; {here}: this folder; {modules}: where npm installed.
    command: tuple
    formats: frozenset = ALL
    # How many files at most: so many that starting up does not count much, neither theirs nor ours on the same files.
    sample: int = 20_000
    # Which function of answers.py reads what it prints; None where it says nothing about format and size.
    answers: str | None = None
    version: tuple = ()
    # What may be left out because there is no such thing installed: a program, or a module of npm.
    needs: str = ""
    # Statuses that do not mean that the measurement failed.
    statuses: tuple = (0,)

    @property
    def a_process_each(self):
        return "{file}" in self.command


LISTED = ("--files-from", "{list}")
WALKED = ("{folder}",)


def ours(depth, jobs=1, given=LISTED, sample=20_000):
    return Peer(f"ours, {depth}" + f", {jobs} jobs" * (jobs > 1),
                ("{programs}/media-preflight", "check", "--output", "ndjson", "--depth", depth, "--jobs", str(jobs),
                 *given),
                sample=sample, answers="ours", statuses=(0, 1))


HEADER = ours("header")
HEADER_BOTH = ours("header", 2)
STRUCTURE = ours("structure")
DECODE = ours("decode", sample=400)

FLOOR = Peer("floor", ("{programs}/floor", "@{list}"))
# The whole folder, found by everybody for himself.
WALKERS = (Peer("floor", ("{programs}/floor", "{folder}")),
           Peer("floor, 2 threads", ("{programs}/floor", "{folder}", "2")),
           Peer("read everything", ("{programs}/read_everything", "{folder}")),
           ours("header", 1, WALKED), ours("header", 2, WALKED),
           ours("structure", 1, WALKED), ours("structure", 2, WALKED))

PEERS = (
    Peer("file", ("file", "--brief", "--files-from", "{list}"), sample=20_000, answers="file",
         version=("file", "--version"), needs="file"),
    Peer("exiftool", ("exiftool", "-json", "-FileType", "-ImageWidth", "-ImageHeight", "-@", "{list}"), sample=4_000,
         answers="exiftool", version=("exiftool", "-ver"), needs="exiftool"),
    Peer("mediainfo", ("mediainfo", "--Output=JSON", "{files}"), sample=2_000, answers="mediainfo",
         version=("mediainfo", "--Version"), needs="mediainfo"),
    Peer("identify -ping", ("identify", "-ping", "-format", "%m\t%w\t%h\n", "{files}"),
         formats=frozenset(("jpeg", "png")), sample=1_000, answers="columns", version=("identify", "-version"),
         needs="identify"),
    Peer("ffprobe", ("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                     "stream=width,height:format=format_name", "-of", "json", "{file}"), sample=12, answers="ffprobe",
         version=("ffprobe", "-version"), needs="ffprobe"),
    Peer("libavformat, open", ("{programs}/open_with_libavformat", "open", "{list}"), formats=VIDEOS, sample=4_000,
         answers="columns"),
    Peer("libavformat, stream info", ("{programs}/open_with_libavformat", "streams", "{list}"), formats=VIDEOS,
         sample=500, answers="columns"),
    Peer("image-size", ("node", "{here}/readers/image_sizes.mjs", "image-size", "{modules}", "{list}"),
         formats=PICTURES, sample=16_000, answers="columns", needs="npm:image-size"),
    Peer("probe-image-size", ("node", "{here}/readers/image_sizes.mjs", "probe-image-size", "{modules}", "{list}"),
         formats=PICTURES, sample=8_000, answers="columns", needs="npm:probe-image-size"),
    Peer("jpeginfo", ("jpeginfo", "{files}"), formats=frozenset(("jpeg",)), sample=1_000, answers="jpeginfo",
         version=("jpeginfo", "--version"), needs="jpeginfo", statuses=(0, 1)),
    Peer("gifsicle --info", ("gifsicle", "--info", "{files}"), formats=frozenset(("gif",)), sample=300,
         answers="gifsicle", version=("gifsicle", "--version"), needs="gifsicle"),
)

# Programs that touch every pixel; `tools/dev/bench decode` compares them with depth decode on the same files.
DECODERS = (
    Peer("pngcheck", ("pngcheck", "{files}"), formats=frozenset(("png",)), sample=200, answers="pngcheck",
         version=("pngcheck", "-h"), needs="pngcheck"),
    Peer("jpeginfo -c", ("jpeginfo", "-c", "{files}"), formats=frozenset(("jpeg",)), sample=200, answers="jpeginfo",
         version=("jpeginfo", "--version"), needs="jpeginfo", statuses=(0, 1)),
    # --unoptimize makes whole pictures of all frames, so each has to be decoded; with --info none is encoded again.
    Peer("gifsicle --unoptimize --info", ("gifsicle", "--unoptimize", "--info", "{files}"),
         formats=frozenset(("gif",)), sample=200, answers="gifsicle", version=("gifsicle", "--version"),
         needs="gifsicle"),
) + tuple(
    Peer(f"ffmpeg -f null ({form})",
         ("ffmpeg", "-v", "error", "-nostdin", "-threads", "1", "-i", "{file}", "-f", "null", "-"),
         formats=frozenset((form,)), sample=12, version=("ffmpeg", "-version"), needs="ffmpeg")
    for form in ("png", "jpeg", "gif", "mp4", "mov"))
