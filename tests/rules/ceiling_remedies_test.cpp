#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/rules/integrity/over_budget.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using crafted::bytes;
using preflight::budget;
using preflight::ceiling;

/// A file and the ceiling it hits.
struct ceiling_case {
  bytes file;
  budget ceilings;
  ceiling hit;
};

std::vector<ceiling_case> ceiling_cases() {
  const bytes movie = crafted::mp4::moov_first({.tracks = {crafted::mp4::video()}});
  const bytes jpeg = crafted::jpeg::picture();
  const auto behind_soi = [&](const bytes& more) { return crafted::cut(jpeg, 2) + more + crafted::skip(jpeg, 2); };
  crafted::mp4::movie nine;
  nine.tracks.assign(9, crafted::mp4::video());
  return {
      {crafted::png::picture(), {.units = 1}, ceiling::png_chunks},
      {crafted::png::picture(), {.pixels = 1}, ceiling::pixels},
      {crafted::gif::picture(), {.units = 1}, ceiling::gif_blocks},
      {jpeg, {.segments = 1}, ceiling::jpeg_segments},
      {behind_soi(bytes{}.repeat(70'000, 0xFF)), {}, ceiling::non_marker_bytes},
      {behind_soi(crafted::jpeg::segment(0xEF, crafted::zeros(60'000))), {.bytes = 1}, ceiling::bytes},
      {movie, {.units = 1}, ceiling::boxes},
      {movie, {.depth = 1}, ceiling::boxes},
      {movie, {.table_entries = 1}, ceiling::samples},
      {movie, {.pixels = 1}, ceiling::pixels},
      {crafted::mp4::moov_first(nine), {}, ceiling::tracks},
  };
}

}  // namespace

TEST_CASE("a file that hits a ceiling of reading is told what helps against that one") {
  for (const ceiling_case& test : ceiling_cases()) {
    preflight::memory_source source{test.file};
    const auto probed = preflight::engine::probe(source, preflight::depth::structure, test.ceilings);
    REQUIRE(probed);
    const preflight::fault* const fault = probed->file.faults.first(preflight::fault_kind::over_budget);
    REQUIRE(fault != nullptr);
    CAPTURE(fault->what);
    CHECK(fault->ceiling == test.hit);
    preflight::report out;
    preflight::engine::judge({.file = probed->file, .name = "a"}, preflight::destinations::zoom_background, {}, out);
    const preflight::finding* const finding = out.first("over-budget");
    REQUIRE(finding != nullptr);
    CHECK(finding->fix.text() == preflight::rules::remedy_for(test.hit));
  }
}

TEST_CASE("a file that hits a ceiling of decoding is told what helps against that one") {
  preflight::decode_result decoded;
  decoded.exceed(ceiling::scans, "too many scans", 100, 101);
  const preflight::facts facts{};
  preflight::report out;
  preflight::engine::judge({.file = facts, .name = "a", .decoded = &decoded}, preflight::destinations::zoom_background,
                           {}, out);
  const preflight::finding* const finding = out.first("over-budget");
  REQUIRE(finding != nullptr);
  CHECK(finding->message.text() == "Too many scans: 100 allowed, 101 found.");
  CHECK(finding->fix.text() == preflight::rules::remedy_for(ceiling::scans));
}

TEST_CASE("every ceiling has a remedy, and no two of them the same") {
  std::set<std::string_view> remedies;
  for (std::size_t i = 1; i < preflight::ceiling_count; ++i) {
    const std::string_view remedy = preflight::rules::remedy_for(static_cast<ceiling>(i));
    CHECK_FALSE(remedy.empty());
    CHECK(remedies.insert(remedy).second);
  }
  CHECK(preflight::rules::remedy_for(ceiling::none).empty());
}
