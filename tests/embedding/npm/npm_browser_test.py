"""The package in a browser: Uppy, FilePond and the demo page, in a Chromium without a window."""

import pathlib
import sys

import npm_package

if __name__ == "__main__":
    if not pathlib.Path("/usr/bin/chromium").exists():
        print("chromium is not installed")
        sys.exit(npm_package.SKIPPED)
    npm_package.run_node_tests("browser", with_dependencies=True, in_one_process=True)
