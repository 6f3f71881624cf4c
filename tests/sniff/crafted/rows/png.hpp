#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/sniff/sniffer.hpp>

#include "sniff/crafted/exif.hpp"
#include "sniff/crafted/png.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

[[nodiscard]] inline bytes with_text_mode_newlines(const bytes& good) {
  bytes out;
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (good[i] != '\r' || i + 1 == good.size() || good[i + 1] != '\n') {
      out.u8(good[i]);
    }
  }
  return out;
}

/// Colour types, transparency, animation, metadata: pictures every decoder takes.
[[nodiscard]] inline rows good_pngs() {
  using namespace png;
  const bytes palette = chunk("PLTE", zeros(6));
  std::string across_windows(preflight::window_size - 6, ' ');
  across_windows.append("<x exif:GPSLatitude='52,31.2N'/>");
  const bytes data = pixels({});
  return {
      row{"png_1280x720", "png", picture(), format::png, hd}.also(
          [](const facts& f) { return f.has_alpha == false && f.bit_depth == 1 && f.channels == 1 && f.frames == 1; }),
      {"png_640x480", "png", picture({640, 480}), format::png, vga, small_picture()},
      row{"png_rgb_16_bit", "png", picture({1280, 720, 16, 2}), format::png, hd}.also(
          [](const facts& f) { return f.bit_depth == 16 && f.channels == 3; }),
      row{"png_palette", "png", picture({1280, 720, 1, 3}, palette), format::png, hd}.also(
          [](const facts& f) { return f.bit_depth == 8 && f.channels == 3; }),
      {"png_interlaced", "png", picture({1280, 720, 8, 0, 1}), format::png, hd, {}},
      row{"png_rgba", "png", picture({1280, 720, 8, 6}), format::png, hd, {"alpha-channel"}}.also(
          [](const facts& f) { return f.has_alpha == true && f.channels == 4; }),
      {"png_gray_alpha", "png", picture({1280, 720, 8, 4}), format::png, hd, {"alpha-channel"}},
      {"png_gray_trns", "png", picture({}, chunk("tRNS", zeros(2))), format::png, hd, {"alpha-channel"}},
      row{"png_palette_trns",
          "png",
          picture({1280, 720, 1, 3}, palette + chunk("tRNS", {0})),
          format::png,
          hd,
          {"alpha-channel"}}
          .also([](const facts& f) { return f.channels == 4 && f.samples_offset == 33 + 18; }),
      row{"png_exif_orientation_6",
          "png",
          picture({}, chunk("eXIf", exif::orientation(6))),
          format::png,
          hd,
          {"orientation-tag"}}
          .also([](const facts& f) { return f.orientation == 6 && f.orientation_offset > 41; }),
      {"png_exif_orientation_1", "png", picture({}, chunk("eXIf", exif::orientation(1))), format::png, hd, {}},
      {"png_exif_gps",
       "png",
       picture({}, chunk("eXIf", exif::gps({52, 31, 12}, {13, 24, 18}))),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_xmp_gps",
       "png",
       picture({}, xmp("<x exif:GPSLatitude=\"52,31.2N\"/>")),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_xmp_gps_with_spaces",
       "png",
       picture({}, xmp("<x exif:GPSLatitude = \"52,31.2N\"/>")),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_xmp_gps_across_windows", "png", picture({}, xmp(across_windows)), format::png, hd, {"location-metadata"}},
      {"png_xmp_without_gps",
       "png",
       picture({}, xmp("<x exif:GPSLatitudeRef=\"N\" exif:GPSLatitude=\"\"/>")),
       format::png,
       hd,
       {}},
      {"png_profile_gps",
       "png",
       picture({}, compressed_text("Raw profile type exif",
                                   raw_profile("exif", text("Exif").zeros(2) + exif::gps({52, 31, 12}, {13, 24, 18})))),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_compressed_xmp_gps",
       "png",
       picture({}, international_text("XML:com.adobe.xmp", text("<x exif:GPSLatitude=\"52,31.2N\"/>"), true)),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_gps_as_text",
       "png",
       picture({}, plain_text("exif:GPSLatitude", text("52/1, 31/1, 0/1"))),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_gps_as_compressed_text",
       "png",
       picture({}, compressed_text("exif:GPSLatitude", text("52/1, 31/1, 12/1"))),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_gps_as_international_text",
       "png",
       picture({}, international_text("exif:GPSLatitude", text("52/1, 31/1, 12/1"), false)),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_gps_as_text_behind_the_data",
       "png",
       picture({}, {}, plain_text("exif:GPSLatitude", text("52/1, 31/1, 12/1"))),
       format::png,
       hd,
       {"location-metadata"}},
      {"png_longitude_as_text",
       "png",
       picture({}, plain_text("exif:GPSLongitude", text("13/1, 24/1, 18/1"))),
       format::png,
       hd,
       {"location-metadata"}},
      row{"png_profile_orientation_6",
          "png",
          picture({}, plain_text("Raw profile type APP1",
                                 raw_profile("APP1", text("Exif").zeros(2) + exif::orientation(6)))),
          format::png,
          hd,
          {"orientation-tag"}}
          .also([](const facts& f) { return f.orientation == 6 && f.orientation_offset == 41; }),
      row{"apng_two_frames", "png", animated(), format::png, hd, {"animated-picture"}}.also(
          [](const facts& f) { return f.animated == true && f.frames == 2; }),
      row{"apng_one_frame", "png", picture({}, animation_control(1) + frame_control(0, {})), format::png, hd}.also(
          [](const facts& f) { return f.animated == false && f.frames == 1; }),
      {"png_in_many_idat",
       "png",
       signature + ihdr({}) + chunk("IDAT", cut(data, 3)) + chunk("IDAT") + chunk("IDAT", skip(data, 3)) + iend,
       format::png,
       hd,
       {}},
  };
}

[[nodiscard]] inline bool blames(const facts& f, std::string_view words) {
  const preflight::fault* broken = f.faults.first(preflight::fault_kind::malformed);
  return broken != nullptr && broken->what.find(words) != std::string_view::npos;
}

/// Grammar broken in one place each.
[[nodiscard]] inline rows broken_pngs() {
  using namespace png;
  const bytes good = picture();
  return {
      {"png_cgbi",
       "png",
       signature + chunk("CgBI", {0x50, 0, 0x20, 6}) + ihdr({}) + iend,
       format::png,
       {},
       {"malformed"}},
      {"png_ihdr_not_first",
       "png",
       signature + chunk("tEXt", text("a\0b")) + ihdr({}) + iend,
       format::png,
       {},
       {"malformed"}},
      row{"png_newline_mangled", "png", with_text_mode_newlines(good), format::png, {}, {"malformed"}}.also(
          [](const facts& f) { return blames(f, "text mode"); }),
      {"png_wrong_signature_tail",
       "png",
       patched(good, 4, {'\r', '\n', 0x1A, '\n'}, text("xxxx")),
       format::png,
       {},
       {"malformed"}},
      {"png_bad_ihdr_crc",
       "png",
       patched(good, 32, {good[32]}, {static_cast<unsigned char>(good[32] ^ 1)}),
       format::png,
       hd,
       {"malformed"}},
      {"png_second_ihdr", "png", picture({}, ihdr({640, 480})), format::png, hd, {"malformed"}},
      {"png_ihdr_of_14_bytes", "png", signature + chunk("IHDR", zeros(14)) + iend, format::png, {}, {"malformed"}},
      {"png_width_2_to_31", "png", hollow({0x80000000, 720}), format::png, {}, {"malformed", "dimensions-missing"}},
      {"png_width_2_to_32",
       "png",
       hollow({0xFFFFFFFF, 0xFFFFFFFF}),
       format::png,
       {},
       {"malformed", "dimensions-missing"}},
      {"png_width_0", "png", hollow({0, 720}), format::png, {0, 720}, {"malformed", "dimensions-missing"}},
      {"png_height_0", "png", hollow({1280, 0}), format::png, {1280, 0}, {"malformed", "dimensions-missing"}},
      {"png_3_bits", "png", hollow({1280, 720, 3, 0}), format::png, hd, {"malformed"}},
      {"png_palette_without_plte", "png", hollow({1280, 720, 8, 3}), format::png, hd, {"malformed"}},
      {"png_plte_of_769_bytes",
       "png",
       picture({1280, 720, 1, 3}, chunk("PLTE", zeros(769))),
       format::png,
       hd,
       {"malformed"}},
      {"png_without_idat", "png", signature + ihdr({}) + iend, format::png, hd, {"malformed"}},
      {"png_idat_not_consecutive",
       "png",
       picture({}, chunk("IDAT", zeros(1)) + chunk("tEXt", text("a=b"))),
       format::png,
       hd,
       {"malformed"}},
      {"png_unknown_critical_chunk", "png", picture({}, chunk("ABCD")), format::png, hd, {"malformed"}},
      {"png_chunk_type_not_letters",
       "png",
       picture({}, chunk("ab\x01"
                         "d")),
       format::png,
       hd,
       {"malformed"}},
      {"png_chunk_longer_than_2_to_31",
       "png",
       signature + ihdr({}) + bytes{0x80, 0, 0, 0}.text("IDAT").zeros(8),
       format::png,
       hd,
       {"malformed"}},
      {"png_iend_not_empty",
       "png",
       signature + ihdr({}) + chunk("IDAT", pixels({})) + chunk("IEND", {0}),
       format::png,
       hd,
       {"malformed"}},
  };
}

template <std::uint64_t Place>
[[nodiscard]] bool ancillary_fault_at(const facts& f) {
  const preflight::fault* const wrong = f.faults.first(preflight::fault_kind::ancillary_chunk);
  return wrong != nullptr && wrong->offset == Place;
}

/// Faults of chunks that no pixel depends on.
[[nodiscard]] inline rows wrong_ancillary_chunks() {
  using namespace png;
  const auto with = [](const char* name, const bytes& before, bool (*holds)(const facts&), const bytes& after = {}) {
    return row{name, "png", picture({}, before, after), format::png, hd, {"ancillary-chunk-invalid"}}.also(holds);
  };
  const auto wrong_crc = [](const char* type, std::size_t size) {
    bytes whole = chunk(type, zeros(size));
    whole.back() ^= 1U;
    return whole;
  };
  // The first chunk after IHDR begins at 33, its data at 41.
  return {
      with("png_text_with_wrong_crc", wrong_crc("tEXt", 9), ancillary_fault_at<41 + 9>),
      with("png_international_text_with_wrong_crc", wrong_crc("iTXt", 20), ancillary_fault_at<41 + 20>),
      with("png_profile_with_wrong_crc", wrong_crc("iCCP", 70), ancillary_fault_at<41 + 70>),
      with("png_gamma_with_wrong_crc", wrong_crc("gAMA", 4), ancillary_fault_at<41 + 4>),
      with("png_private_chunk_with_wrong_crc", wrong_crc("prVt", 3), ancillary_fault_at<41 + 3>),
      with("png_time_with_wrong_crc_behind_the_data", {}, nullptr, wrong_crc("tIME", 7)),
      with("png_phys_of_8_bytes", chunk("pHYs", zeros(8)), ancillary_fault_at<33>),
      with("png_phys_of_10_bytes", chunk("pHYs", zeros(10)), ancillary_fault_at<33>),
      with("png_phys_without_bytes", chunk("pHYs"), ancillary_fault_at<33>),
      with("png_gamma_of_5_bytes", chunk("gAMA", zeros(5)), ancillary_fault_at<33>),
      with("png_time_of_6_bytes", chunk("tIME", zeros(6)), ancillary_fault_at<33>),
      with("png_phys_twice", chunk("pHYs", zeros(9)) + chunk("pHYs", zeros(9)), nullptr),
      with("png_gamma_behind_the_data", {}, nullptr, chunk("gAMA", zeros(4))),
  };
}

/// Animations that are not what their control chunks say.
[[nodiscard]] inline rows broken_apngs() {
  using namespace png;
  const auto still = [](const facts& f) { return f.animated == false && f.frames == 1; };
  const auto two = [](const facts& f) { return f.animated == true && f.frames == 2; };
  const bytes good = animated();
  const bytes outside = chunk("fcTL", bytes{}.u32(0).u32(1280).u32(720).u32(1).u32(0).u16(1).u16(10).u16(0));
  const auto saying = [](std::uint32_t frames) {
    return bytes{}.u32(8).add(cut(skip(animation_control(frames), 4), 8));
  };
  const bytes nothing = picture({}, animation_control(1) + frame_control(0, {1280, 0}));
  return {
      row{"apng_of_5_frames_with_1",
          "png",
          picture({}, animation_control(5) + frame_control(0, {})),
          format::png,
          hd,
          {"malformed"}}
          .also(still),
      row{"apng_of_0_frames", "png", picture({}, animation_control(0)), format::png, hd, {"malformed"}}.also(still),
      row{"apng_of_1_frame_with_2",
          "png",
          patched(good, 33, saying(2), saying(1)),
          format::png,
          hd,
          {"malformed", "animated-picture"}}
          .also(two),
      {"apng_frame_outside", "png", picture({}, animation_control(1) + outside), format::png, hd, {"malformed"}},
      {"apng_frame_without_height", "png", nothing, format::png, hd, {"malformed"}},
      row{"png_frame_without_animation", "png", picture({}, outside), format::png, hd}.also(still),
  };
}

/// Files that end too early, or too late.
[[nodiscard]] inline rows cut_pngs() {
  using namespace png;
  const bytes good = picture();
  const bytes zip = text("PK\x03\x04").zeros(26);
  return {
      {"png_of_4_bytes", "png", cut(good, 4), format::png, {}, {"truncated"}},
      {"png_of_8_bytes", "png", cut(good, 8), format::png, {}, {"truncated"}},
      {"png_of_24_bytes", "png", cut(good, 24), format::png, {}, {"truncated"}},
      {"png_of_33_bytes", "png", cut(good, 33), format::png, hd, {"truncated"}},
      {"png_cut_in_idat", "png", cut(good, 300), format::png, hd, {"truncated"}},
      {"png_without_iend", "png", cut(good, good.size() - 12), format::png, hd, {"truncated"}},
      {"png_cut_in_iend", "png", cut(good, good.size() - 1), format::png, hd, {"truncated"}},
      row{"png_trailing_zip", "png", good + zip, format::png, hd, {"trailing-data"}}.also(
          [](const facts& f) { return f.trailing_format == format::zip && f.trailing_bytes() == 30; }),
      {"png_trailing_byte", "png", good + bytes{0}, format::png, hd, {"trailing-data"}},
  };
}

}  // namespace crafted
