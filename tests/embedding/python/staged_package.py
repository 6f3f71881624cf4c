"""Makes the package importable as a wheel would: its sources beside the built library. For the tests beside this file."""

import atexit
import os
import pathlib
import shutil
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["MEDIA_PREFLIGHT_SOURCE_DIR"])
LIBRARY = pathlib.Path(os.environ["MEDIA_PREFLIGHT_C_LIBRARY"])


def stage():
    folder = tempfile.mkdtemp(prefix="media-preflight-python-")
    atexit.register(shutil.rmtree, folder)
    package = pathlib.Path(folder) / "media_preflight"
    shutil.copytree(SOURCE / "lib" / "python" / "media_preflight", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(LIBRARY, package / "libmedia_preflight.so.0")
    sys.path.insert(0, folder)
    return pathlib.Path(folder)
