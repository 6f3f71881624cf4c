#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <preflight/sniff/metadata/inflater.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any bytes as a zlib stream: the same comes of it whole and in pieces, and no more than the format can express.
inline void inflate_anything(input stream) {
  using preflight::detail::metadata::inflater;
  constexpr std::size_t max_output = 1 << 20;
  const auto inflate = [&](auto&& piece_size) {
    inflater state;
    state.begin();
    std::vector<int> output;
    std::size_t first = 0;
    while (output.size() < max_output) {
      const std::size_t count = std::min<std::size_t>(piece_size(), stream.size() - first);
      preflight::byte_cursor bytes{preflight::byte_view{stream.subspan(first, count)}};
      int byte = 0;
      while (output.size() < max_output && (byte = state.next(bytes)) >= 0) {
        output.push_back(byte);
      }
      if (byte < 0 && (byte != inflater::needs_input || first + count == stream.size())) {
        output.push_back(byte);
        break;
      }
      promise(byte >= 0 || bytes.left() == 0, "more is asked for before all was taken");
      first += count - static_cast<std::size_t>(bytes.left());
    }
    return output;
  };
  std::mt19937 random = choices(stream);
  const std::vector<int> whole = inflate([&] { return stream.size(); });
  promise(whole == inflate([&] { return std::size_t{1} + random() % 9; }), "pieces inflate to something else");
  promise(whole.size() <= (stream.size() + 1) * 1032 + 1, "more output than deflate can express");
}

inline constexpr target inflate{.name = "inflate", .run = inflate_anything};

}  // namespace fuzz::targets
