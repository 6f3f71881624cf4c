"""More paths than there are files: the folder under many names."""

import pathlib

from . import peers, process, rounds


def listed(folder, count):
    """A list of `count` different paths, each to a file of the folder."""
    path = folder.cache / f"paths-{count}.list"
    names = [str(pathlib.Path(each.path).relative_to(folder.folder)) for each in folder.files]
    links = folder.cache / f"names-of-{folder.folder.name}"
    links.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8") as lines:
        for first in range(0, count, len(names)):
            link = links / f"{first // len(names):05}"
            if not link.is_symlink():
                link.symlink_to(folder.folder)
            lines.writelines(f"{link}/{name}\n" for name in names[:count - first])
    return str(path)


def memory(places, folder, counts, tell):
    """The most memory that ours ever has at each number of paths."""
    found = []
    for count in counts:
        command = rounds.command_of(peers.STRUCTURE, places, [], listed(folder, count))
        said = folder.cache / "memory.txt"
        cost = process.run([str(places.programs / "peak_memory"), *command], errors=str(said))
        found.append({"paths": count, **cost, "peak_kib": int(said.read_text(encoding="utf-8").split()[-1])})
        tell(f"{count} paths looked at")
    return found


def shown(found):
    fewest, most = found[0], found[-1]
    a_path = (most["peak_kib"] - fewest["peak_kib"]) * 1024 / max(1, most["paths"] - fewest["paths"])
    return "\n".join(f"- {each['paths']} paths: {each['peak_kib']} KiB" for each in found) + (
        f"\n- so {a_path:.0f} bytes per path")
