#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::test {

/// A boundary case is the nearest to firing that must stay silent; the firing case beside it is one step further.
enum class expected : std::uint8_t { firing, silent, boundary };

/// What one rule says about one file, described by its facts.
struct rule_case {
  std::string_view rule;
  expected outcome = expected::silent;
  std::string_view name;
  facts file{};
  const destination* where = &destinations::zoom_background;
  std::optional<std::string> path{};  ///< unset: "a/b.<usual extension of the format>"
  std::optional<failure> not_read{};
  std::optional<run_position> in_run{};
  std::optional<decode_result> decoded{};
  std::optional<upload::request> asked{};
  std::optional<upload::group_form> form{};
  std::vector<std::string_view> also{};  ///< what other rules find in it, in the order of all_rules
};

using rule_cases = std::vector<rule_case>;

/// A destination that limits nothing, and one that a project has made of another by changing a field.
inline constexpr destination anything{.name = "anything", .title = "anything", .service = "nobody"};
inline constexpr destination only_mov = [] {
  destination made = destinations::zoom_background;
  made.formats.value = {format::mov};
  return made;
}();

/// One whose limit of bytes nobody can misunderstand.
inline constexpr destination at_most_a_gigabyte = [] {
  destination made = anything;
  made.max_bytes.value = 1'000'000'000;
  return made;
}();

/// A destination of small videos, JPEG pictures and nothing else.
inline constexpr destination small_mp4_and_jpeg = [] {
  destination made = destinations::zoom_background;
  made.title = "door signs";
  made.formats.value = {format::jpeg, format::mp4};
  made.min_video_size->value = {320, 180};
  made.max_video_size->value = {640, 360};
  return made;
}();

/// The same but for what `change` does to it.
template <class What, class Change>
[[nodiscard]] What with(What one, Change change) {
  change(one);
  return one;
}

[[nodiscard]] inline facts picture(format f, extent size) {
  facts made;
  made.format = f;
  made.depth_reached = depth::structure;
  made.file_size = 20'000;
  made.end = made.file_size;
  made.coded = made.canvas = size;
  made.bit_depth = 8;
  made.channels = 3;
  made.has_alpha = false;
  made.animated = false;
  made.frames = 1;
  made.jpeg_process = f == format::jpeg ? 0xC0 : 0;
  return made;
}
[[nodiscard]] inline facts png(extent size = {1920, 1080}) { return picture(format::png, size); }
[[nodiscard]] inline facts jpeg(extent size = {1920, 1080}) { return picture(format::jpeg, size); }
[[nodiscard]] inline facts gif(extent size = {1920, 1080}) { return picture(format::gif, size); }

[[nodiscard]] inline video_track h264_track(std::uint32_t id, extent size) {
  video_track made;
  made.id = id;
  made.codec = fourcc("avc1");
  made.sample_entry = made.track_header = made.codec_configuration = size;
  made.bit_depth = 8;
  return made;
}

[[nodiscard]] inline facts video(extent size = {1280, 720}, format f = format::mp4) {
  facts made;
  made.format = f;
  made.depth_reached = depth::structure;
  made.file_size = 20'000;
  made.end = made.file_size;
  made.coded = size;
  made.bit_depth = 8;
  made.timescale = 1000;
  made.duration = 12'500;
  made.tracks[0] = h264_track(1, size);
  made.video_tracks = 1;
  made.audio_tracks = 1;
  return made;
}

/// Of a format that is only named: nothing in it is measured.
[[nodiscard]] inline facts named_only(format f) {
  facts made;
  made.format = f;
  made.depth_reached = depth::structure;
  made.file_size = f == format::empty ? 0 : 20'000;
  return made;
}

/// Bytes of the file as the tables state them, whatever else is true of it.
[[nodiscard]] inline facts sized(facts f, std::uint64_t bytes) {
  f.file_size = bytes;
  f.end = bytes;
  return f;
}

}  // namespace preflight::test
