#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/preflight.h>
#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

#include "embedding/c/result_of.hpp"
#include "harness/catch.hpp"
#include "sniff/crafted/catalogue.hpp"

using preflight::test::result_of;

namespace {

/// What the program writes about such a file.
std::string expected_line(const crafted::row& row, const preflight::destination& destination, preflight::depth depth) {
  crafted::layout_source source{row.file};
  const std::string name = row.file_name();
  const preflight::report report = preflight::engine::check(source, name, destination, depth);
  preflight::written_file line{name, report, &destination};
  line.depth = static_cast<preflight::check_depth>(depth);
  std::string text;
  preflight::engine::writer_named("ndjson")->file(text, line, {});
  text.pop_back();  // the end of the line
  return text;
}

mpf_options options_for(const preflight::destination& destination, preflight::depth depth) {
  mpf_options options;
  REQUIRE(mpf_options_init(&options) == MPF_OK);
  options.destination = destination.name.data();
  options.depth = depth == preflight::depth::header ? MPF_DEPTH_HEADER : MPF_DEPTH_STRUCTURE;
  return options;
}

/// The line of a file fed in pieces of up to `max_piece` bytes.
std::string fed_line(const crafted::row& row, const mpf_options& options, std::size_t max_piece, std::mt19937& random) {
  crafted::layout_source source{row.file};
  mpf_session* session = nullptr;
  REQUIRE(mpf_session_open(source.size(), row.file_name().c_str(), &options, &session) == MPF_OK);
  std::vector<unsigned char> buffer;
  std::uint64_t offset = 0;
  std::size_t length = 0;
  while (mpf_session_need(session, &offset, &length) == MPF_OK && length > 0) {
    buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(1 + random() % max_piece, source.size() - offset)));
    // An assertion for each of a million pieces takes its time.
    if (length > preflight::window_size || !source.read(offset, buffer) ||
        mpf_session_feed(session, buffer.data(), buffer.size()) != MPF_OK) {
      FAIL("a piece was not taken");
    }
  }
  mpf_result* result = nullptr;
  const int error = mpf_session_finish(session, &result);
  mpf_session_free(session);
  return result_of(error, result).line;
}

}  // namespace

TEST_CASE("a session gives the line of the program, however a file is cut into pieces") {
  std::mt19937 random{7};  // NOLINT(cert-msc51-cpp): the same in every run
  for (const crafted::row& row : crafted::catalogue()) {
    INFO(row.file_name());
    for (const auto depth : {preflight::depth::header, preflight::depth::structure}) {
      for (const preflight::destination* const destination : preflight::all_destinations) {
        const mpf_options options = options_for(*destination, depth);
        const std::string expected = expected_line(row, *destination, depth);
        CHECK(fed_line(row, options, 200'000, random) == expected);
        // Byte by byte takes its time.
        if (row.file.size < 20'000) {
          CHECK(fed_line(row, options, 3, random) == expected);
        }
      }
    }
  }
}

TEST_CASE("bytes in memory give the line of the program") {
  for (const crafted::row& row : crafted::catalogue()) {
    if (row.file.size > (8U << 20)) {
      continue;
    }
    INFO(row.file_name());
    const crafted::bytes whole = row.file.whole();
    for (const auto depth : {preflight::depth::header, preflight::depth::structure}) {
      const mpf_options options = options_for(preflight::destinations::zoom_background, depth);
      mpf_result* result = nullptr;
      const int error = mpf_check_bytes(whole.data(), whole.size(), row.file_name().c_str(), &options, &result);
      CHECK(result_of(error, result).line == expected_line(row, preflight::destinations::zoom_background, depth));
    }
  }
}
