#include <benchmark/benchmark.h>

#include <preflight/check.hpp>

#include "micro.hpp"
#include "sample.hpp"

namespace benchmarks {
namespace {

void judge(benchmark::State& state, const sample& file, const preflight::severities& levels) {
  const preflight::facts known = preflight::sniff(file.content);
  const preflight::subject subject{known, file.name};
  preflight::report report;
  while (state.KeepRunning()) {
    report.clear();
    preflight::judge(subject, *preflight::all_destinations.front(), levels, report);
    benchmark::DoNotOptimize(report.findings().size());
  }
}

/// Every rule off but this one; the cost of passing over the others is that of "rule/none".
preflight::severities only_rule(std::string_view id) {
  preflight::severities levels;
  for (const preflight::file_rule* rule : preflight::all_rules) {
    levels.set(preflight::all_rules, rule->id, rule->id == id ? rule->severity : preflight::severity::off);
  }
  return levels;
}

}  // namespace

void register_judging() {
  for (const std::string_view name : samples) {
    add(std::string{"all rules/"}.append(name), judge, load(name), preflight::severities{});
  }
  const sample movie = load("demo/IMG_4021.MOV");
  add("rule/none", judge, movie, only_rule(""));
  for (const preflight::file_rule* rule : preflight::all_rules) {
    add(std::string{"rule/"}.append(rule->id), judge, movie, only_rule(rule->id));
  }
}

}  // namespace benchmarks
