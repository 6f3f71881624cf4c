// All targets in one libFuzzer program; the variable FUZZ_TARGET names the one that it tries.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/targets.hpp"

namespace {

const fuzz::target& chosen_target() {
  const char* const variable = std::getenv("FUZZ_TARGET");
  const std::string_view name{variable != nullptr ? variable : ""};
  const auto targets = fuzz::all_targets();
  const auto match =
      std::find_if(targets.begin(), targets.end(), [name](const fuzz::target* target) { return target->name == name; });
  if (match == targets.end()) {
    std::fputs("FUZZ_TARGET must be the name of a header under tests/fuzz/targets\n", stderr);
    std::exit(2);
  }
  return **match;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  static const fuzz::target& target = chosen_target();
  target.run({bytes, size});
  return 0;
}
