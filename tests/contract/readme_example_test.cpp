#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

TEST_CASE("the example of the README checks bytes that arrive one after another") {
  constexpr std::array<unsigned char, 8> file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  const std::uint64_t size = file.size();
  std::span<const unsigned char> piece;
  const auto read = [&](std::uint64_t offset) {
    return std::span{file}.subspan(static_cast<std::size_t>(offset), std::min<std::size_t>(3, file.size() - offset));
  };
  preflight::stream_checker checker{size, "clip.png", preflight::destinations::zoom_background};
  for (preflight::stream_request next = checker.next(); !next.is_done(); next = checker.push(piece)) {
    piece = read(next.offset);
  }
  const preflight::report& report = checker.finish();
  CHECK(report.first("truncated") != nullptr);
}
