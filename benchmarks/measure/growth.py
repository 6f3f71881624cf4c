"""Time against the number of files, for each subject until it takes too long."""

import statistics

from . import many_paths, media_folder, peers, rounds

# What a subject may take at one number of files before it is left out at the next, which is ten times as large.
PATIENCE_SECONDS = 3.0
SUBJECTS = ("file", "exiftool", "mediainfo", "ffprobe")


def measure(places, folder, counts, times, tell):
    members = [peers.FLOOR, peers.HEADER, peers.STRUCTURE,
               *(each for each in peers.PEERS if each.name in SUBJECTS and places.has(each.needs))]
    names = {each.name: each.name + ", a process each" * each.a_process_each for each in members}
    found = {names[each.name]: [] for each in members}
    for count in counts:
        list_name = many_paths.listed(folder, count)
        with open(list_name, encoding="utf-8") as lines:
            files = [media_folder.File(line.rstrip("\n"), "", 0, 0, 0) for line in lines]
        rounds.warm(places, list_name)
        seconds = {each.name: [] for each in members}
        for _ in range(times if count < 1_000 else 1):
            for each in members:
                cost = rounds.measure(each, places, files, list_name, str(places.cache / "growth.out"))
                seconds[each.name].append(cost["seconds"])
        for each in members:
            found[names[each.name]].append((count, statistics.median(seconds[each.name])))
        members = [each for each in members if found[names[each.name]][-1][1] < PATIENCE_SECONDS]
        tell(f"{count} files done")
    return found
