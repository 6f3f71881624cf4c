"""What one start of the program costs, next to the program which does nothing."""

import os
import statistics

from . import process


def measure(places, folder, times):
    program = str(places.programs / "media-preflight")
    smallest = min(folder.files, key=lambda each: each.bytes).path
    commands = {"true": ["true"], "--version": [program, "--version"],
                "check one small file": [program, "check", smallest],
                "check one small file, --jobs 1": [program, "check", "--jobs", "1", smallest]}
    seconds = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            seconds[name].append(process.run(command)["seconds"])
    libraries = process.said(["ldd", program]).count("=>")
    return {"times": times, "shared_libraries": libraries, "bytes_of_program": os.path.getsize(program),
            "seconds": {name: {"min": min(each), "median": statistics.median(each), "max": max(each)}
                        for name, each in seconds.items()}}


def shown(found):
    return "\n".join(f"- {name}: {1e3 * each['median']:.2f} ms ({1e3 * each['min']:.2f} to {1e3 * each['max']:.2f})"
                     for name, each in found["seconds"].items())
