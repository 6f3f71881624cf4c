#include <cstddef>
#include <span>
#include <string>

#include <preflight/preflight.hpp>

#include "harness/catch.hpp"

// What README.md shows is taken from here; readme_test.py compares the two.

TEST_CASE("the example of the README finds fault with nothing at all") {
  const std::span<const unsigned char> bytes;
  std::size_t said = 0;
  preflight::report found = preflight::check(bytes, "lobby.png", preflight::destinations::zoom_background);
  for (const preflight::finding& each : found.findings()) {
    said += each.message.text().size();
  }
  CHECK(found.verdict() == preflight::verdict::fail);
  CHECK(said > 0);
}
