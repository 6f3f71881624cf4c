"""The folder of media files that is measured on: made once for a number of files and a seed, then kept."""

import dataclasses
import pathlib
import random
import shutil

from . import process

PICTURES = frozenset(("jpeg", "png", "gif"))
VIDEOS = frozenset(("mp4", "mov"))


@dataclasses.dataclass(frozen=True)
class File:
    path: str
    format: str
    width: int
    height: int
    bytes: int


class MediaFolder:
    def __init__(self, programs, cache, files, seed):
        self.seed = seed
        self.cache = pathlib.Path(cache)
        self.folder = self.cache / f"folder-{files}-{seed}"
        listed = self.cache / f"folder-{files}-{seed}.tsv"
        if not listed.exists():
            self._make(programs, listed, files)
        with open(listed, encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        self.files = [File(str(self.folder / name), form, int(width), int(height), int(size))
                      for name, form, width, height, size in rows]

    def _make(self, programs, listed, files):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        unfinished = listed.with_suffix(".unfinished")
        made = process.run([str(programs / "make_folder"), str(self.folder), str(unfinished), "--files", str(files),
                            "--seed", str(self.seed)], errors=str(listed) + ".log")
        if made["status"] != 0:
            raise SystemExit(f"make_folder failed; see {listed}.log")
        # Renamed last, so that a folder cut short is made again.
        unfinished.rename(listed)

    def sample(self, formats, most=None):
        """Files of these formats, spread over the folder; always the same ones."""
        fitting = [each for each in self.files if each.format in formats]
        if most is None or len(fitting) <= most:
            return fitting
        chosen = random.Random(self.seed).sample(range(len(fitting)), most)
        return [fitting[index] for index in sorted(chosen)]

    def listed(self, name, files):
        """The paths in a file, one a line."""
        path = self.cache / f"{name}.list"
        path.write_text("".join(each.path + "\n" for each in files), encoding="utf-8")
        return str(path)

    def described(self):
        counts = {}
        for each in self.files:
            counts[each.format] = counts.get(each.format, 0) + 1
        return {"files": len(self.files), "bytes": sum(each.bytes for each in self.files), "seed": self.seed,
                "formats": counts}
