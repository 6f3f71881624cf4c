#!/usr/bin/env python3
"""Makes the wheel of lib/python around a built C library: wheel.py LIBRARY FOLDER. Prints its path. Needs nothing but the
interpreter; the same input gives the same bytes, with the time in SOURCE_DATE_EPOCH."""

import base64
import hashlib
import os
import pathlib
import platform
import re
import subprocess
import sys
import time
import zipfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = SOURCE / "lib" / "python" / "media_preflight"
NAME = "media_preflight"


def version():
    return re.search(r"project\(media_preflight VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))[1]


def platform_tag(library):
    """PEP 600: the oldest glibc that has all symbols which the library wants, where it wants nothing but glibc."""
    symbols = subprocess.run(["objdump", "-T", library], check=True, capture_output=True, text=True).stdout
    wanted = [tuple(map(int, found)) for found in re.findall(r"\(?GLIBC_([0-9]+)\.([0-9]+)", symbols)]
    major, minor = max(wanted, default=(2, 17))
    return f"manylinux_{major}_{minor}_{platform.machine()}"


def metadata():
    return f"""Metadata-Version: 2.1
Name: media-preflight
Version: {version()}
Summary: Checks pictures and videos before an upload
License: MIT
Requires-Python: >=3.8
Classifier: License :: OSI Approved :: MIT License
Classifier: Operating System :: POSIX :: Linux
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

{(SOURCE / "lib" / "python" / "README.md").read_text(encoding="utf-8")}"""


def record_line(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def contents(library):
    """Name in the wheel and bytes, in the order in which they are written."""
    files = {f"{NAME}/{file.name}": file.read_bytes() for file in sorted(PACKAGE.iterdir()) if file.suffix == ".py" or file.name == "py.typed"}
    files[f"{NAME}/libmedia_preflight.so.0"] = pathlib.Path(library).read_bytes()
    folder = f"{NAME}-{version()}.dist-info"
    files[f"{folder}/METADATA"] = metadata().encode()
    files[f"{folder}/LICENSE"] = (SOURCE / "LICENSE").read_bytes()
    tag = f"py3-none-{platform_tag(library)}"
    files[f"{folder}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: media-preflight\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    record = f"{folder}/RECORD"
    files[record] = ("".join(record_line(*item) for item in files.items()) + f"{record},,\n").encode()
    return tag, files


def main(library, folder):
    moment = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "315532800")), 315532800))[:6]  # ZIP begins with 1980
    tag, files = contents(library)
    wheel = pathlib.Path(folder) / f"{NAME}-{version()}-{tag}.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = (0o100755 if ".so" in name else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    print(wheel)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
