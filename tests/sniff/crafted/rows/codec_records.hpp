#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// Decoder configuration records that no decoder can be set up with, and the nearest that one can.
[[nodiscard]] inline rows codec_records() {
  using namespace mp4;
  const rule_ids broken{"malformed"};
  const rule_ids broken_hevc{"malformed", "video-codec-uncommon"};
  const rule_ids good_hevc{"video-codec-uncommon"};
  const auto avc_record = [](const bytes& record, const char* codec = "avc1") {
    return visual_entry(codec, 1280, 720, box("avcC", record));
  };
  const auto hevc_record = [](const bytes& record, const char* codec = "hvc1") {
    return visual_entry(codec, 1280, 720, box("hvcC", record));
  };
  const auto entry_row = [](const char* name, const bytes& entry, const rule_ids& rules, std::uint32_t entries = 1) {
    track t = other_video(entry, 1280, 720);
    t.entries = entries;
    return row{name, "mp4", moov_first({.tracks = {t}}), format::mp4, hd, rules};
  };
  const bytes avc = avc::configuration({});
  const bytes hevc = hevc::configuration({});
  const bytes no_sets{1, 66, 0, 51, 0xFF, 0xE0, 0};
  const bytes no_pictures = cut(avc, 8 + avc::nal({}).size()) + bytes{0};
  const bytes no_arrays = cut(hevc, 22) + bytes{0};
  return {
      entry_row("mp4_avc_without_configuration", visual_entry("avc1", 1280, 720), broken),
      entry_row("mp4_avc_configuration_cut", avc_record(cut(avc, 14)), broken),
      entry_row("mp4_avc_configuration_of_6_bytes", avc_record(cut(avc, 6)), broken),
      entry_row("mp4_avc_configuration_of_version_0", avc_record(patched(avc, 0, {1}, {0})), broken),
      entry_row("mp4_avc_without_parameters", avc_record(no_sets), broken),
      entry_row("mp4_avc_without_picture_parameters", avc_record(no_pictures), broken),
      entry_row("mp4_avc_sequence_of_another_type", avc_record(patched(avc, 8, {0x67}, {0x68})), broken),
      entry_row("mp4_avc_in_annex_b", avc_record(bytes{0, 0, 0, 1} + avc::nal({})), broken),
      entry_row("mp4_avc3_without_parameters", avc_record(no_sets, "avc3"), {}),
      entry_row("mp4_avc3_without_configuration", visual_entry("avc3", 1280, 720), broken),
      entry_row("mp4_hevc_without_configuration", visual_entry("hvc1", 1280, 720), broken_hevc),
      entry_row("mp4_hevc_without_sequence_parameters", hevc_record(no_arrays), broken_hevc),
      entry_row("mp4_hevc_configuration_of_version_0", hevc_record(patched(hevc, 0, {1}, {0})), good_hevc),
      entry_row("mp4_hevc_configuration_of_version_2", hevc_record(patched(hevc, 0, {1}, {2})), broken_hevc),
      entry_row("mp4_hev1_without_parameters", hevc_record(no_arrays, "hev1"), good_hevc),
      entry_row("mp4_hev1_without_configuration", visual_entry("hev1", 1280, 720), broken_hevc),
      entry_row("mp4_later_entry_without_configuration", avc_entry({}) + visual_entry("avc1", 1280, 720), broken, 2),
      entry_row("mp4_first_entry_without_configuration", visual_entry("avc1", 1280, 720) + avc_entry({}), broken, 2),
  };
}

}  // namespace crafted
