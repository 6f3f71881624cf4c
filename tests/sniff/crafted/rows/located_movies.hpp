#pragma once

#include <string>

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// Movies that tell where they were taken, and the nearest that do not.
[[nodiscard]] inline rows located_movies() {
  using namespace mp4;
  const auto with_place = [](const bytes& extra, const bytes& front) {
    return moov_first({.tracks = {video()}, .extra = extra}, front);
  };
  const char* const position = "+52.5200+013.4050+034.000/";
  const char* const key = "com.apple.quicktime.location.ISO6709";
  const bytes name{0xA9, 'x', 'y', 'z'};
  const rule_ids located{"location-metadata"};
  const bytes good = moov_first({.tracks = {video()}});
  const auto of_track = [](const bytes& extra) {
    track t = video();
    t.extra = extra;
    return t;
  };
  const char* const packet = "<rdf:Description exif:GPSLatitude=\"52,31.2N\"/>";
  std::string padded(100'000, ' ');
  padded += packet;
  const char* const drone = "<rdf:Description drone-dji:GpsLongtitude=\"+13.405\"/>";
  const auto xmp_uuid = [](const std::string& content) {
    return box(
        "uuid",
        bytes{0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC}.text(
            content));
  };
  const bytes hdlr = full_box("hdlr", 0, 0, bytes{}.u32(0).text("mdta").zeros(13));
  const bytes user_data_keys =
      box("meta", hdlr + full_box("keys", 0, 0, bytes{}.u32(1).u32(12).text("udta").add(name)));
  const auto timed_keys = [](const char* named) {
    return box("keys", box("key1", box("keyd", text("mdta").text(named))));
  };
  const auto with_telemetry = [](const char* entry, const bytes& inside = {}) {
    track t = sound();
    t.id = 3;
    t.handler = "meta";
    t.entry = box(entry, zeros(6).u16(1).add(inside));
    return moov_first({.tracks = {video(), t}});
  };
  return {
      {"mp4_udta_xyz", "mp4", with_place(udta_xyz(position), boxes::ftyp_mp4), format::mp4, hd, located},
      {"mp4_udta_loci", "mp4", with_place(udta_loci(), boxes::ftyp_mp4), format::mp4, hd, located},
      {"mov_meta_keys_location", "mov", with_place(meta_keys(key, position, true), boxes::ftyp_mov), format::mov, hd,
       located},
      {"mp4_meta_keys_location", "mp4", with_place(meta_keys(key, position, false), boxes::ftyp_mp4), format::mp4, hd,
       located},
      {"mov_meta_keys_make",
       "mov",
       with_place(meta_keys("com.apple.quicktime.make", "Apple", true), boxes::ftyp_mov),
       format::mov,
       hd,
       {}},
      {"mp4_meta_of_the_file_with_location", "mp4", good + meta_keys(key, position, false), format::mp4, hd, located},
      {"mp4_udta_xyz_of_a_track", "mp4", moov_first({.tracks = {of_track(udta_xyz(position))}}), format::mp4, hd,
       located},
      {"mp4_loci_of_a_track", "mp4", moov_first({.tracks = {of_track(udta_loci())}}), format::mp4, hd, located},
      {"mp4_udta_of_the_file_with_xyz", "mp4", good + udta_xyz(position), format::mp4, hd, located},
      {"mov_keys_of_user_data", "mov", with_place(user_data_keys, boxes::ftyp_mov), format::mov, hd, located},
      {"mp4_uuid_xmp_behind_mdat", "mp4", good + xmp_uuid(packet), format::mp4, hd, located},
      {"mp4_uuid_xmp_in_front", "mp4", moov_first({.tracks = {video()}}, boxes::ftyp_mp4 + xmp_uuid(packet)),
       format::mp4, hd, located},
      {"mov_uuid_xmp_in_moov", "mov", with_place(xmp_uuid(drone), boxes::ftyp_mov), format::mov, hd, located},
      {"mov_xmp_in_user_data", "mov", with_place(box("udta", box("XMP_", text(packet))), boxes::ftyp_mov), format::mov,
       hd, located},
      {"mp4_xmp_of_100_kb", "mp4", good + xmp_uuid(padded), format::mp4, hd, located},
      {"mp4_uuid_xmp_without_a_place",
       "mp4",
       good + xmp_uuid("<x:xmpmeta exif:GPSLatitudeRef=\"N\"/>"),
       format::mp4,
       hd,
       {}},
      {"mp4_uuid_of_another_type", "mp4", good + boxes::uuid(text(packet)), format::mp4, hd, {}},
      {"mp4_gopro_telemetry", "mp4", with_telemetry("gpmd"), format::mp4, hd, located},
      {"mp4_camera_motion_telemetry", "mp4", with_telemetry("camm"), format::mp4, hd, located},
      {"mp4_dji_telemetry", "mp4", with_telemetry("djmd"), format::mp4, hd, located},
      {"mov_timed_metadata", "mp4", with_telemetry("mebx"), format::mp4, hd, located},
      {"mov_timed_metadata_of_places", "mp4", with_telemetry("mebx", timed_keys(key)), format::mp4, hd, located},
      {"mov_timed_metadata_of_faces",
       "mp4",
       with_telemetry("mebx", timed_keys("com.apple.quicktime.detected-face")),
       format::mp4,
       hd,
       {}},
      {"mp4_time_codes", "mp4", with_telemetry("tmcd"), format::mp4, hd, {}},
      {"mp4_udta_xyz_of_8_bytes",
       "mp4",
       with_place(box("udta", bytes{}.u32(8).add(name)), boxes::ftyp_mp4),
       format::mp4,
       hd,
       {}},
      {"mp4_udta_xyz_of_0_characters",
       "mp4",
       with_place(box("udta", bytes{}.u32(12).add(name).u32(0)), boxes::ftyp_mp4),
       format::mp4,
       hd,
       {}},
      {"mp4_data_box_of_8_bytes",
       "mp4",
       with_place(full_box("meta", 0, 0,
                           full_box("hdlr", 0, 0, zeros(20)) + box("ilst", bytes{}.u32(16).add(name).add(box("data")))),
                  boxes::ftyp_mp4),
       format::mp4,
       hd,
       {}},
  };
}

}  // namespace crafted
