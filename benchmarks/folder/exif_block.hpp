#pragma once

#include "base.hpp"

namespace benchmarks {

/// What a camera writes about a picture.
struct exif_block {
  std::uint16_t orientation = 1;
  /// Empty, or a small JPEG file for the first directory's thumbnail (Exif 2.32, 4.8.3).
  bytes thumbnail;
  /// What a maker's own note would take up, in bytes.
  std::size_t maker_note = 0;
};

/// The block with its "Exif" identifier, as an APP1 segment holds it.
inline bytes encode(const exif_block& about) {
  constexpr std::string_view make = "Bench\0";
  constexpr std::string_view model = "Camera 12 Pro\0";
  constexpr std::string_view date = "2024:05:17 10:11:12\0";
  bytes tiff;
  const auto entry = [&](std::uint16_t tag, std::uint16_t type, std::size_t count, std::size_t value) {
    append_big_endian<2>(tiff, tag);
    append_big_endian<2>(tiff, type);
    append_big_endian<4>(tiff, count);
    append_big_endian<4>(tiff, value);
  };
  constexpr std::size_t directory = 8;
  constexpr std::size_t entries = 5;
  constexpr std::size_t entry_size = 12;
  constexpr std::size_t texts = directory + 2 + entries * entry_size + 4;
  constexpr std::size_t more = texts + make.size() + model.size() + date.size();
  const std::size_t note = more + 2 + 2 * entry_size + 4;
  const std::size_t second = note + about.maker_note;
  const std::size_t picture = second + 2 + 3 * entry_size + 4;

  append(tiff, std::string_view{"MM\0\x2A\0\0\0\x08", 8});
  append_big_endian<2>(tiff, entries);
  entry(0x010F, 2, make.size(), texts);
  entry(0x0110, 2, model.size(), texts + make.size());
  entry(0x0112, 3, 1, std::size_t{about.orientation} << 16U);
  entry(0x0132, 2, date.size(), texts + make.size() + model.size());
  entry(0x8769, 4, 1, more);
  append_big_endian<4>(tiff, about.thumbnail.empty() ? 0 : second);
  append(tiff, make);
  append(tiff, model);
  append(tiff, date);
  append_big_endian<2>(tiff, 2);
  entry(0x9000, 7, 4, 0x30323332);
  entry(0x927C, 7, about.maker_note, note);
  append_big_endian<4>(tiff, 0);
  tiff.resize(second, 0x5A);
  if (!about.thumbnail.empty()) {
    append_big_endian<2>(tiff, 3);
    entry(0x0103, 3, 1, std::size_t{6} << 16U);
    entry(0x0201, 4, 1, picture);
    entry(0x0202, 4, 1, about.thumbnail.size());
    append_big_endian<4>(tiff, 0);
    append(tiff, about.thumbnail);
  }
  bytes made;
  append(made, std::string_view{"Exif\0\0", 6});
  append(made, tiff);
  return made;
}

}  // namespace benchmarks
