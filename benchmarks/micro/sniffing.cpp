#include <benchmark/benchmark.h>

#include <preflight/probe.hpp>

#include "micro.hpp"
#include "sample.hpp"

namespace benchmarks {
namespace {

void claim(benchmark::State& state, const sample& file) {
  const preflight::view head = preflight::view{file.content}.part(0, preflight::head_size);
  for (auto _ : state) {
    benchmark::DoNotOptimize(preflight::all_sniffers::claim(head));
  }
}

void sniff(benchmark::State& state, const sample& file, preflight::depth to) {
  for (auto _ : state) {
    const preflight::facts found = preflight::sniff(file.content, to);
    benchmark::DoNotOptimize(&found);
  }
}

}  // namespace

void register_sniffing() {
  for (const std::string_view name : samples) {
    const sample file = load(name);
    benchmark::RegisterBenchmark(("claim/" + file.name).c_str(), claim, file);
    benchmark::RegisterBenchmark(("header/" + file.name).c_str(), sniff, file, preflight::depth::header);
    benchmark::RegisterBenchmark(("structure/" + file.name).c_str(), sniff, file, preflight::depth::structure);
  }
}

}  // namespace benchmarks
