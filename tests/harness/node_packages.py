"""Programs from npm that tests check outputs with. They are installed once, into the folder of the build, as the lock
file beside their list says; a test that wants one skips itself where that cannot be done."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"]) / "tests" / "output" / "node"
SKIPPED = 77


def skip(reason):
    """Ends the test program as ctest expects it of one that could not run."""
    print(f"skipped: {reason}", file=sys.stderr)
    sys.exit(SKIPPED)


def node_packages():
    """The folder that holds node_modules. Ends the program where npm is missing or has no network."""
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node and npm are not installed")
    folder = pathlib.Path(os.environ["NODE_PACKAGES_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run at the same time
        wanted = (SOURCE / "package-lock.json").read_bytes()
        done = folder / "installed.json"
        if not done.exists() or done.read_bytes() != wanted:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(SOURCE / name, folder / name)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
            try:
                subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=300)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                skip(f"npm could not install what this needs: {error.stderr}")
            done.write_bytes(wanted)
    return folder
