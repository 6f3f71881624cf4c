#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include <preflight/sniff/metadata/crc32.hpp>

#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/png.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// A picture of exactly `size` bytes: an ancillary chunk of zeros, of which nothing is kept in memory, makes up for
/// what is missing.
[[nodiscard]] inline layout png_of_size(std::uint64_t size) {
  const bytes before = png::signature + png::ihdr({});
  const bytes after = png::chunk("IDAT", png::pixels({})) + png::iend;
  const std::uint64_t padding = size - before.size() - after.size() - 12;
  preflight::detail::crc32 crc;
  const bytes type = text("paDd");
  const bytes piece = zeros(65'536);
  crc.add(preflight::byte_view{type});
  for (std::uint64_t left = padding; left > 0; left -= std::min<std::uint64_t>(left, piece.size())) {
    crc.add(preflight::byte_view{piece}.part(0, left));
  }
  layout file{before + bytes{}.u32(padding).add(type)};
  return file.append_zeros(padding).append(bytes{}.u32(crc.value()).add(after));
}

/// The same with a free box.
[[nodiscard]] inline layout mp4_of_size(std::uint64_t size) {
  const bytes movie = mp4::moov_first({.tracks = {mp4::video()}});
  const std::uint64_t padding = size - movie.size();
  return layout{movie}.append(boxes::claimed(static_cast<std::uint32_t>(padding), "free")).append_zeros(padding - 8);
}

[[nodiscard]] inline rows file_size_limits() {
  const auto png = [](std::uint64_t size, const rule_ids& rules) {
    return row{"png_of_" + std::to_string(size) + "_bytes", "png", png_of_size(size), format::png, hd, rules}.reading(
        4096 + 64, size + 8192);
  };
  return {
      png(14'999'999, {}),
      png(15'000'000, {}),
      png(15'000'001, {"file-size-ambiguous"}),
      png(15'728'640, {"file-size-ambiguous"}),
      png(15'728'641, {"file-too-large"}),
      row{"mp4_of_15728641_bytes", "mp4", mp4_of_size(15'728'641), format::mp4, hd, {"file-too-large"}}.reading(8192,
                                                                                                                16384),
  };
}

/// Sizes that only a decoder would have to pay for: none of these is inflated, allocated or looked at.
[[nodiscard]] inline rows bombs() {
  using namespace png;
  const bytes bomb = deflated_zeros(50'000'000);
  const header huge{40000, 40000, 8, 2};
  return {
      {"png_40000x40000",
       "png",
       picture({40000, 40000}),
       format::png,
       {40000, 40000},
       {"over-budget", "not-widescreen"}},
      row{"png_40000x40000_hollow", "png", hollow(huge), format::png, {40000, 40000}, {"over-budget", "not-widescreen"}}
          .reading(4096, 4096),
      {"png_2_to_31_minus_1",
       "png",
       hollow({0x7FFFFFFF, 0x7FFFFFFF}),
       format::png,
       {0x7FFFFFFF, 0x7FFFFFFF},
       {"over-budget", "not-widescreen"}},
      row{"png_iccp_bomb", "png", picture({}, chunk("iCCP", text("x").zeros(2).add(bomb))), format::png, hd}.reading(
          8192, 400'000),
      row{"png_ztxt_bomb", "png", picture({}, chunk("zTXt", text("x").zeros(2).add(bomb))), format::png, hd}.reading(
          8192, 400'000),
  };
}

}  // namespace crafted
