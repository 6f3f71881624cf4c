#pragma once

#include <algorithm>
#include <cstddef>
#include <random>

#include <preflight/decode/jpeg/jpeg_checker.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any bytes as a JPEG, walked code by code: the same comes of them whole and in pieces.
inline void walk_codes(input file) {
  using preflight::detail::jpeg_parts::jpeg_checker;
  jpeg_checker whole;
  whole.take(file, 0);
  promise(whole.offset() <= file.size(), "surplus past the end of the file");
  promise(static_cast<std::size_t>(whole.surplus()) < preflight::surplus_count, "surplus of no kind");
  std::mt19937 random = choices(file);
  jpeg_checker pieces;
  for (std::size_t first = 0; first < file.size();) {
    const std::size_t count = std::min<std::size_t>(1 + random() % 300, file.size() - first);
    pieces.take(file.subspan(first, count), first);
    first += count;
  }
  promise(whole.surplus() == pieces.surplus(), "pieces have other surplus than the whole");
  promise(whole.is_sound() == pieces.is_sound(), "pieces are sound where the whole is not, or the reverse");
}

inline constexpr target jpeg_codes{.name = "jpeg_codes", .run = walk_codes};

}  // namespace fuzz::targets
