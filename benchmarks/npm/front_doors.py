"""Measures the ways into the engine beside each other: front_doors.py LIBRARY PACKAGE FOLDER writes a table as Markdown, and all
figures as JSON to the file that MEDIA_PREFLIGHT_FIGURES names. Called by tools/dev/bench npm, which has made the C library and the
npm package. The programs are those of the tests, which read paths and write the line of each."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DOORS = SOURCE / "tests" / "embedding" / "parity"
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".mp4", ".mov")
STARTS = 9
ROUNDS = 40
KIND = ("zoom-background", "structure")


def measured(launcher, command, paths):
    """Seconds, and the most memory in bytes that the process had."""
    with tempfile.TemporaryFile() as given:
        given.write(b"".join(os.fsencode(path) + b"\0" for path in paths))
        given.seek(0)
        done = subprocess.run([launcher, *command], stdin=given, capture_output=True, check=True, text=True)
    elapsed, processor, memory = done.stdout.split()
    return {"elapsed": float(elapsed), "processor": float(processor), "memory": int(memory) * 1024}


def figures_of(launcher, name, command, paths):
    """Of one file in one process, and of one more file in a process that checks many."""
    first = [measured(launcher, command, paths[:1]) for _ in range(STARTS)]
    once = [measured(launcher, command, paths) for _ in range(3)]
    many = [measured(launcher, command, paths * (ROUNDS + 1)) for _ in range(3)]

    def median(runs, key):
        return statistics.median(run[key] for run in runs)
    return {"name": name, "first_elapsed": median(first, "elapsed"), "first_processor": median(first, "processor"),
            "each_processor": (median(many, "processor") - median(once, "processor")) / ROUNDS / len(paths),
            "first_memory": median(first, "memory"), "many_memory": median(many, "memory")}


def compiled(source, folder, *arguments):
    program = folder / source.stem
    subprocess.run(["cc", "-std=gnu99", "-O2", f"-I{SOURCE}/lib/c/include", source, *arguments, "-o", program], check=True)
    return program


def commands(library, package, folder):
    program = compiled(DOORS / "c_front_door.c", folder, library, f"-Wl,-rpath,{library.parent}")
    shutil.copytree(SOURCE / "lib" / "python" / "media_preflight", folder / "media_preflight")
    shutil.copy(library, folder / "media_preflight" / "libmedia_preflight.so.0")
    node = shutil.which("node")
    for mode in ("file", "bytes", "session"):
        yield f"C, {mode}", [program, mode, *KIND]
    for mode in ("path", "bytes", "file"):
        yield f"Python, {mode}", [sys.executable, DOORS / "python_front_door.py", folder, mode, *KIND]
    yield "Python alone", [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]
    for mode in ("path", "bytes", "blob"):
        yield f"Node.js, {mode}", [node, DOORS / "npm_front_door.mjs", package, mode, *KIND]
    yield "Node.js alone", [node, "-e", 'require("fs").readFileSync(0)']


def main():
    library, package, media = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    paths = sorted(path for path in media.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        launcher = compiled(pathlib.Path(__file__).with_name("measured.c"), pathlib.Path(folder))
        figures = [figures_of(launcher, name, command, paths) for name, command in commands(library, package, pathlib.Path(folder))]
    load = os.getloadavg()[0]
    if place := os.environ.get("MEDIA_PREFLIGHT_FIGURES"):
        pathlib.Path(place).write_text(json.dumps({"files": len(paths), "load": load, "figures": figures}, indent=1) + "\n")
    print(f"""# The ways into the engine

{len(paths)} pictures and videos of testdata, warm, load {load:.1f}. One file: a process from its start to its end, the median of {STARTS}. A
file: processor time of one more in a process that checks {ROUNDS * len(paths)}. Memory: the most that was resident, for one file and for all of them;
a language alone shows what of it is the interpreter.

|  | one file | of the processor | a file | memory, one file | memory, all |
| --- | ---: | ---: | ---: | ---: | ---: |""")
    for row in figures:
        print(f"| {row['name']} | {row['first_elapsed'] * 1e3:.1f} ms | {row['first_processor'] * 1e3:.1f} ms | "
              f"{'' if row['name'].endswith('alone') else str(round(row['each_processor'] * 1e6)) + ' µs'} | "
              f"{row['first_memory'] / 2**20:.1f} MiB | {row['many_memory'] / 2**20:.1f} MiB |")


if __name__ == "__main__":
    main()
