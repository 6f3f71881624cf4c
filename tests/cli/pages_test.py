"""Completions and the manual have every option of every command, and shells take them."""

import gzip
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import time
import unittest

from program import PLAIN, PROGRAM, SOURCE, ProgramTest

SENDER = pathlib.Path(PROGRAM).parent / "media-preflight-upload"


def definitions():
    programs = [PROGRAM, SENDER] if SENDER.exists() else [PROGRAM]
    return [command for program in programs
            for command in json.loads(subprocess.run([program, "--definitions"], stdout=subprocess.PIPE, check=True).stdout)]


COMMANDS = definitions()
HELP = subprocess.run([PROGRAM, "--help"], stdout=subprocess.PIPE, check=True).stdout.decode()
NAMES = re.findall(r"^  ([a-z-]+) ", HELP.split("Commands\n")[1].split("\n\n")[0], re.M)  # also where the sender is not built


def output(*arguments):
    return subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, check=True).stdout.decode()


def spellings(option):
    return [each for each in (f"-{option['letter']}" if option["letter"] else "", option["name"], option["opposite"]) if each.startswith("-")]


class DefinitionsTest(ProgramTest):
    def test_they_are_what_the_help_shows(self):
        for command in COMMANDS:
            shown = re.sub(r"\s+", " ", self.run_program(command["name"], "--help").text)
            for option in command["options"]:
                self.assertIn(re.sub(r"\s+", " ", option["help"]), shown)
        names = [command["name"] for command in COMMANDS]
        self.assertEqual(names, NAMES if SENDER.exists() else NAMES[: len(names)])

    def test_every_flag_that_a_value_can_take_back_has_an_opposite(self):
        for command in COMMANDS:
            for option in command["options"]:
                if option["name"].startswith("--") and not option["value"] and option["name"] not in ("--help", "--version"):
                    self.assertNotEqual(option["opposite"], "", option["name"])

    def test_an_option_takes_a_value_in_all_commands_or_in_none(self):
        kinds = {}
        for command in COMMANDS:
            for option in command["options"]:
                for spelling in spellings(option):
                    takes = bool(option["value"]) and spelling != option["opposite"]
                    self.assertEqual(kinds.setdefault(spelling, takes), takes, f"{command['name']} {spelling}")


class BashTest(ProgramTest):
    def complete(self, *words):
        """What bash offers for the last of these words."""
        quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in ("media-preflight", *words))
        script = ('source <("$0" completion bash); COMP_WORDS=(' + quoted + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                  '_media_preflight; printf "%s\\n" "${COMPREPLY[@]}"')
        answer = subprocess.run(["bash", "-u", "-c", script, PROGRAM], cwd=self.folder, capture_output=True, check=True, env=PLAIN)
        self.assertEqual(answer.stderr, b"")
        return answer.stdout.decode().split("\n")[:-1] if answer.stdout != b"\n" else []

    def test_commands(self):
        self.assertEqual(self.complete(""), [*NAMES, "help"])
        self.assertEqual(self.complete("help", "expl"), ["explain"])
        self.assertEqual(self.complete("help", ""), NAMES)
        self.assertEqual(self.complete("check", "explain", "--al"), ["--allow-empty"])  # the first command counts
        self.assertEqual(self.complete("ex"), ["explain"])
        self.assertEqual(self.complete("-v", "ch"), ["check"])
        self.assertEqual(self.complete("--col"), ["--color"])

    def test_every_option_of_every_command(self):
        for command in COMMANDS:
            expected = {spelling for option in command["options"] for spelling in spellings(option)}
            self.assertEqual(set(self.complete(command["name"], "-")), expected, command["name"])

    def test_every_value_that_can_be_listed(self):
        for command in COMMANDS:
            for option in command["options"]:
                if option["choices"] and option["value"]:
                    self.assertEqual(self.complete(command["name"], option["name"], ""), option["choices"], option["name"])
                    self.assertEqual(self.complete(command["name"], option["name"], "=", ""), option["choices"], option["name"])
                    self.assertEqual(self.complete(command["name"], option["name"], "="), option["choices"], option["name"])

    def test_values(self):
        self.write("a b.png")
        self.write("c.toml")
        os.mkdir(self.folder / "in")
        self.assertEqual(self.complete("check", "--depth", "de"), ["decode"])
        self.assertEqual(self.complete("check", "--select", "truncated,video-too-l"), ["truncated,video-too-large"])
        self.assertEqual(self.complete("explain", "video-too-la"), ["video-too-large"])
        self.assertEqual(sorted(self.complete("check", "")), ["a b.png", "c.toml", "in"])
        self.assertEqual(self.complete("check", "--config", "c"), ["c.toml"])
        self.assertEqual(self.complete("check", "--jobs", ""), [])
        self.assertEqual(self.complete("config", ""), ["init", "schema"])
        self.assertEqual(self.complete("completion", "f"), ["fish"])
        self.assertEqual(self.complete("destinations", "zoom-p"), ["zoom-picture"])

    def test_files_of_outputs(self):
        self.write("a b.json")
        self.write("c.json")
        os.mkdir(self.folder / "ci")
        for start in (["check", "-o"], ["report", "--output"], ["check", "--output", "="]):
            self.assertEqual(self.complete(*start, "js"), ["json"])
            self.assertEqual(sorted(self.complete(*start, "json", ":", "c")), ["c.json", "ci"])
            self.assertEqual(sorted(self.complete(*start, "json", ":")), ["a b.json", "c.json", "ci"])
            self.assertEqual(sorted(self.complete(*start, "json:c")), ["json:c.json", "json:ci"])  # where colons break no words
        self.assertEqual(self.complete("check", "--output", "json", ":", "c.json", "--dep"), ["--depth"])
        self.assertEqual(self.complete("check", "x", ":", "c.j"), ["c.json"])
        self.assertEqual(self.complete("explain", "-o", "js"), ["json"])

    def test_only_arguments_follow_two_hyphens(self):
        self.write("-odd.png")
        self.write("a.png")
        self.assertEqual(sorted(self.complete("check", "--", "")), ["-odd.png", "a.png"])
        self.assertEqual(self.complete("check", "--", "-"), ["-odd.png"])
        self.assertEqual(self.complete("check", "--", "--dep"), [])
        self.assertEqual(sorted(self.complete("check", "--", "--depth", "")), ["-odd.png", "a.png"])
        self.assertEqual(self.complete("explain", "--", "video-too-la"), ["video-too-large"])
        self.assertEqual(self.complete("manual", "--", "-"), [])

    def test_it_is_registered(self):
        script = 'source <("$0" completion bash) && complete -p media-preflight'
        self.assertIn(b"_media_preflight media-preflight", subprocess.run(["bash", "-c", script, PROGRAM], capture_output=True, check=True).stdout)


class ZshTest(ProgramTest):
    def test_it_has_every_option(self):
        script = output("completion", "zsh")
        for command in COMMANDS:
            body = script.split(f"\n_media_preflight_{command['name']}() {{\n")[1].split("\n}\n")[0]
            for option in command["options"]:
                for spelling in spellings(option):
                    self.assertRegex(body, rf"'\*?{re.escape(spelling)}[=+]?\[", command["name"])
                for choice in option["choices"]:
                    self.assertIn(choice, body)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_and_completes_it(self):
        self.write("_media-preflight", output("completion", "zsh"))
        self.write("report.json")
        checked = subprocess.run(["zsh", "-n", "_media-preflight"], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual((checked.returncode, checked.stderr), (0, b""))
        for keys, expected in (("media-preflight check --dep\t", "--depth="), ("media-preflight exp\t", "explain"),
                               ("media-preflight check --depth=st\t", "structure"),
                               ("media-preflight help destin\t", "destinations"), ("media-preflight destinations zoom-pi\t", "zoom-picture"),
                               ("media-preflight check --output json:rep\t", "json:report.json"), ("media-preflight check -o ndj\t", "ndjson"),
                               ("media-preflight check --select truncated,video-too-la\t", "truncated,video-too-large"),
                               ("media-preflight check -- rep\t", "report.json")):
            self.assertIn(expected, self.typed(keys, expected), keys)

    def typed(self, keys, expected):
        """What a zsh of its own shows after these keys, until what is expected is there or half a minute is over."""
        self.write(".zshrc", f"fpath=({self.folder} $fpath)\nautoload -Uz compinit\ncompinit -u -D\nPS1='ready'\nunsetopt beep\n")
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execvpe("zsh", ["zsh", "-i"], {**PLAIN, "ZDOTDIR": str(self.folder), "TERM": "dumb"})
        shown, sent, end = "", False, time.monotonic() + 30
        while time.monotonic() < end and not (sent and expected in shown):
            if select.select([terminal], [], [], 0.1)[0]:
                shown += os.read(terminal, 65536).decode(errors="replace").replace("\r", "")
            if not sent and "ready" in shown:
                os.write(terminal, keys.encode())
                sent, shown = True, ""
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
        return shown


class FishTest(ProgramTest):
    def test_it_has_every_option(self):
        script = output("completion", "fish")
        for command in COMMANDS:
            lines = [line for line in script.splitlines() if f"'__fish_seen_subcommand_from {command['name']}'" in line]
            for option in command["options"]:
                for spelling in spellings(option):
                    wanted = f"-l {spelling[2:]} " if spelling.startswith("--") else f"-s {spelling[1:]} "
                    self.assertTrue(any(wanted in line + " " for line in lines), f"{command['name']} {spelling}")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_it(self):
        self.write("c.fish", output("completion", "fish"))
        def complete(line):
            script = f"source c.fish; complete -C '{line}'"
            answer = subprocess.run(["fish", "--no-config", "-c", script], cwd=self.folder, capture_output=True, check=True, env={**PLAIN, "HOME": str(self.folder)})
            self.assertEqual(answer.stderr, b"")
            return [each.split("\t")[0] for each in answer.stdout.decode().splitlines()]
        self.write("report.json")
        self.assertEqual(set(complete("media-preflight ")), {*NAMES, "help"})
        self.assertEqual(complete("media-preflight help destin"), ["destinations"])
        self.assertEqual(complete("media-preflight destinations zoom-pi"), ["zoom-picture"])
        for start in ("--select ", "--select="):
            self.assertEqual([each.rpartition("=")[2] for each in complete(f"media-preflight check {start}truncated,low")], ["truncated,low-resolution"])
        for start in ("--output ", "--output=", "-o "):
            self.assertEqual([each.rpartition("=")[2] for each in complete(f"media-preflight check {start}json:rep")], ["json:report.json"])
            self.assertEqual([each.rpartition("=")[2] for each in complete(f"media-preflight check {start}ndj")], ["ndjson"])
        self.assertEqual(complete("media-preflight check --depth "), ["decode", "header", "structure"])
        for command in COMMANDS:
            expected = {option["name"] for option in command["options"] if option["name"].startswith("--")}
            self.assertLessEqual(expected, set(complete(f"media-preflight {command['name']} --")))


class ManualTest(ProgramTest):
    def test_it_has_every_command_and_option(self):
        page = output("manual").replace("\\-", "-")
        for command in COMMANDS:
            self.assertIn(f"\n.SS {command['name']}\n{command['summary']}\n", page)
            section = page.split(f"\n.SS {command['name']}\n")[1].split("\n.SS ")[0]
            for option in command["options"]:
                self.assertIn(option["help"].split(";")[0].replace("\\", "\\e"), section)
                for spelling in spellings(option):
                    self.assertIn(rf"\fB{spelling}\fR", section)

    def test_it_has_every_variable_that_is_read(self):
        """Whoever reads one more has to say so."""
        folders = ("tools/media-preflight", "tools/media-preflight-upload", "lib/preflight/upload", "lib/preflight/output")
        read = set()
        for path in (path for folder in folders for path in (SOURCE / folder).rglob("*.?pp")):
            text = path.read_text()
            if "getenv" in text or "variables(" in text or ".variable = " in text:
                read.update(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|TERM|HOME|CLICOLOR)"', text))
        self.assertLessEqual({"SLURM_ARRAY_TASK_STEP", "JOB_COMPLETION_COUNT", "GITHUB_STEP_SUMMARY", "ZOOM_API_URL", "SUDO_UID", "TERM"}, read)
        section = output("manual").split("\n.SH ENVIRONMENT\n")[1].split("\n.SH ")[0]
        named = set(re.findall(r"\\fB([A-Z][A-Z0-9_]*)\\fR", section))
        self.assertEqual({name for name in read if name not in named and name.removesuffix("_FILE") not in named}, set())
        for name in named - {name for name in named if name.startswith("GIT_")}:  # which only git reads
            self.assertTrue(name in read or name == "_FILE", name)

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_groff_takes_it_without_a_warning(self):
        page = output("manual").encode()
        answer = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-b"], input=page, capture_output=True, check=True)
        self.assertEqual(answer.stderr, b"")
        shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", answer.stdout.decode())
        self.assertIn("--[no-]hidden" if "--[no-]hidden" in shown else "--no-hidden", shown)
        self.assertIn("media-preflight check [OPTION]... [PATH]...", shown)


BUILD = pathlib.Path(PROGRAM).parent.parent


@unittest.skipUnless((BUILD / "pages").is_dir() and (BUILD / "cmake_install.cmake").is_file(), "the pages are not built")
class InstalledTest(ProgramTest):
    def test_an_installation_brings_them(self):
        subprocess.run(["cmake", "--install", BUILD, "--component", "program", "--prefix", self.folder], check=True, capture_output=True)
        installed = {path.name: path for path in self.folder.rglob("*") if path.is_file()}
        for name, arguments, folder in (
            ("_media-preflight", ["completion", "zsh"], "share/zsh/"),
            ("media-preflight.fish", ["completion", "fish"], "share/fish/vendor_completions.d"),
        ):
            self.assertEqual(installed[name].read_text(), output(*arguments))
            self.assertIn(folder, str(installed[name]))
        self.assertEqual((self.folder / "share/bash-completion/completions/media-preflight").read_text(), output("completion", "bash"))
        page = gzip.decompress((self.folder / "share/man/man1/media-preflight.1.gz").read_bytes()).decode()
        self.assertEqual(page, output("manual"))


if __name__ == "__main__":
    unittest.main()
