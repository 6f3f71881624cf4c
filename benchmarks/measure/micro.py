"""`bench micro`: each sniffer and each rule by itself, by Google Benchmark."""

import json

from . import process, ratios


def measure(places, repetitions, quick, tell):
    out = places.cache / "micro.json"
    seconds = "0.01" if quick else "0.2"
    tell("running micro_benchmarks")
    process.run([str(places.programs / "micro_benchmarks"), "--benchmark_format=json",
                 f"--benchmark_min_time={seconds}", f"--benchmark_repetitions={repetitions}",
                 "--benchmark_enable_random_interleaving=true"], str(out))
    said = json.loads(out.read_text(encoding="utf-8"))
    times = {}
    for each in said["benchmarks"]:
        if each["run_type"] == "iteration":
            times.setdefault(each["run_name"], []).append(each["cpu_time"])
    return {"nanoseconds": {name: ratios.spread(values) for name, values in times.items()}}


def shown(found):
    return ratios.table(("what", "ns: min", "median", "max"),
                        [(name, *(f"{each[key]:.1f}" for key in ("min", "median", "max")))
                         for name, each in sorted(found["nanoseconds"].items())])
