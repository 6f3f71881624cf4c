#pragma once

#include <benchmark/benchmark.h>

#include <string>

namespace benchmarks {

/// Registers one benchmark: `run` with the state and copies of `inputs`.
template <class Run, class... Inputs>
void add(const std::string& name, Run run, const Inputs&... inputs) {
#ifndef __clang_analyzer__  // which does not see that the registry owns what is made here
  benchmark::RegisterBenchmark(name.c_str(), run, inputs...);
#endif
}

/// From bytes in memory to facts: each sample of testdata, at each depth that decodes nothing.
void register_sniffing();
/// From facts to findings: all rules, and each alone.
void register_judging();

}  // namespace benchmarks
