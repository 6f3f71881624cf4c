#include <benchmark/benchmark.h>

#include <preflight/check.hpp>

#include "micro.hpp"
#include "sample.hpp"

namespace benchmarks {
namespace {

void judge(benchmark::State& state, const sample& file, const preflight::severities& how) {
  const preflight::facts known = preflight::sniff(file.content);
  const preflight::subject about{known, file.name};
  preflight::report into;
  while (state.KeepRunning()) {
    into.clear();
    preflight::judge(about, *preflight::all_destinations.front(), how, into);
    benchmark::DoNotOptimize(into.findings().size());
  }
}

/// Every rule off but this one; the cost of passing over the others is that of "rule/none".
preflight::severities only(std::string_view id) {
  preflight::severities made;
  for (const preflight::file_rule* each : preflight::all_rules) {
    made.set(preflight::all_rules, each->id, each->id == id ? each->severity : preflight::severity::off);
  }
  return made;
}

}  // namespace

void register_judging() {
  for (const std::string_view name : samples) {
    add(std::string{"all rules/"}.append(name), judge, load(name), preflight::severities{});
  }
  const sample movie = load("demo/IMG_4021.MOV");
  add("rule/none", judge, movie, only(""));
  for (const preflight::file_rule* each : preflight::all_rules) {
    add(std::string{"rule/"}.append(each->id), judge, movie, only(each->id));
  }
}

}  // namespace benchmarks
