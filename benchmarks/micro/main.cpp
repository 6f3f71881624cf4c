#include <benchmark/benchmark.h>

#include "micro.hpp"

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) {
    return 2;
  }
  benchmarks::register_sniffing();
  benchmarks::register_judging();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
