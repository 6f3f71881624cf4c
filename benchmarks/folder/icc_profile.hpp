#pragma once

#include "base.hpp"

namespace benchmarks {

/// A matrix profile of an RGB display with a gamma of 2.2 (ICC.1:2001-04): about the 3 KB that the sRGB profile has
/// which most cameras and programs embed.
inline bytes icc_profile() {
  constexpr std::size_t curve_entries = 1024;
  struct tag {
    std::string_view signature;
    bytes data;
  };
  const auto xyz = [](std::uint32_t x, std::uint32_t y, std::uint32_t z) {
    bytes made;
    append(made, std::string_view{"XYZ \0\0\0\0", 8});
    for (const std::uint32_t value : {x, y, z}) {
      append_big_endian<4>(made, value);
    }
    return made;
  };
  bytes curve;
  append(curve, std::string_view{"curv\0\0\0\0", 8});
  append_big_endian<4>(curve, curve_entries);
  for (std::size_t i = 0; i < curve_entries; ++i) {
    const double light = std::pow(static_cast<double>(i) / (curve_entries - 1), 2.2);
    append_big_endian<2>(curve, static_cast<std::uint64_t>(light * 65535));
  }
  bytes description;
  append(description, std::string_view{"desc\0\0\0\0\0\0\0\4RGB\0", 16});
  description.resize(description.size() + 80);  // no Unicode and no Macintosh description
  bytes copyright;
  append(copyright, std::string_view{"text\0\0\0\0none\0\0\0\0", 16});
  const std::vector<tag> tags{{"desc", description},
                              {"cprt", copyright},
                              {"wtpt", xyz(0xF6D6, 0x10000, 0xD32D)},
                              {"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
                              {"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
                              {"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
                              {"rTRC", curve},
                              {"gTRC", {}},  // a tag without data of its own shares that of the one before
                              {"bTRC", {}}};
  bytes table;
  bytes data;
  std::size_t at = 0;
  std::size_t length = 0;
  append_big_endian<4>(table, tags.size());
  for (const tag& tag : tags) {
    if (!tag.data.empty()) {
      at = 128 + 4 + tags.size() * 12 + data.size();
      length = tag.data.size();
      append(data, tag.data);
    }
    append(table, tag.signature);
    append_big_endian<4>(table, at);
    append_big_endian<4>(table, length);
  }
  bytes made;
  append_big_endian<4>(made, 128 + table.size() + data.size());
  append(made, std::string_view{"\0\0\0\0\2\x10\0\0mntrRGB XYZ \7\xE8\0\1\0\1\0\0\0\0\0\0acsp", 36});
  made.resize(68);
  for (const std::uint32_t d50 : {0xF6D6U, 0x10000U, 0xD32DU}) {
    append_big_endian<4>(made, d50);
  }
  made.resize(128);
  append(made, table);
  append(made, data);
  return made;
}

}  // namespace benchmarks
