"""The C library as others get it: what it exports and needs, its header, its examples, its ABI, and memory that runs out."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from program import DEMO, PROGRAM, SANITIZED, SOURCE

LIBRARY = pathlib.Path(os.environ["MEDIA_PREFLIGHT_C_LIBRARY"])
HOME = SOURCE / "lib" / "c"
INCLUDE = HOME / "include"
HEADER = INCLUDE / "preflight" / "preflight.h"
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
COMPILER = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)


def definitions():
    """Of every function in the header, each doing nothing."""
    text = HEADER.read_text(encoding="utf-8")
    for prototype in re.findall(r"^MPF_API ([^;]*);", text, flags=re.MULTILINE):
        yield prototype + (" {}" if prototype.startswith("void ") else " { return 0; }")


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def lines_of_program(*paths):
    """Sorted, as the program sorts them."""
    done = subprocess.run([PROGRAM, "check", "--output", "ndjson", *paths], capture_output=True, check=False)
    return done.stdout.splitlines()[:-1]


def declared():
    return set(re.findall(r"\b(mpf_[a-z_]+)\(", re.sub(r"/\*.*?\*/", "", HEADER.read_text(encoding="utf-8"), flags=re.DOTALL)))


class LibraryTest(unittest.TestCase):
    maxDiff = None

    def test_it_exports_what_the_header_declares_under_one_version_and_nothing_else(self):
        exported = {line.split()[-1] for line in output_of("nm", "-D", "--defined-only", LIBRARY).splitlines()}
        exported.discard("MEDIA_PREFLIGHT_0")
        self.assertEqual({name for name in exported if not name.startswith("__asan")},
                         {f"{name}@@MEDIA_PREFLIGHT_0" for name in declared()})

    def test_it_needs_the_c_library_alone(self):
        if SANITIZED:
            self.skipTest("sanitizers need more")
        needed = re.findall(r"NEEDED.*\[(.*)\]", output_of("readelf", "-d", LIBRARY))
        self.assertEqual([name for name in needed if not re.match(r"(libc|libm|ld-linux.*)\.so", name)], [])

    def test_its_name_is_that_of_its_interface(self):
        self.assertIn("[libmedia_preflight.so.0]", output_of("readelf", "-d", LIBRARY))


@unittest.skipIf(COMPILER is None, "there is no C compiler")
class SourceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="media-preflight-c-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def build(self, source, *more):
        if SANITIZED:
            self.skipTest("a C program without the sanitizer cannot load the library")
        program = self.folder / source.stem
        subprocess.run([COMPILER, *more, f"-I{INCLUDE}", source, LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}", "-o", program], check=True)
        return program

    def test_the_header_compiles_alone_as_c_and_as_cpp_without_a_warning(self):
        source = self.folder / "alone.c"
        source.write_text("#include <preflight/preflight.h>\n#include <preflight/preflight.h>\nint main(void) { return 0; }\n")
        for compiler in filter(shutil.which, ("gcc", "clang")):
            for language in (["-xc", *STRICT], ["-xc", "-std=c11", *STRICT[1:]], ["-xc++", "-std=c++11", *STRICT[1:]]):
                subprocess.run([compiler, *language, "-fsyntax-only", f"-I{INCLUDE}", source], check=True)

    def test_programs_that_were_built_before_still_run(self):
        """Compares all that the header declares, compiled, with what was kept of it when it was published."""
        if shutil.which("abidiff") is None:
            self.skipTest("abidiff is missing (abigail-tools)")
        stub = self.folder / "stub.c"
        stub.write_text("#include <preflight/preflight.h>\n" + "\n".join(definitions()), encoding="utf-8")
        library = self.folder / "libmedia_preflight.so.0"
        subprocess.run([COMPILER, "-g", "-shared", "-fPIC", f"-I{INCLUDE}", f"-Wl,--version-script={HOME / 'libmedia_preflight.map'}",
                        f"-Wl,-soname,{library.name}", "-nostdlib", stub, "-o", library], check=True)
        kept = HOME / "abi" / f"{library.name}.abi"
        if "MEDIA_PREFLIGHT_BLESS" in os.environ:
            subprocess.run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--type-id-style", "hash",
                            "--out-file", kept, library], check=True)
        done = subprocess.run(["abidiff", kept, library], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_examples_give_the_lines_of_the_program(self):
        paths = [str(DEMO / name) for name in ("lobby.png", "IMG_4021.MOV", "Team photo.jpg", "confetti.gif")]
        lines = [line.decode() for line in lines_of_program(*paths)]
        examples = {name: self.build(HOME / "examples" / f"{name}.c", *STRICT) for name in ("check_files", "session", "own_destination")}
        self.assertEqual({file.stem for file in (HOME / "examples").iterdir()}, set(examples))
        done = subprocess.run([examples["check_files"], *paths], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(sorted(done.stdout.splitlines()), sorted(lines))
        fed = [subprocess.run([examples["session"], path], capture_output=True, text=True, check=False).stdout.rstrip("\n")
               for path in paths]
        self.assertEqual(sorted(fed), sorted(lines))
        own = subprocess.run([examples["own_destination"], paths[0]], capture_output=True, text=True, check=False)
        self.assertEqual(own.returncode, 1)
        self.assertIn('"destination":"town-hall"', own.stdout)
        self.assertIn('"rule":"file-too-large"', own.stdout)

    def test_memory_that_runs_out_is_an_error_and_not_the_end(self):
        program = self.build(SOURCE / "tests" / "embedding" / "c" / "out_of_memory.c", "-std=gnu99", "-Wall", "-Wextra", "-Werror")
        done = subprocess.run([program, DEMO / "lobby.png"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "4\n"))

    def test_valgrind_finds_nothing(self):
        if shutil.which("valgrind") is None:
            self.skipTest("valgrind is missing")
        program = self.build(HOME / "examples" / "session.c", *STRICT)
        done = subprocess.run(["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", program, DEMO / "stage.mp4"],
                              capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 9, done.stderr)


class FileTest(unittest.TestCase):
    """What cannot be read: the same words as the program's."""

    maxDiff = None

    def test_what_is_no_readable_file_is_told_as_the_program_tells_it(self):
        import ctypes
        import socket
        if SANITIZED:
            self.skipTest("the interpreter cannot load the library")
        library = ctypes.CDLL(str(LIBRARY))
        library.mpf_result_json.restype = ctypes.c_char_p
        library.mpf_result_json.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        library.mpf_result_free.argtypes = [ctypes.c_void_p]
        with tempfile.TemporaryDirectory(prefix="media-preflight-c-") as folder:
            folder = pathlib.Path(folder)
            os.mkfifo(folder / "fifo.png")
            (folder / "empty.png").touch()
            (folder / "loop.png").symlink_to("loop.png")
            (folder / "dangling.png").symlink_to("missing.png")
            (folder / "odd\udcff\n.png").write_bytes(b"GIF89a")
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(str(folder / "socket.png"))
            paths = [os.fsencode(path) for path in (*sorted(folder.iterdir()), folder / "missing.png", "/dev/null",
                                                    "/proc/version", folder / "empty.png" / "a.png",
                                                    folder / ("a" * 300))]
            for path in paths:
                result = ctypes.c_void_p()
                self.assertEqual(library.mpf_check_file(path, None, ctypes.byref(result)), 0)
                line = library.mpf_result_json(result, None)
                library.mpf_result_free(result)
                self.assertEqual(line, lines_of_program(path)[0], path)


if __name__ == "__main__":
    unittest.main()
