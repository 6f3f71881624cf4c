#include <iostream>
#include <span>

#include <preflight/preflight.hpp>

#include "harness/catch.hpp"

// README.md's code is taken from here; readme_test.py compares the two.

TEST_CASE("the example of the README reports an empty file") {
  const std::span<const unsigned char> bytes;
  const preflight::report report = preflight::check(bytes, "lobby.png", preflight::destinations::zoom_background);
  for (const preflight::finding& finding : report.findings()) {
    std::cout << finding.rule->id << ": " << finding.message.text() << '\n';
  }
  CHECK(report.verdict() == preflight::verdict::fail);
  CHECK(report.findings().size() == 1);
}
