#include <array>
#include <cstdint>

#include <preflight/sniff/isobmff/track_boxes.hpp>
#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/movie.hpp"

using preflight::fault_kind;

TEST_CASE("a size in a track header is rounded to the nearest pixel") {
  CHECK(preflight::detail::boxes::rounded(0x17FFF) == 1);
  CHECK(preflight::detail::boxes::rounded(0x18000) == 2);
}

TEST_CASE("a matrix that changes lengths by at most one percent does not scale") {
  constexpr std::int32_t percent = 0x10000 / 100;
  for (const std::int32_t sign : {1, -1}) {
    const std::int32_t most = 0x10000 + sign * percent;
    CHECK_FALSE(preflight::detail::boxes::orientation_of({most, 0, 0, 0x10000}).scaled);
    CHECK(preflight::detail::boxes::orientation_of({most + sign, 0, 0, 0x10000}).scaled);
  }
}

TEST_CASE("a sample-to-chunk table whose chunks have no samples is malformed, and the fault says so") {
  using crafted::bytes;
  using crafted::mp4::full_box;
  crafted::mp4::track track = crafted::mp4::video();
  track.sample_table = full_box("stts", 0, 0, bytes{}.u32(1).u32(1).u32(1000)) +
                       full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(0).u32(1)) +
                       full_box("stsz", 0, 0, bytes{}.u32(0).u32(1).u32(16)) +
                       full_box("stco", 0, 0, bytes{}.u32(1).u32(0));
  const bytes file = crafted::mp4::moov_first({.tracks = {track}});
  const preflight::facts f = preflight::sniff(file);
  const preflight::fault* const fault = f.faults.first(fault_kind::malformed);
  REQUIRE(fault != nullptr);
  CHECK(fault->what == "the sample-to-chunk table has chunks without samples");
}

TEST_CASE("a picture may have as many pixels as the ceiling says") {
  const crafted::bytes file = crafted::gif::screen(8, 8) + crafted::gif::image({0, 0, 8, 8}) + crafted::gif::trailer;
  preflight::budget ceilings;
  ceilings.pixels = 64;
  CHECK_FALSE(preflight::sniff(file, preflight::depth::structure, ceilings).faults.has(fault_kind::over_budget));
  ceilings.pixels = 63;
  CHECK(preflight::sniff(file, preflight::depth::structure, ceilings).faults.has(fault_kind::over_budget));
}
