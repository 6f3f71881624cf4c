#pragma once

#include <cstdint>

#include "sniff/crafted/exif.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

[[nodiscard]] inline rows good_jpegs() {
  using namespace jpeg;
  const frame small{640, 480};
  bytes icc_1_mb;
  for (std::uint8_t part = 1; part <= 16; ++part) {
    icc_1_mb.add(app2_icc(part, 16, largest_icc_part));
  }
  bytes icc_40;
  for (std::uint8_t part = 1; part <= 40; ++part) {
    icc_40.add(app2_icc(part, 40, largest_icc_part));
  }
  const bytes sof_inside = text("http://ns.example/").add(sof({4000, 3000})).zeros(65533 - 18 - 13);
  return {
      row{"jpg_1280x720", "jpg", picture(), format::jpeg, hd}.also(
          [](const facts& f) { return f.jpeg_process == 0xC0 && f.channels == 1 && f.bit_depth == 8; }),
      {"jpg_640x480", "jpg", picture(small), format::jpeg, vga, small_picture()},
      {"jpg_3_components", "jpeg", picture({1280, 720, 3}), format::jpeg, hd, {}},
      {"jpg_2_components", "jpg", picture({1280, 720, 2}), format::jpeg, hd, {}},
      {"jpg_progressive", "jpg", picture({1280, 720, 3, 8, 0xC2}), format::jpeg, hd, {}},
      {"jpg_extended", "jpg", picture({1280, 720, 1, 8, 0xC1}), format::jpeg, hd, {}},
      row{"jpg_12_bit", "jpg", picture({1280, 720, 1, 12, 0xC1}), format::jpeg, hd, {"jpeg-process-unusual"}}.also(
          [](const facts& f) { return f.bit_depth == 12; }),
      {"jpg_lossless", "jpg", picture({1280, 720, 1, 8, 0xC3}), format::jpeg, hd, {"jpeg-process-unusual"}},
      {"jpg_differential", "jpg", picture({1280, 720, 1, 8, 0xC5}), format::jpeg, hd, {"jpeg-process-unusual"}},
      {"jpg_hierarchical",
       "jpg",
       soi + dqt + segment(0xDE, bytes{8}.u16(720).u16(1280).add({1, 1, 0x11, 0})) + sof({640, 360}) + dht +
           scan({640, 360}) + sof({1280, 720, 1, 8, 0xC5}) + scan({1280, 720}) + eoi,
       format::jpeg,
       hd,
       {"jpeg-process-unusual"}},
      {"jpg_arithmetic", "jpg", picture({1280, 720, 1, 8, 0xC9}), format::jpeg, hd, {"jpeg-process-unusual"}},
      {"jpg_arithmetic_lossless", "jpg", picture({1280, 720, 1, 8, 0xCF}), format::jpeg, hd, {"jpeg-process-unusual"}},
      row{"jpg_cmyk", "jpg", picture({1280, 720, 4}, app14_adobe(0)), format::jpeg, hd, {"cmyk-jpeg"}}.also(
          [](const facts& f) { return f.channels == 4; }),
      {"jpg_fill_bytes",
       "jpg",
       soi + bytes{}.repeat(7, 0xFF).add(body({})).repeat(3, 0xFF).add(eoi),
       format::jpeg,
       hd,
       {}},
      {"jpg_fill_bytes_before_app",
       "jpg",
       soi + bytes{}.repeat(300, 0xFF).add(body({}, jfif)).add(eoi),
       format::jpeg,
       hd,
       {}},
      {"jpg_rst_before_sof", "jpg", soi + bytes{0xFF, 0xD0, 0xFF, 0x01}.add(body({})).add(eoi), format::jpeg, hd, {}},
      row{"jpg_icc_of_1_mb", "jpg", picture({}, icc_1_mb), format::jpeg, hd}.reading(65536),
      row{"jpg_icc_in_40_parts", "jpg", picture({}, icc_40), format::jpeg, hd}.reading(65536),
      {"jpg_sof_inside_app1", "jpg", picture({}, segment(0xE1, sof_inside)), format::jpeg, hd, {}},
      {"jpg_thumbnail", "jpg", picture(small, app1_exif(exif::thumbnail(picture({160, 120}), 400))), format::jpeg, vga,
       small_picture()},
      {"jpg_thumbnail_longer_than_its_segment", "jpg",
       picture(small, app1_exif(exif::thumbnail(picture({160, 120}), 70000))), format::jpeg, vga, small_picture()},
      row{"jpg_two_pictures", "jpg", picture() + picture(small), format::jpeg, hd, {"trailing-data"}}.also(
          [](const facts& f) { return f.trailing_format == format::jpeg; }),
      row{"jpg_motion_photo",
          "jpg",
          picture() + mp4::moov_first({.tracks = {mp4::video()}}),
          format::jpeg,
          hd,
          {"trailing-data"}}
          .also([](const facts& f) { return f.trailing_format == format::mp4; }),
      {"jpg_xmp_gps",
       "jpg",
       picture({}, app1_xmp("<x><exif:GPSLatitude>52,31.2N</exif:GPSLatitude></x>")),
       format::jpeg,
       hd,
       {"location-metadata"}},
  };
}

[[nodiscard]] inline rows broken_jpegs() {
  using namespace jpeg;
  const frame small{640, 480};
  const frame no_height{640, 0};
  const bytes dnl = segment(0xDC, bytes{}.u16(480));
  bytes empty_segments = soi;
  for (int i = 0; i < 1'000'000; ++i) {
    empty_segments.add({0xFF, 0xE0, 0, 2});
  }
  bytes full_segments = soi;
  for (int i = 0; i < 228; ++i) {
    full_segments.add({0xFF, 0xE1, 0xFF, 0xFF}).zeros(65533);
  }
  return {
      {"jpg_two_sof", "jpg", soi + dqt + sof(small) + sof({4000, 3000}) + dht + scan(small) + eoi, format::jpeg, vga,
       small_picture({"malformed"})},
      row{"jpg_height_in_dnl",
          "jpg",
          soi + dqt + sof(no_height) + dht + sos(small) + scan_data(small) + dnl + eoi,
          format::jpeg,
          {640, 0},
          {"dimensions-missing"}}
          .also([](const facts& f) { return f.height_after_scan == 480U; }),
      {"jpg_height_nowhere",
       "jpg",
       soi + dqt + sof(no_height) + dht + sos(small) + scan_data(small) + eoi,
       format::jpeg,
       {640, 0},
       {"dimensions-missing"}},
      {"jpg_width_0", "jpg", picture({0, 480}), format::jpeg, {0, 480}, {"malformed", "dimensions-missing"}},
      {"jpg_segment_length_0",
       "jpg",
       soi + bytes{0xFF, 0xE0, 0, 0}.add(body({})).add(eoi),
       format::jpeg,
       hd,
       {"malformed"}},
      {"jpg_segment_length_1",
       "jpg",
       soi + bytes{0xFF, 0xE0, 0, 1}.add(body({})).add(eoi),
       format::jpeg,
       hd,
       {"malformed"}},
      {"jpg_sos_before_sof", "jpg", soi + dqt + dht + scan({}) + sof({}) + eoi, format::jpeg, {}, {"malformed"}},
      {"jpg_sof_length_not_8_plus_3n",
       "jpg",
       soi + dqt + replaced(sof(small), {0xFF, 0xC0, 0, 11}, {0xFF, 0xC0, 0, 12}) +
           bytes{0}.add(dht).add(scan(small)).add(eoi),
       format::jpeg,
       {},
       {"malformed"}},
      {"jpg_no_frame", "jpg", soi + eoi, format::jpeg, {}, {"malformed"}},
      {"jpg_no_scan", "jpg", soi + dqt + sof({}) + eoi, format::jpeg, hd, {"malformed"}},
      {"jpg_of_2_bytes", "jpg", soi, format::jpeg, {}, {"truncated"}},
      {"jpg_of_3_bytes", "jpg", {soi + bytes{0xFF}}, format::jpeg, {}, {"truncated"}},
      {"jpg_without_eoi", "jpg", cut(picture(), picture().size() - 2), format::jpeg, hd, {"truncated"}},
      {"jpg_cut_in_segment", "jpg", cut(picture(), 12), format::jpeg, {}, {"truncated"}},
      {"jpg_cut_before_scan", "jpg", soi + dqt + sof({}) + dht, format::jpeg, hd, {"truncated"}},
      row{"jpg_4_mb_of_garbage", "jpg", soi + zeros(4'000'000), format::jpeg, {}, {"malformed"}}.reading(
          4096 + 2 * 65536, 4096 + 2 * 65536),
      row{"jpg_million_empty_segments", "jpg", empty_segments, format::jpeg, {}, {"over-budget"}}.reading(
          16'384 * 4 + 65536, 16'384 * 4 + 65536),
      row{"jpg_15_mb_of_segments", "jpg", full_segments, format::jpeg, {}, {"truncated"}}.reading(65536, 65536),
  };
}

/// Orientation, position, and Exif blocks that would lead a careless reader astray.
[[nodiscard]] inline rows exif_jpegs() {
  using namespace jpeg;
  using exif::order;
  const frame small{640, 480};
  const auto with_exif = [&](const bytes& tiff) { return picture(small, app1_exif(tiff)); };
  const auto unknown = [](const facts& f) { return f.orientation == 0; };
  const auto six = [](const facts& f) {
    return f.orientation == 6 && f.orientation_offset > 0 && f.samples_offset > f.orientation_offset;
  };
  const auto positioned = [](const facts& f) { return f.location == preflight::location_source::exif; };
  const rule_ids turned = small_picture({"orientation-tag"});
  const auto row_of = [&](const char* name, const bytes& tiff) {
    return row{name, "jpg", with_exif(tiff), format::jpeg, vga, small_picture()}.also(unknown);
  };
  const bytes angle = bytes{}.u32le(52).u32le(1);
  const auto located = [&](const char* name, const bytes& tiff) {
    return row{name, "jpg", with_exif(tiff), format::jpeg, vga, small_picture({"location-metadata"})}.also(positioned);
  };
  return {
      {"jpg_orientation_1", "jpg", with_exif(exif::orientation(1)), format::jpeg, vga, small_picture()},
      {"jpg_orientation_3", "jpg", with_exif(exif::orientation(3)), format::jpeg, vga, turned},
      row{"jpg_orientation_6", "jpg", with_exif(exif::orientation(6)), format::jpeg, vga, turned}
          .shown({480, 640})
          .also(six),
      row{"jpg_orientation_6_big_endian", "jpg", with_exif(exif::orientation(6, order::big)), format::jpeg, vga, turned}
          .shown({480, 640})
          .also(six),
      row{"jpg_two_exif", "jpg", picture(small, app1_exif(exif::orientation(6)) + app1_exif(exif::orientation(3))),
          format::jpeg, vga, turned}
          .shown({480, 640})
          .also(six),
      row{"jpg_exif_directory_loop", "jpg", with_exif(exif::looping(6)), format::jpeg, vga, turned}
          .shown({480, 640})
          .also(six),
      row_of("jpg_orientation_0", exif::orientation(0)),
      row_of("jpg_orientation_9", exif::orientation(9)),
      row_of("jpg_orientation_as_long", exif::orientation(6, order::little, exif::type_long)),
      row_of("jpg_orientation_count_2", exif::orientation(6, order::little, exif::type_short, 2)),
      row_of("jpg_exif_directory_at_7", exif::tiff{order::little, 7}.u16(1).all()),
      row_of("jpg_exif_directory_at_2_to_32", exif::tiff{order::big, 0xFFFFFFFF}.u16(1).all()),
      row_of("jpg_exif_gps_directory_at_2_to_32",
             exif::tiff{order::big}.u16(1).entry(exif::tag_gps_ifd, exif::type_long, 1, 0xFFFFFFFF).u32(0).all()),
      row_of("jpg_exif_gps_directory_is_ifd0",
             exif::tiff{order::big}.u16(1).entry(exif::tag_gps_ifd, exif::type_long, 1, 8).u32(0).all()),
      row_of("jpg_exif_of_65535_entries", exif::tiff{order::little}.u16(0xFFFF).all()),
      row_of("jpg_exif_empty", {}),
      row_of("jpg_exif_bad_byte_order", text("XX").u16(42).u32(8).u16(0)),
      row_of("jpg_exif_gps_without_fix", exif::gps({0, 0, 0}, {0, 0, 0}, order::little, 0)),
      located("jpg_exif_gps_of_signed_rationals", exif::gps(10, 3, angle + angle + angle)),
      located("jpg_exif_gps_of_one_rational", exif::gps(exif::type_rational, 1, angle)),
      located("jpg_exif_gps_of_two_rationals", exif::gps(exif::type_rational, 2, angle + angle)),
      located("jpg_exif_gps_of_one_signed_rational", exif::gps(10, 1, bytes{}.u32le(0xFFFFFFCC).u32le(1))),
      located("jpg_exif_gps_of_one_double", exif::gps(12, 1, zeros(6).u16le(0x404A))),
      located("jpg_exif_gps_of_three_floats", exif::gps(11, 3, bytes{}.u32le(0x42520000).u32le(0).u32le(0))),
      located("jpg_exif_gps_of_three_longs", exif::gps(exif::type_long, 3, angle + bytes{}.u32le(12))),
      located("jpg_exif_gps_as_text", exif::gps(2, 7, text("52.516").u8(0))),
      located("jpg_exif_gps_as_text_of_three_numbers", exif::gps(2, 11, text("52, 31, 12").u8(0))),
      located("jpg_exif_gps_as_text_with_a_hemisphere", exif::gps(2, 8, text("N 52.51").u8(0))),
      located("jpg_exif_gps_as_undefined_bytes", exif::gps(7, 8, text("52 31 12"))),
      located("jpg_exif_gps_by_an_ifd_pointer", exif::gps(exif::type_rational, 3, angle + angle + angle, 13)),
      row{"jpg_exif_gps_in_a_second_segment", "jpg",
          picture(small, app1_exif(exif::orientation(1)) + app1_exif(exif::gps({52, 31, 12}, {13, 24, 18}))),
          format::jpeg, vga, small_picture({"location-metadata"})}
          .also(positioned),
      row{"jpg_exif_gps", "jpg", with_exif(exif::gps({52, 31, 12}, {13, 24, 18})), format::jpeg, vga,
          small_picture({"location-metadata"})}
          .also(positioned),
      row{"jpg_exif_gps_big_endian", "jpg", with_exif(exif::gps({52, 31, 12}, {13, 24, 18}, order::big)), format::jpeg,
          vga, small_picture({"location-metadata"})}
          .also(positioned),
  };
}

}  // namespace crafted
