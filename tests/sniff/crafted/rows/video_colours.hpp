#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// What codec configurations and boxes beside them say of pixels and brightness.
[[nodiscard]] inline rows video_colours() {
  using namespace mp4;
  const auto entry_row = [](const char* name, const bytes& entry, const rule_ids& rules, bool (*holds)(const facts&)) {
    return row{name, "mp4", moov_first({.tracks = {other_video(entry, 1280, 720)}}), format::mp4, hd, rules}.also(
        holds);
  };
  const auto colr = [](const char* type, std::uint32_t transfer) {
    return box("colr", text(type).u16(9).u16(transfer).u16(9).u8(0));
  };
  const auto is_pq = [](const facts& f) { return f.tracks[0].hdr() == "pq"; };
  const auto is_hlg = [](const facts& f) { return f.tracks[0].hdr() == "hlg"; };
  const auto is_dolby = [](const facts& f) { return f.tracks[0].hdr() == "dolby-vision"; };
  const auto is_standard = [](const facts& f) { return f.tracks[0].hdr().empty(); };
  const bytes vp9 = full_box("vpcC", 1, 0, bytes{2, 31, 0xA2, 9, 16, 9, 0, 0});
  const avc::sps plain{};
  const hevc::sps deep{.depth = 10, .transfer = 16, .everything_else = true};
  const hevc::sps layered{.depth = 10, .sub_layers = 3, .transfer = 18, .everything_else = true};
  const rule_ids bright{"video-hdr"};
  const rule_ids bright_hevc{"video-codec-uncommon", "video-pixel-format-uncommon", "video-hdr"};
  const rule_ids bright_other{"video-codec-uncommon", "video-hdr"};
  return {
      entry_row("mp4_avc_hlg", avc_entry({.transfer = 18}), bright, is_hlg),
      entry_row("mp4_avc_pq", avc_entry({.transfer = 16}), bright, is_pq),
      entry_row("mp4_avc_bt2020_of_10_bits_is_no_hdr", avc_entry({.transfer = 14}), {}, is_standard),
      entry_row("mp4_hevc_pq_behind_every_coding_tool", hevc_entry(deep), bright_hevc, is_pq),
      entry_row("mp4_hevc_hlg_of_3_sub_layers", hevc_entry(layered), bright_hevc, is_hlg),
      entry_row("mp4_hevc_main", hevc_entry({}), {"video-codec-uncommon"}, is_standard),
      entry_row("mp4_nclx_pq", avc_entry(plain, colr("nclx", 16)), bright, is_pq),
      entry_row("mov_nclc_hlg", avc_entry(plain, colr("nclc", 18)), bright, is_hlg),
      entry_row("mp4_nclx_bt709", avc_entry(plain, colr("nclx", 1)), {}, is_standard),
      entry_row("mp4_colr_of_an_icc_profile", avc_entry(plain, box("colr", text("prof").zeros(128))), {}, is_standard),
      entry_row("mp4_colr_cut", avc_entry(plain, box("colr", text("nclx").u16(9))), {}, is_standard),
      entry_row("mp4_dolby_vision_over_avc", avc_entry(plain, box("dvvC", zeros(24))), bright, is_dolby),
      entry_row("mp4_dolby_vision_entry", hevc_entry({.depth = 10}, "dvh1"), bright_hevc, is_dolby),
      entry_row("mp4_vp9_pq_of_10_bits", visual_entry("vp09", 1280, 720, vp9), bright_other,
                [](const facts& f) {
                  return f.tracks[0].hdr() == "pq" && name_of(f.tracks[0].pixels).text() == "yuv420p10";
                }),
      entry_row("mp4_av1_4_4_4_of_12_bits", visual_entry("av01", 1280, 720, box("av1C", {0x81, 0x48, 0x60, 0})),
                {"video-codec-uncommon"},
                [](const facts& f) { return name_of(f.tracks[0].pixels).text() == "yuv444p12"; }),
      entry_row("mp4_av1_grey", visual_entry("av01", 1280, 720, box("av1C", {0x81, 0x08, 0x1C, 0})),
                {"video-codec-uncommon"}, [](const facts& f) { return name_of(f.tracks[0].pixels).text() == "gray"; }),
  };
}

}  // namespace crafted
