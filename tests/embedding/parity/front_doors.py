"""The ways into the engine. Each is a program that reads paths that end with NUL, and writes the line of each: one process for
many files. A new one is a function here that returns the command, or None where what it needs is missing, and a name in DOORS."""

import functools
import os
import pathlib
import shutil
import subprocess
import sys

import npm_package
import staged_package

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
LIBRARY = pathlib.Path(os.environ["MEDIA_PREFLIGHT_C_LIBRARY"])
HERE = SOURCE / "tests" / "embedding" / "parity"


@functools.cache
def _c_program(folder):
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    program = folder / "c_front_door"
    subprocess.run([compiler, "-std=gnu99", "-Wall", "-Wextra", "-Werror", "-O1", f"-I{SOURCE}/lib/c/include", HERE / "c_front_door.c", LIBRARY,
                    f"-Wl,-rpath,{LIBRARY.parent}", "-o", program], check=True)
    return program


@functools.cache
def _python_package():
    return staged_package.stage()


def c_door(mode, folder):
    program = _c_program(folder)
    return program and [program, mode]


def python_door(mode, _):
    return [sys.executable, HERE / "python_front_door.py", _python_package(), mode]


@functools.cache
def _npm_package():
    try:
        return npm_package.install() / "node_modules" / "media-preflight"
    except npm_package.Missing:
        return None


def npm_door(mode, _):
    package = _npm_package()
    return package and [npm_package.NODE, HERE / "npm_front_door.mjs", package, mode]


#: Name, how it is made, and with which mode. What reads a file whole is given small ones only.
DOORS = (
    ("C bytes", c_door, "bytes"),
    ("C file", c_door, "file"),
    ("C session", c_door, "session"),
    ("Python bytes", python_door, "bytes"),
    ("Python path", python_door, "path"),
    ("Python file object", python_door, "file"),
    ("JavaScript path", npm_door, "path"),
    ("JavaScript Blob", npm_door, "blob"),
    ("JavaScript bytes", npm_door, "bytes"),
    ("JavaScript pieces", npm_door, "pieces"),
)
READ_WHOLE = ("bytes", "blob")
