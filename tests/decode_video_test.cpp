#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include <preflight/decoders/video.hpp>
#include <preflight/probe.hpp>

#include "decoding_case.hpp"

namespace {

using namespace decoding_case;
using preflight::extent;
using preflight::fourcc;
using decoder = preflight::decoders::video;

bytes example(std::string_view name) {
  std::ifstream in{std::string{MEDIA_PREFLIGHT_SOURCE_DIR "/testdata/video/"}.append(name), std::ios::binary};
  bytes out;
  out.assign(std::istreambuf_iterator<char>{in}, {});
  if (out.empty()) {
    throw std::runtime_error{std::string{"there is no testdata/video/"}.append(name)};
  }
  return out;
}

decoding decode(const bytes& file, const budget& ceilings = {}) {
  return decoding_case::decode<decoder>(file, ceilings);
}

struct good_file {
  std::string_view name;
  std::string_view codec;
  std::uint64_t frames;
  std::uint64_t packets;
  std::uint64_t milliseconds;
};

constexpr std::array good_files{
    good_file{"h264.mp4", "avc1", 10, 10, 1000},
    good_file{"h264.mov", "avc1", 10, 10, 1000},
    good_file{"hevc.mp4", "hvc1", 10, 10, 1000},
    good_file{"mpeg4.mp4", "mp4v", 10, 10, 1000},
    good_file{"mjpeg.mov", "jpeg", 10, 10, 1000},
    good_file{"prores.mov", "apco", 3, 3, 300},
    good_file{"vp9.mp4", "vp09", 10, 10, 1000},
    good_file{"av1.mp4", "av01", 10, 10, 1000},
    good_file{"moov_at_end.mp4", "avc1", 10, 10, 1000},
    good_file{"compressed_moov.mov", "avc1", 10, 10, 1000},
    good_file{"fragmented.mp4", "avc1", 10, 10, 1200},
    good_file{"two_video_tracks.mp4", "avc1", 20, 20, 1000},
    good_file{"with_sound.mp4", "avc1", 10, 55, 1000},
    good_file{"rotated_90.mp4", "avc1", 10, 10, 1000},
    good_file{"edit_list.mp4", "avc1", 10, 10, 700},
};

TEST_CASE("every frame of a good video is decoded") {
  for (const good_file& each : good_files) {
    CAPTURE(each.name);
    const decoding out = decode(example(each.name));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.codec.text().starts_with("libavcodec "));
    CHECK(out.size == extent{96, 64});
    CHECK(out.video_codec == fourcc(each.codec));
    CHECK(out.frames == each.frames);
    CHECK(out.packets == each.packets);
    CHECK(out.duration_milliseconds == each.milliseconds);
  }
}

}  // namespace
