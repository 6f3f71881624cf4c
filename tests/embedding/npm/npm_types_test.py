"""The types of the package are those of what it does: TypeScript takes a program that uses all of them, and refuses wrong ones."""

import subprocess
import sys
import unittest

import npm_package

try:
    WORK = npm_package.install(with_dependencies=True)
except npm_package.Missing as missing:
    print(missing)
    sys.exit(npm_package.SKIPPED)

TSC = WORK / "node_modules" / "typescript" / "bin" / "tsc"


class NpmTypesTest(unittest.TestCase):
    def test_all_of_it_is_accepted_and_what_is_wrong_is_not(self):
        for resolution in (("nodenext", "nodenext"), ("esnext", "bundler")):
            module, way = resolution
            # Where something marked with @ts-expect-error is no error, that is one.
            ran = subprocess.run([npm_package.NODE, TSC, "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", module,
                                  "--moduleResolution", way, WORK / "types" / "uses.ts",
                                  *([WORK / "types" / "node_uses.ts"] if way == "nodenext" else [])], capture_output=True, text=True, check=False)
            self.assertEqual(ran.stdout + ran.stderr, "")
            self.assertEqual(ran.returncode, 0)


if __name__ == "__main__":
    unittest.main()
