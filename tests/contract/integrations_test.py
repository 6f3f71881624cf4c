"""docs/integrations.md and action.yml: their commands run, their data can be read, and no input becomes a script."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

from program import CUT, GOOD, PLAIN, PROGRAM, SMALL, SOURCE, ProgramTest

PAGE = (SOURCE / "docs/integrations.md").read_text()
ACTION = yaml.safe_load((SOURCE / "action.yml").read_text())
CHECK = SOURCE / "tools/action/check"
PATH = f"{pathlib.Path(PROGRAM).parent}:{os.environ['PATH']}"


def snippets(heading, language):
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


class PageTest(ProgramTest):
    def shell(self, text, **more):
        return subprocess.run(["bash", "-c", text], cwd=self.folder, env={**PLAIN, "PATH": PATH}, capture_output=True, check=False, text=True, **more)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.folder, check=True, capture_output=True)

    def concise(self):
        self.write("assets/cut file.png", CUT)
        self.write("assets/small.png", SMALL)
        return self.run_program("check", "--output", "concise", "assets").text.splitlines()

    def test_snippets_are_short(self):
        for snippet in re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL):
            self.assertLessEqual(len(snippet.splitlines()), 15, snippet)

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_shell(self):
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "m")
        self.write("assets/a.png", CUT)
        self.git("add", ".")
        [commands] = snippets("Shell", "sh")
        expected = {"a folder": 1, "what the next commit would hold": 1, "what this branch changes": 1, "accept what is there today": 0,
                    "and fail only for what is new": 0}
        for line in commands.splitlines():
            command, _, remark = line.partition("# ")
            with self.subTest(command):
                answer = self.shell(command)
                self.assertEqual(answer.returncode, expected[remark], answer.stdout + answer.stderr)
        [hook] = snippets("A Git hook of your own", "sh")
        self.assertEqual(self.shell(hook).returncode, 0)
        commit = "git -c user.name=a -c user.email=a@b commit -q -m m"
        self.assertEqual(self.shell(commit).returncode, 1)
        self.write("assets/a.png", GOOD)
        self.git("add", ".")
        self.assertEqual(self.shell(commit).returncode, 0)

    def test_pre_commit(self):
        [text] = snippets("pre-commit", "yaml")
        [repository] = yaml.safe_load(text)["repos"]
        [hook] = repository["hooks"]
        [offered] = yaml.safe_load((SOURCE / ".pre-commit-hooks.yaml").read_text())
        self.assertEqual(hook["id"], offered["id"])
        self.write("branding/a.png", CUT)
        for args in (offered["args"], hook["args"]):
            self.assertEqual(args[-1], "--")
            self.assertEqual(self.shell(" ".join([offered["entry"], *args, "branding/a.png"])).returncode, 1)

    def test_github_actions(self):
        [text] = snippets("GitHub Actions", "yaml")
        steps = yaml.safe_load(text)["jobs"]["media"]["steps"]
        [step] = [each for each in steps if "media-preflight" in each["uses"]]
        self.assertLessEqual(set(step["with"]), set(ACTION["inputs"]))
        self.assertEqual(steps[0]["with"], {"fetch-depth": 0})

    def test_gitlab_and_jenkins(self):
        [text] = snippets("GitLab CI", "yaml")
        [job] = yaml.safe_load(text).values()
        self.write("branding/a.png", CUT)
        self.assertEqual(self.shell(job["script"][0]).returncode, 1)
        self.assertEqual(job["artifacts"]["reports"], {"codequality": "quality.json", "junit": "junit.xml"})
        self.assertEqual(len(json.loads((self.folder / "quality.json").read_text())), 1)
        os.unlink(self.folder / "junit.xml")
        [text] = snippets("Jenkins", "groovy")
        self.assertEqual(self.shell(re.search(r"sh '(.*?)'", text)[1]).returncode, 1)
        self.assertTrue((self.folder / "junit.xml").exists())

    def match(self, pattern, line):
        found = re.fullmatch(pattern["regexp"].strip("^$"), line)
        return found and {key: found[group] for key, group in pattern.items() if isinstance(group, int)}

    def test_visual_studio_code(self):
        [text] = snippets("Visual Studio Code", "json")
        [task] = json.loads(text)["tasks"]
        lines = self.concise()
        answer = subprocess.run([PROGRAM, *task["args"]], cwd=self.folder, capture_output=True, check=False, text=True)
        self.assertEqual(answer.stdout.splitlines(), lines)
        found = [self.match(task["problemMatcher"]["pattern"], line) for line in lines]
        self.assertEqual([(each["file"], each["severity"], each["code"]) for each in found],
                         [("assets/cut file.png", "error", "truncated"), ("assets/small.png", "warning", "low-resolution")])
        self.assertTrue(all(each["message"].endswith(".") for each in found))

    def test_problem_matcher(self):
        matchers = json.loads((SOURCE / "tools/action/problem-matcher.json").read_text())["problemMatcher"]
        [both, notes] = [each["pattern"][0] for each in matchers]
        self.assertEqual(len({each["owner"] for each in matchers}), 2)
        self.assertEqual([self.match(both, line)["severity"] for line in self.concise()], ["error", "warning"])
        note = self.run_program("check", "--output", "concise", "assets", "--config", "-", given=b'[rules]\nlow-resolution = "note"\n').text.splitlines()[-1]
        self.assertIsNone(self.match(both, note))
        self.assertEqual(self.match(notes, note)["code"], "low-resolution")

    def test_names_that_look_like_findings(self):
        """Each pattern that is published finds the file, the rule and the message as ndjson has them."""
        names = ["a: error truncated: b.png", ": error x: y.png", "x: error ", "x:: error y.png", "a: warning b: c.png", "a: note c: d.png",
                 "a: error b: error c: d.png", "d/e: error f.png", "a: error: b.png", "a : error b.png", "a:  error b.png", "a:\terror b.png",
                 "a:\u00a0error b.png", "error truncated: x.png", "a: errors x: b.png", "a: error\\x20b.png", "a\\: error b.png", "a: error b\n.png",
                 "a: error b: \u2028.png", "plain.png"]
        for number, name in enumerate(names):
            self.write(f"names/{name}", (CUT, SMALL)[number % 2] + b"%d" % number)
        self.write("notes.toml", '[rules]\ntrailing-data = "note"\n')
        shared = ("check", "names", *(f"names/{name}" for name in names), "--config", "notes.toml")
        wanted = {}
        for line in self.run_program(*shared, "-o", "ndjson").lines:
            for finding in line["findings"]:
                wanted.setdefault((finding["rule"], finding["message"]), set()).add(line["path"])
        lines = self.run_program(*shared, "-o", "concise").text.splitlines()
        self.assertEqual(len(lines), sum(map(len, wanted.values())))
        matchers = json.loads((SOURCE / "tools/action/problem-matcher.json").read_text())["problemMatcher"]
        patterns = [each["pattern"][0] for each in matchers]
        code = json.loads(snippets("Visual Studio Code", "json")[0])["tasks"][0]["problemMatcher"]["pattern"]
        for line in lines:
            found = [match for pattern in patterns if (match := self.match(pattern, line))]
            self.assertEqual(len(found), 1, line)
            for match in [*found, self.match(code, line)]:
                path = match["file"].encode().decode("unicode_escape").encode("latin-1").decode() if "\\u" not in match["file"] else None
                paths = wanted[match["code"], match["message"]]
                self.assertTrue(path is None or path in paths, (line, match))
                if path is None:
                    self.assertTrue(any("\u2028" in each for each in paths))

    @unittest.skipUnless(shutil.which("vim"), "vim is not installed")
    def test_vim(self):
        self.concise()
        [text] = snippets("Vim", "vim")
        self.write("vimrc", text + "silent make assets\ncall writefile([json_encode(map(getqflist(), '[bufname(v:val.bufnr), v:val.type]'))], 'out.json')\nqall!\n")
        subprocess.run(["vim", "-es", "-u", "NONE", "-S", "vimrc"], cwd=self.folder, env={**PLAIN, "PATH": PATH, "TERM": "dumb"}, capture_output=True, check=False, timeout=60)
        self.assertEqual(json.loads((self.folder / "out.json").read_text()), [["assets/cut file.png", "e"], ["assets/small.png", "w"]])

    def test_emacs(self):
        [text] = snippets("Emacs", "elisp")
        self.assertEqual(text.count("("), text.count(")"))
        pattern = re.search(r'media-preflight "(.*?[^\\])"', text)[1].replace("\\\\", "\\")
        pattern = pattern.replace(r"\(?:", "(?:").replace(r"\(", "(").replace(r"\)", ")").replace(r"\|", "|")  # Emacs escapes what groups
        found = [re.match(pattern, line).groups() for line in self.concise()]
        self.assertEqual(found, [("assets/cut file.png", None, None), ("assets/small.png", "warning", None)])


class ActionTest(ProgramTest):
    HOSTILE = ["$(touch made)", "`touch made`", "; touch made #", "a b  c", "*", "'", '"', "\\", "-x", "--exit-zero", "${HOME}", "${{ secrets.X }}", "é \t", "&& touch made"]

    def run_action(self, program=None, **inputs):
        """With a program that notes its arguments, unless another one is given."""
        if program is None:
            program = self.folder / "bin"
            self.write("bin/media-preflight", '#!/bin/bash\nprintf "%s\\0" "$@" >"$NOTED"\n')
            os.chmod(program / "media-preflight", 0o755)
        environment = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
        answer = subprocess.run([CHECK], cwd=self.folder, capture_output=True, check=False, text=True,
                                env={**PLAIN, **environment, "NOTED": str(self.folder / "noted"), "PATH": f"{program}:{os.environ['PATH']}"})
        noted = self.folder / "noted"
        return answer, noted.read_text().split("\0")[:-1] if noted.exists() else None

    def test_inputs_are_never_run_as_script(self):
        for text in self.HOSTILE:
            answer, arguments = self.run_action(paths=f"{text}\n{text}x\r\n\n", **{"for": text}, depth=text, changed_since=text, output=text,
                                                sarif_file=text, args=f"{text}\n--more={text}")
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertEqual(arguments, ["check", f"--output={text}", f"--for={text}", f"--depth={text}", f"--changed-since={text}", f"--output=sarif:{text}",
                                         text, f"--more={text}", "--", text, f"{text}x"])
            self.assertFalse((self.folder / "made").exists(), text)

    def test_defaults(self):
        inputs = {name.replace("-", "_"): each.get("default", "") for name, each in ACTION["inputs"].items()}
        _, arguments = self.run_action(**inputs)
        self.assertEqual(arguments, ["check", "--output=github", "--", "."])
        _, arguments = self.run_action()
        self.assertEqual(arguments, ["check", "--output=github", "--"])

    def test_with_the_program(self):
        self.write("a b.png", CUT)
        answer, _ = self.run_action(pathlib.Path(PROGRAM).parent, paths="a b.png", args="--for\nzoom-picture", sarif_file="out.sarif")
        self.assertEqual(answer.returncode, 1, answer.stderr)
        self.assertIn("::error ", answer.stdout)
        [line] = [line for line in answer.stdout.splitlines() if line.startswith("::add-matcher::")]
        self.assertTrue(pathlib.Path(line.removeprefix("::add-matcher::")).exists())
        self.assertEqual(json.loads((self.folder / "out.sarif").read_text())["version"], "2.1.0")

    def test_which_program_is_run(self):
        """The one in PATH, else what was built here, else what tools/dev/run builds; decoding needs more than the program."""
        shutil.copytree(SOURCE / "tools/action", self.folder / "action/tools/action")
        stub = '#!/bin/bash\necho "$0"\n'
        for name in ("bin/media-preflight", "action/build/release/bin/media-preflight", "action/tools/dev/run"):
            self.write(name, stub)
            os.chmod(self.folder / name, 0o755)

        def program(search="/usr/bin:/bin", **inputs):
            answer = subprocess.run([self.folder / "action/tools/action/check"], env={**PLAIN, **inputs, "PATH": search}, capture_output=True, check=True, text=True)
            return os.path.relpath(answer.stdout.splitlines()[-1], self.folder)
        self.assertEqual(program(f"{self.folder}/bin:/usr/bin:/bin"), "bin/media-preflight")
        self.assertEqual(program(), "action/build/release/bin/media-preflight")
        self.assertEqual(program(INPUT_DEPTH="decode"), "action/tools/dev/run")
        os.unlink(self.folder / "action/build/release/bin/media-preflight")
        self.assertEqual(program(), "action/tools/dev/run")

    def stage_npm(self, installs):
        """A stub of npm that notes its arguments, and what to look for programs in."""
        shutil.copytree(SOURCE / "tools/action", self.folder / "action/tools/action")
        self.write("action/CMakeLists.txt", "project(media_preflight VERSION 1.2.3)\n")
        script = "node_modules/media-preflight/bin/media-preflight.js"
        self.write("search/npm", f"""#!/bin/bash
            printf '%s\\0' "$@" >"$NOTED"
            while [[ $1 != --prefix ]]; do shift; done
            {"" if installs else "exit 1"}
            mkdir -p "$2/{pathlib.Path(script).parent}" && echo program >"$2/{script}" """.replace("\n            ", "\n"))
        self.write("search/node", '#!/bin/bash\nprintf "%s\\n" "$(<"$1")" "${@:2}"\n')
        for name in ("npm", "node"):
            os.chmod(self.folder / "search" / name, 0o755)

    def run_on_node(self, **inputs):
        answer = subprocess.run([self.folder / "action/tools/action/check"], cwd=self.folder, capture_output=True, check=False, text=True,
                                env={**PLAIN, "INPUT_RUNTIME": "node", **inputs, "NOTED": str(self.folder / "noted"), "TMPDIR": str(self.folder),
                                     "PATH": f"{self.folder}/search:/usr/bin:/bin"})
        noted = self.folder / "noted"
        return answer, noted.read_text().split("\0")[:-1] if noted.exists() else None

    def test_with_node_npm_installs_the_program_and_nothing_is_built(self):
        self.stage_npm(installs=True)
        answer, arguments = self.run_on_node(INPUT_PATHS="a b.png")
        self.assertEqual(answer.stdout.splitlines()[1:], ["program", "check", "--output=github", "--", "a b.png"])
        self.assertEqual(arguments[-2:], ["--", "media-preflight@1.2.3"])
        self.assertIn("--ignore-scripts", arguments)
        for text in self.HOSTILE:
            answer, arguments = self.run_on_node(INPUT_NPM_PACKAGE=text, INPUT_PATHS=text)
            self.assertEqual((answer.returncode, arguments[-2:]), (0, ["--", text]), answer.stderr)
            self.assertEqual(answer.stdout.splitlines()[-1], text)
            self.assertFalse((self.folder / "made").exists(), text)

    def test_what_npm_cannot_install_and_what_is_no_runtime_end_the_step(self):
        self.stage_npm(installs=False)
        for inputs, message in (({}, "npm could not install"), ({"INPUT_RUNTIME": "nodejs"}, "must be native or node")):
            answer, _ = self.run_on_node(**inputs)
            self.assertEqual(answer.returncode, 2)
            self.assertIn(f"::error::{message}" if inputs == {} else message, answer.stdout)

    def test_steps(self):
        steps = ACTION["runs"]["steps"]
        variables = {}
        for step in steps:
            self.assertNotIn("${{", step.get("run", ""))
            variables.update(step.get("env", {}))
            for script in re.findall(r"\$GITHUB_ACTION_PATH/([\w/-]+)", step.get("run", "")):
                self.assertTrue(os.access(SOURCE / script, os.X_OK), script)
        given = {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}
        self.assertEqual(variables, given)
        used = set(re.findall(r"INPUT_[A-Z_]+", CHECK.read_text())) - {"INPUT_"}
        self.assertEqual(used, set(given))

    def test_the_steps_as_a_runner_takes_them(self):
        self.write("work/a b.png", CUT)
        given = {**{name: each.get("default", "") for name, each in ACTION["inputs"].items()}, "paths": "a b.png"}
        files = {name: str(self.folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for step in ACTION["runs"]["steps"]:
            if "run" in step:
                environment = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], text) for name, text in step.get("env", {}).items()}
                last = subprocess.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], cwd=self.folder / "work",
                                      env={**PLAIN, **environment, **files, "PATH": PATH, "GITHUB_ACTION_PATH": str(SOURCE), "GITHUB_ACTIONS": "true"},
                                      capture_output=True, check=False, text=True)
        self.assertEqual(last.returncode, 1, last.stderr)
        self.assertIn("::error ", last.stdout)
        self.assertIn("truncated", (self.folder / "GITHUB_STEP_SUMMARY").read_text())
        self.assertEqual((self.folder / "GITHUB_OUTPUT").read_text(), "")  # a program in PATH needs no cache

    def test_cache_key(self):
        script = SOURCE / "tools/action/cache-key"
        search = {**PLAIN, "PATH": "/usr/bin:/bin"}
        keys = [subprocess.run([script], env=search, capture_output=True, check=True, text=True).stdout for _ in range(2)]
        self.assertRegex(keys[0], r"\Akey=media-preflight-[a-z0-9.-]+-[a-z0-9_]+-[0-9a-f]{64}\n\Z")
        self.assertEqual(keys[0], keys[1])
        for unneeded in ({"PATH": PATH}, {**search, "INPUT_RUNTIME": "node"}):
            answer = subprocess.run([script], env={**PLAIN, **unneeded}, capture_output=True, check=True, text=True)
            self.assertEqual(answer.stdout, "")


if __name__ == "__main__":
    unittest.main()
