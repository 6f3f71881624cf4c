#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace preflight {

/// How far a file is read before an answer is given. Each depth includes the one before it.
enum class depth : std::uint8_t {
  header,    ///< format, dimensions, and what else stands before the picture or sample data; a few KiB
  structure  ///< also the container to its end: IEND, EOI, GIF trailer, box tree, sample tables; decodes nothing
};

/// The same for a run that has decoders at hand.
enum class check_depth : std::uint8_t {
  header,
  structure,
  decode  ///< also every pixel and frame through the real codec
};

inline constexpr std::array<std::string_view, 3> depth_names{"header", "structure", "decode"};

[[nodiscard]] constexpr std::string_view name_of(depth d) { return depth_names[static_cast<std::size_t>(d)]; }
[[nodiscard]] constexpr std::string_view name_of(check_depth d) { return depth_names[static_cast<std::size_t>(d)]; }

/// How far the bytes are read at a depth of a run.
[[nodiscard]] constexpr depth sniff_depth(check_depth d) {
  return d == check_depth::header ? depth::header : depth::structure;
}

}  // namespace preflight
