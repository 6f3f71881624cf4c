#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>

#include <merge/simplest_fraction.hpp>
#include <preflight/text/json_string.hpp>
#include <scan/shard.hpp>

#include "harness/catch.hpp"

// The parts of which media-preflight report is made; tests/cli/merge/report_test.py is about the whole.

using namespace preflight;
using namespace preflight::cli;

namespace {

std::optional<std::string> simplest(double value) {
  const auto found = simplest_fraction(value);
  return found ? std::optional{std::to_string(found->over) + "/" + std::to_string(found->under)} : std::nullopt;
}

}  // namespace

TEST_CASE("a duration is found again by its quotient") {
  CHECK(simplest(0) == "0/1");
  CHECK(simplest(12.5) == "25/2");
  CHECK(simplest(0.1) == "1/10");
  CHECK(simplest(1001.0 / 30000) == "1001/30000");
  CHECK(simplest(1.0 / 3) == "1/3");
  CHECK(simplest(1.0 / 4294967295) == "1/4294967295");
  CHECK(simplest(9007199254740991.0) == "9007199254740991/1");
  CHECK(simplest(4503599627370495.5) == "9007199254740991/2");
  CHECK(simplest(static_cast<double>(std::numeric_limits<std::uint64_t>::max())) == "18446744073709551615/1");
}

TEST_CASE("what no 32-bit timescale can give is no duration") {
  CHECK(simplest(1.0 / 4294967296) == std::nullopt);
  CHECK(simplest(1e-300) == std::nullopt);
  CHECK(simplest(std::numeric_limits<double>::denorm_min()) == std::nullopt);
  CHECK(simplest(1e20) == std::nullopt);
  CHECK(simplest(-1) == std::nullopt);
  CHECK(simplest(std::numeric_limits<double>::infinity()) == std::nullopt);
  CHECK(simplest(std::nan("")) == std::nullopt);
}

TEST_CASE("every duration at every timescale is found again") {
  std::mt19937_64 draw{1};
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t over = draw() >> (draw() % 64);
    const auto under = static_cast<std::uint32_t>(draw() >> (32 + draw() % 32));
    if (under == 0) {
      continue;
    }
    const double quotient = static_cast<double>(over) / static_cast<double>(under);
    const auto found = simplest_fraction(quotient);
    if (!found || found->quotient() != quotient || found->under > under) {
      FAIL(over << "/" << under << " becomes " << simplest(quotient).value_or("nothing"));
    }
  }
  SUCCEED();
}

TEST_CASE("the hash of a path is fixed for ever") {
  static_assert(path_hash("") == 0xEFD01F60BA992926U);
  static_assert(path_hash("a.png") == 0x770C064753FCCA9EU);
  static_assert(shard{1, 1}.has("anything"));
  CHECK(path_hash("\xFF") != path_hash("\x7F"));
}
