"""Builds the npm package once for all tests that use it, and installs it beside a copy of their modules."""

import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from program import SANITIZED

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
PROGRAM = pathlib.Path(os.environ["MEDIA_PREFLIGHT_PROGRAM"])
HERE = SOURCE / "tests" / "embedding" / "npm"
WORK = PROGRAM.parent.parent / "npm"
NODE = shutil.which("node")
SKIPPED = 77


def _newest(*folders):
    return max(file.stat().st_mtime for folder in folders for file in folder.rglob("*") if file.is_file())


class Missing(Exception):
    """What is needed is not there, so there is nothing to test."""


def _build():
    """The tarball, made again where a source is newer."""
    built = sorted(WORK.glob("*.tgz"))
    newest = _newest(SOURCE / "lib" / "preflight", SOURCE / "lib" / "npm", SOURCE / "tools" / "media-preflight")
    if built and built[0].stat().st_mtime > newest:
        return built[0]
    made = subprocess.run([SOURCE / "lib" / "npm" / "build", WORK], stdout=subprocess.PIPE, text=True)
    if made.returncode == 2:
        raise Missing("what compiles to WebAssembly is not installed")
    made.check_returncode()
    return pathlib.Path(made.stdout.strip())


def _install_dependencies():
    """What the tests use of the registry, of the versions in package-lock.json."""
    lock = HERE / "package-lock.json"
    have = WORK / "package-lock.json"
    if (WORK / "node_modules" / ".package-lock.json").exists() and have.read_bytes() == lock.read_bytes():
        return
    if shutil.which("npm") is None:
        raise Missing("npm is not installed")
    # Not in place: npm empties node_modules first, and another test may be running the package that is in it.
    with tempfile.TemporaryDirectory(dir=WORK, prefix="install-") as fresh:
        fresh = pathlib.Path(fresh)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh / name)
        made = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=fresh)
        if made.returncode != 0:
            raise Missing("the registry cannot be reached")
        shutil.copytree(fresh / "node_modules", WORK / "node_modules", symlinks=True, dirs_exist_ok=True)
        shutil.copy(lock, have)


def install(with_dependencies=False):
    """The folder in which node finds the package, and the modules of the tests."""
    if SANITIZED:
        raise Missing("no sanitizer reaches what is compiled to WebAssembly")
    if NODE is None:
        raise Missing("node is not installed")
    WORK.mkdir(parents=True, exist_ok=True)
    with open(WORK / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tarball = _build()
        if with_dependencies:
            _install_dependencies()
        package = WORK / "node_modules" / "media-preflight"
        stamp = package / ".stamp"
        if not stamp.exists() or stamp.stat().st_mtime < tarball.stat().st_mtime:
            shutil.rmtree(package, ignore_errors=True)
            package.mkdir(parents=True)
            subprocess.run(["tar", "-xzf", tarball, "-C", package, "--strip-components=1"], check=True)
            stamp.touch()
        for folder in (folder for folder in HERE.iterdir() if folder.is_dir()):
            shutil.copytree(folder, WORK / folder.name, dirs_exist_ok=True)
    return WORK


def install_or_skip(with_dependencies=False):
    try:
        return install(with_dependencies)
    except Missing as missing:
        print(missing)
        sys.exit(SKIPPED)


def node(*arguments, **options):
    return subprocess.run([NODE, *map(str, arguments)], cwd=WORK, **options)


def run_node_tests(folder, with_dependencies=False, in_one_process=False):
    """All *.test.mjs of a folder, by node's own runner; in one process, they share what they import."""
    install_or_skip(with_dependencies)
    files = sorted((WORK / folder).glob("*.test.mjs"))
    imports = "".join(f"await import({json.dumps(file.as_uri())});" for file in files)
    sys.exit(node(*(["--input-type=module", "--eval", imports] if in_one_process else ["--test", *files])).returncode)
