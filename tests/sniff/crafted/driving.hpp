#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <preflight/sniff/sniff_session.hpp>

namespace crafted {

/// What one inspection came to, and what it cost.
struct driven {
  preflight::facts found;
  std::uint64_t asked = 0;  ///< bytes, all needs together
  std::uint64_t steps = 0;
};

/// How often an inspection may ask: no unit of any format is shorter than four bytes, and a few are read apart.
[[nodiscard]] constexpr std::uint64_t most_steps(std::uint64_t file_size) { return 64 + file_size / 2; }

/// Feeds an inspection with the windows that supply(need) gives. Throws on a need that is empty, longer than a window,
/// not inside the file, or one too many.
template <class Supply>
[[nodiscard]] driven drive(std::uint64_t file_size, preflight::depth to, Supply&& supply,
                           const preflight::budget& ceilings = {}) {
  preflight::sniff_session looking{file_size, to, ceilings};
  driven result;
  for (preflight::read_request next = looking.first(); !next.is_done();) {
    if (next.length > preflight::window_size || next.offset > file_size || next.length > file_size - next.offset) {
      throw std::logic_error{"a need for " + std::to_string(next.length) + " bytes at " + std::to_string(next.offset)};
    }
    result.asked += next.length;
    if (++result.steps > most_steps(file_size)) {
      throw std::logic_error{"more needs than the file has room for"};
    }
    next = looking.feed(supply(next));
  }
  result.found = looking.facts();
  return result;
}

/// The whole file in every window.
[[nodiscard]] inline driven drive_whole(std::span<const unsigned char> file, preflight::depth to) {
  return drive(file.size(), to, [&](const preflight::read_request&) { return preflight::byte_view{file}; });
}

/// Exactly what is needed, in memory of exactly that size, so that a sanitizer sees a read past it.
[[nodiscard]] inline driven drive_exactly(std::span<const unsigned char> file, preflight::depth to,
                                          const preflight::budget& ceilings = {}) {
  std::vector<unsigned char> window;
  const auto supply = [&](const preflight::read_request& n) {
    const auto part = file.subspan(static_cast<std::size_t>(n.offset), n.length);
    window = std::vector<unsigned char>(part.begin(), part.end());
    return preflight::byte_view{window, n.offset};
  };
  return drive(file.size(), to, supply, ceilings);
}

/// What is needed and a surplus of random size on either side.
[[nodiscard]] inline driven drive_with_surplus(std::span<const unsigned char> file, preflight::depth to,
                                               std::mt19937& random) {
  return drive(file.size(), to, [&](const preflight::read_request& n) {
    const auto surplus = [&](std::uint64_t most) {
      const std::uint64_t up_to = random() % 3 == 0 ? most : std::min<std::uint64_t>(most, 40);
      return static_cast<std::size_t>(up_to == 0 ? 0 : random() % (up_to + 1));
    };
    const std::size_t before = surplus(n.offset);
    const auto first = static_cast<std::size_t>(n.offset) - before;
    const std::size_t after = surplus(file.size() - (n.offset + n.length));
    return preflight::byte_view{file.subspan(first, before + n.length + after), first};
  });
}

}  // namespace crafted
