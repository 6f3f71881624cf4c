#include <benchmark/benchmark.h>

#include <preflight/sniff/probe.hpp>

#include "micro.hpp"
#include "sample.hpp"

namespace benchmarks {
namespace {

void claim(benchmark::State& state, const sample& file) {
  const preflight::byte_view head = preflight::byte_view{file.content}.part(0, preflight::head_size);
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(preflight::all_sniffers::claim(head));
  }
}

void sniff(benchmark::State& state, const sample& file, preflight::depth level) {
  while (state.KeepRunning()) {
    const preflight::facts facts = preflight::sniff(file.content, level);
    benchmark::DoNotOptimize(&facts);
  }
}

}  // namespace

void register_sniffing() {
  for (const std::string_view name : samples) {
    const sample file = load(name);
    add(("claim/" + file.name), claim, file);
    add(("header/" + file.name), sniff, file, preflight::depth::header);
    add(("structure/" + file.name), sniff, file, preflight::depth::structure);
  }
}

}  // namespace benchmarks
