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
  const preflight::destination* destination = &destinations::zoom_background;
  std::optional<std::string> path{};  ///< unset: "a/b.<usual extension of the format>"
  std::optional<failure> not_read{};
  std::optional<run_position> in_run{};
  std::optional<decode_result> decoded{};
  std::optional<upload::request> request{};
  std::optional<upload::group_form> form{};
  std::vector<std::string_view> also{};  ///< what other rules find in it, in the order of all_rules
};

using rule_cases = std::vector<rule_case>;

/// A destination that limits nothing, and one that a project has made of another by changing a field.
inline constexpr destination anything{.name = "anything", .title = "anything", .service = "nobody"};
inline constexpr destination only_mov = [] {
  destination result = destinations::zoom_background;
  result.formats.value = {format::mov};
  return result;
}();

/// One whose limit of bytes nobody can misunderstand.
inline constexpr destination at_most_a_gigabyte = [] {
  destination result = anything;
  result.max_bytes.value = 1'000'000'000;
  return result;
}();

/// A destination of small videos, JPEG pictures and nothing else.
inline constexpr destination small_mp4_and_jpeg = [] {
  destination result = destinations::zoom_background;
  result.title = "door signs";
  result.formats.value = {format::jpeg, format::mp4};
  result.min_video_size->value = {320, 180};
  result.max_video_size->value = {640, 360};
  return result;
}();

/// The same but for what `change` does to it.
template <class What, class Change>
[[nodiscard]] What edited(What value, Change change) {
  change(value);
  return value;
}

[[nodiscard]] inline facts picture(format f, extent size) {
  facts result;
  result.format = f;
  result.depth_reached = depth::structure;
  result.file_size = 20'000;
  result.end = result.file_size;
  result.coded = result.canvas = size;
  result.bit_depth = 8;
  result.channels = 3;
  result.has_alpha = false;
  result.animated = false;
  result.frames = 1;
  result.jpeg_process = f == format::jpeg ? 0xC0 : 0;
  return result;
}
[[nodiscard]] inline facts png(extent size = {1920, 1080}) { return picture(format::png, size); }
[[nodiscard]] inline facts jpeg(extent size = {1920, 1080}) { return picture(format::jpeg, size); }
[[nodiscard]] inline facts gif(extent size = {1920, 1080}) { return picture(format::gif, size); }

[[nodiscard]] inline video_track h264_track(std::uint32_t id, extent size) {
  video_track result;
  result.id = id;
  result.codec = fourcc("avc1");
  result.sample_entry = result.track_header = result.codec_configuration = size;
  result.pixels = usual_layout;
  return result;
}

[[nodiscard]] inline facts video(extent size = {1280, 720}, format f = format::mp4) {
  facts result;
  result.format = f;
  result.depth_reached = depth::structure;
  result.file_size = 20'000;
  result.end = result.file_size;
  result.coded = size;
  result.bit_depth = 8;
  result.timescale = 1000;
  result.duration = 12'500;
  result.tracks[0] = h264_track(1, size);
  result.video_tracks = 1;
  result.audio_tracks = 1;
  return result;
}

/// Of a format that is only named: nothing in it is measured.
[[nodiscard]] inline facts named_only(format f) {
  facts result;
  result.format = f;
  result.depth_reached = depth::structure;
  result.file_size = f == format::empty ? 0 : 20'000;
  return result;
}

/// Bytes of the file as the tables state them, whatever else is true of it.
[[nodiscard]] inline facts sized(facts f, std::uint64_t bytes) {
  f.file_size = bytes;
  f.end = bytes;
  return f;
}

}  // namespace preflight::test
