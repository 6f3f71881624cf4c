#include <preflight/decode/cross_check.hpp>

#include "harness/catch.hpp"
#include "rules/cases/cross_check.hpp"

using namespace preflight;
using namespace preflight::test;

namespace {

/// What differs once `change` is done to a decoding that says the same as the facts.
template <class Change>
cross_check compare_changed(const facts& f, Change change) {
  return compare(f, libavcodec_result(f, change));
}

facts fragments(std::uint64_t milliseconds) {
  return edited(video(), [&](facts& f) {
    f.fragmented = true;
    f.duration = milliseconds;
  });
}

auto with_duration(std::uint64_t milliseconds) {
  return [milliseconds](decode_result& d) { d.duration_milliseconds = milliseconds; };
}

}  // namespace

TEST_CASE("a decoding that says the same agrees") {
  for (const facts& file : {video(), png(), jpeg(), gif(), fragments(12'500)}) {
    CHECK(compare_changed(file, [](decode_result&) {}).agrees());
  }
}

TEST_CASE("nothing is made of a decoding that did not come to its end") {
  for (const auto outcome :
       {decode_outcome::rejected, decode_outcome::over_budget, decode_outcome::crashed, decode_outcome::unsupported}) {
    CHECK(compare_changed(video(), [outcome](decode_result& d) {
            d = make_decode_result(outcome, "", "any reason");
          }).agrees());
  }
}

TEST_CASE("sizes may differ by macroblock padding, either way, and by nothing else") {
  const facts padded = edited(video({1920, 1080}), [](facts& f) { f.tracks[0].sample_entry = {1920, 1088}; });
  CHECK_FALSE(compare_changed(padded, [](decode_result& d) { d.size = {1920, 1080}; }).size);
  CHECK_FALSE(compare_changed(video({1920, 1080}), [](decode_result& d) { d.size = {1920, 1088}; }).size);
  CHECK(compare_changed(video({1920, 1080}), [](decode_result& d) { d.size = {1920, 1081}; }).size);
  CHECK(compare_changed(png({100, 100}), [](decode_result& d) { d.size = {100, 101}; }).size);
  CHECK_FALSE(compare_changed(png({100, 100}), [](decode_result& d) { d.size = {}; }).size);
}

TEST_CASE("a height that a JPEG gives after its scan is the one that counts") {
  const facts late = edited(jpeg({640, 0}), [](facts& f) { f.height_after_scan = 480; });
  CHECK_FALSE(compare_changed(late, [](decode_result& d) { d.size = {640, 480}; }).size);
  CHECK(compare_changed(late, [](decode_result& d) { d.size = {640, 481}; }).size);
}

TEST_CASE("a turn is compared where both sides can express it") {
  const auto quarter = [](decode_result& d) { d.rotation = 90; };
  CHECK(compare_changed(video(), quarter).rotation);
  CHECK_FALSE(compare_changed(edited(video(), [](facts& f) { f.tracks[0].matrix.mirrored = true; }), quarter).rotation);
  CHECK_FALSE(
      compare_changed(edited(video(), [](facts& f) { f.tracks[0].matrix.right_angled = false; }), quarter).rotation);
}

TEST_CASE("another codec differs, an unnamed one does not") {
  CHECK(compare_changed(video(), [](decode_result& d) { d.video_codec = fourcc("hvc1"); }).codec);
  CHECK_FALSE(compare_changed(video(), [](decode_result& d) { d.video_codec = 0; }).codec);
}

TEST_CASE("fragments may end early by a second or 2 %, whichever is more") {
  CHECK_FALSE(compare_changed(fragments(10'000), with_duration(9'000)).duration);
  CHECK(compare_changed(fragments(10'000), with_duration(8'999)).duration);
  CHECK_FALSE(compare_changed(fragments(100'000), with_duration(98'000)).duration);
  CHECK(compare_changed(fragments(100'000), with_duration(97'999)).duration);
  CHECK_FALSE(compare_changed(fragments(10'000), with_duration(60'000)).duration);
  CHECK_FALSE(compare_changed(fragments(0), with_duration(0)).duration);
  CHECK_FALSE(compare_changed(video(), with_duration(1)).duration);
}

TEST_CASE("a stated duration is exact in milliseconds, and absurd ones are none") {
  const auto stated = [](std::uint64_t duration, std::uint32_t timescale) {
    return stated_milliseconds(edited(video(), [&](facts& f) {
      f.duration = duration;
      f.timescale = timescale;
    }));
  };
  CHECK(stated(12'500, 1000) == 12'500);
  CHECK(stated(1, 3) == 333);
  CHECK(stated(5, 0) == 0);
  CHECK(stated(UINT64_MAX, 1) == 0);
  CHECK(stated(UINT64_MAX, UINT32_MAX) > 0);
}
