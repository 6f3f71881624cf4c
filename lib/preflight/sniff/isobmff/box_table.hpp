#pragma once

#include <array>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/codecs/av1.hpp>
#include <preflight/sniff/isobmff/codecs/avc.hpp>
#include <preflight/sniff/isobmff/codecs/hevc.hpp>
#include <preflight/sniff/isobmff/codecs/vp9.hpp>
#include <preflight/sniff/isobmff/fragment_boxes.hpp>
#include <preflight/sniff/isobmff/metadata_boxes.hpp>
#include <preflight/sniff/isobmff/movie_boxes.hpp>
#include <preflight/sniff/isobmff/sample_entry_boxes.hpp>
#include <preflight/sniff/isobmff/tables/sample_table_boxes.hpp>
#include <preflight/sniff/isobmff/track_boxes.hpp>

namespace preflight::detail {

/// The parent of what stands in a visual sample entry, whatever its codec.
inline constexpr std::uint32_t visual_entry = fourcc("(ve)");

constexpr box_rule container(std::string_view type, std::string_view parent, std::uint32_t fields = 0) {
  return {.type = fourcc(type), .parent = fourcc(parent), .min_size = fields, .container = true};
}
constexpr box_rule leaf(std::string_view type, std::string_view parent, std::uint32_t min_size, std::uint32_t read_size,
                        box_reader read) {
  return {.type = fourcc(type), .parent = fourcc(parent), .min_size = min_size, .read_size = read_size, .read = read};
}

/// The description of a codec, which knows the size of the pictures that it makes.
template <const codec_configuration& Configuration>
constexpr box_rule codec(std::uint32_t min_size, std::uint32_t read_size) {
  return {.type = Configuration.box,
          .parent = visual_entry,
          .min_size = min_size,
          .read_size = read_size,
          .read = boxes::configuration<Configuration>};
}

/// Every box that is looked into. What is not listed is stepped over. A new box is a reader in boxes/ and a line here.
inline constexpr std::array all_boxes{
    container("moov", "    "),
    leaf("mvhd", "moov", 20, 68, boxes::movie_header),
    leaf("cmov", "moov", 0, 0, boxes::compressed_movie),
    container("mvex", "moov"),
    leaf("mehd", "mvex", 8, 12, boxes::movie_extends_header),
    container("trak", "moov"),
    leaf("tkhd", "trak", 84, 96, boxes::track_header),
    container("tref", "trak"),
    leaf("chap", "tref", 0, 32, boxes::chapter_reference),
    leaf("thmb", "tref", 4, 0, boxes::auxiliary_reference),
    leaf("vdep", "tref", 4, 0, boxes::auxiliary_reference),
    leaf("vplx", "tref", 4, 0, boxes::auxiliary_reference),
    leaf("auxl", "tref", 4, 0, boxes::auxiliary_reference),
    container("mdia", "trak"),
    leaf("mdhd", "mdia", 20, 32, boxes::media_header),
    leaf("hdlr", "mdia", 12, 12, boxes::handler),
    container("minf", "mdia"),
    leaf("vmhd", "minf", 0, 0, boxes::video_media_header),
    container("dinf", "minf"),
    container("dref", "dinf", 8),
    box_rule{.type = any_type, .parent = fourcc("dref"), .min_size = 4, .read_size = 4, .read = boxes::data_reference},
    container("stbl", "minf"),
    container("stsd", "stbl", 8),
    box_rule{.type = any_type,
             .parent = fourcc("stsd"),
             .min_size = 8,
             .read_size = boxes::entry_reach,
             .read = boxes::sample_entry},
    codec<codecs::avc_configuration>(7, 1024),
    codec<codecs::hevc_configuration>(23, 4096),
    codec<codecs::av1_configuration>(4, 4),
    codec<codecs::vp9_configuration>(12, 12),
    box_rule{.type = fourcc("colr"),
             .parent = visual_entry,
             .min_size = 4,
             .read_size = 10,
             .read = boxes::colour_information},
    box_rule{.type = fourcc("dvcC"), .parent = visual_entry, .read = boxes::dolby_vision},
    box_rule{.type = fourcc("dvvC"), .parent = visual_entry, .read = boxes::dolby_vision},
    box_rule{.type = fourcc("dvwC"), .parent = visual_entry, .read = boxes::dolby_vision},
    box_rule{.type = fourcc("sinf"), .parent = visual_entry, .read = boxes::protection_scheme},
    box_rule{
        .type = fourcc("pasp"), .parent = visual_entry, .min_size = 8, .read_size = 8, .read = boxes::pixel_aspect},
    box_rule{
        .type = fourcc("clap"), .parent = visual_entry, .min_size = 16, .read_size = 16, .read = boxes::clean_aperture},
    leaf("stts", "stbl", 8, 8, boxes::stored_table<64, &track_builder::times>),
    leaf("ctts", "stbl", 8, 8, boxes::sized_table<64>),
    leaf("stss", "stbl", 8, 8, boxes::stored_table<32, &track_builder::sync_samples>),
    leaf("sbgp", "stbl", 12, 16, boxes::sample_to_group),
    leaf("stsc", "stbl", 8, 8, boxes::stored_table<96, &track_builder::runs>),
    leaf("stco", "stbl", 8, 8, boxes::stored_table<32, &track_builder::chunks>),
    leaf("co64", "stbl", 8, 8, boxes::stored_table<64, &track_builder::chunks>),
    leaf("stsz", "stbl", 12, 12, boxes::sample_sizes),
    leaf("stz2", "stbl", 12, 12, boxes::compact_sample_sizes),
    container("udta", "    "),
    container("udta", "moov"),
    container("udta", "trak"),
    container("udta", "mdia"),
    container("udta", "traf"),
    leaf("\xA9xyz", "udta", 0, 8, boxes::position),
    leaf("loci", "udta", 0, 8, boxes::position),
    leaf("gps ", "moov", 0, 8, boxes::position),
    container("meta", "    "),
    container("meta", "moov"),
    container("meta", "udta"),
    container("meta", "trak"),
    container("meta", "mdia"),
    container("meta", "moof"),
    container("meta", "traf"),
    container("ilst", "meta"),
    leaf("\xA9xyz", "ilst", 0, 24, boxes::position_item),
    container("keys", "meta", 8),
    leaf("mdta", "keys", 0, 40, boxes::metadata_key),
    leaf("udta", "keys", 0, 8, boxes::user_data_key),
    leaf("XMP_", "udta", 0, 0, boxes::xmp_packet),
    leaf("uuid", "    ", 16, 16, boxes::extended_type),
    leaf("uuid", "moov", 16, 16, boxes::extended_type),
    leaf("uuid", "trak", 16, 16, boxes::extended_type),
    leaf("uuid", "udta", 16, 16, boxes::extended_type),
    leaf("uuid", "meta", 16, 16, boxes::extended_type),
    leaf("uuid", "moof", 16, 16, boxes::extended_type),
    leaf("trex", "mvex", 24, 24, boxes::track_extends),
    leaf("sidx", "    ", 12, 32, boxes::segment_index),
    container("moof", "    "),
    container("traf", "moof"),
    leaf("tfhd", "traf", 8, 24, boxes::track_fragment_header),
    leaf("trun", "traf", 8, 16, boxes::track_run),
    leaf("sbgp", "traf", 12, 16, boxes::sample_to_group),
};

/// What to do with a box of this type in this parent; nullptr: step over it.
[[nodiscard]] constexpr const box_rule* find_box(std::uint32_t type, std::uint32_t parent) {
  for (const box_rule& rule : all_boxes) {
    if (rule.parent == parent && (rule.type == type || rule.type == any_type)) {
      return &rule;
    }
  }
  return nullptr;
}

}  // namespace preflight::detail
