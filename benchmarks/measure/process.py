"""Runs a program once and says what it cost."""

import os
import subprocess
import time


class Cost(dict):
    """seconds, user_seconds, system_seconds, status, peak_kib (of the process, or of the largest that it started)."""


def run(command, output=os.devnull, given=None, folder=None, errors=os.devnull, environment=None):
    """Standard output goes into the file `output`; `given` is a file for standard input."""
    with open(output, "wb") as out, open(given or os.devnull, "rb") as source, open(errors, "wb") as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=out, stderr=complaints, cwd=folder, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(seconds=seconds, user_seconds=used.ru_utime, system_seconds=used.ru_stime,
                status=process.returncode, peak_kib=used.ru_maxrss)


def run_each(commands, output):
    """A process for each command, one after the other; the cost of all."""
    total = Cost(seconds=0.0, user_seconds=0.0, system_seconds=0.0, status=0)
    with open(output, "wb") as collected:
        for command in commands:
            one = run(command, output + ".one")
            for key in ("seconds", "user_seconds", "system_seconds"):
                total[key] += one[key]
            total["status"] = max(total["status"], abs(one["status"]))
            with open(output + ".one", "rb") as said:
                collected.write(said.read().rstrip(b"\n").replace(b"\n", b" ") + b"\n")
    if os.path.exists(output + ".one"):
        os.unlink(output + ".one")
    return total


def said(command, **more):
    """What a program prints on both its outputs, or "" where it is missing or fails to start."""
    try:
        answer = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                check=False, **more)
    except OSError:
        return ""
    return answer.stdout.decode(errors="replace").strip()
