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
struct drive_result {
  preflight::facts facts;
  std::uint64_t bytes_requested = 0;  ///< bytes, all needs together
  std::uint64_t steps = 0;
};

/// How often an inspection may ask: no unit of any format is shorter than four bytes, and a few are read apart.
[[nodiscard]] constexpr std::uint64_t max_steps(std::uint64_t file_size) { return 64 + file_size / 2; }

/// Feeds an inspection with the windows that supply(need) gives. Throws on a need that is empty, longer than a window,
/// not inside the file, or one too many.
template <class Supply>
[[nodiscard]] drive_result drive(std::uint64_t file_size, preflight::depth level, Supply&& supply,
                                 const preflight::budget& ceilings = {}) {
  preflight::sniff_session session{file_size, level, ceilings};
  drive_result result;
  for (preflight::read_request next = session.first(); !next.is_done();) {
    if (next.length > preflight::window_size || next.offset > file_size || next.length > file_size - next.offset) {
      throw std::logic_error{"a need for " + std::to_string(next.length) + " bytes at " + std::to_string(next.offset)};
    }
    result.bytes_requested += next.length;
    if (++result.steps > max_steps(file_size)) {
      throw std::logic_error{"more needs than the file has room for"};
    }
    next = session.feed(supply(next));
  }
  result.facts = session.facts();
  return result;
}

/// The whole file in every window.
[[nodiscard]] inline drive_result drive_whole(std::span<const unsigned char> file, preflight::depth level) {
  return drive(file.size(), level, [&](const preflight::read_request&) { return preflight::byte_view{file}; });
}

/// Exactly what is needed, in memory of exactly that size, so that a sanitizer sees a read past it.
[[nodiscard]] inline drive_result drive_exactly(std::span<const unsigned char> file, preflight::depth level,
                                                const preflight::budget& ceilings = {}) {
  std::vector<unsigned char> window;
  const auto supply = [&](const preflight::read_request& request) {
    const auto part = file.subspan(static_cast<std::size_t>(request.offset), request.length);
    window = std::vector<unsigned char>(part.begin(), part.end());
    return preflight::byte_view{window, request.offset};
  };
  return drive(file.size(), level, supply, ceilings);
}

/// What is needed and a surplus of random size on either side.
[[nodiscard]] inline drive_result drive_with_surplus(std::span<const unsigned char> file, preflight::depth level,
                                                     std::mt19937& random) {
  return drive(file.size(), level, [&](const preflight::read_request& request) {
    const auto surplus = [&](std::uint64_t max) {
      const std::uint64_t bound = random() % 3 == 0 ? max : std::min<std::uint64_t>(max, 40);
      return static_cast<std::size_t>(bound == 0 ? 0 : random() % (bound + 1));
    };
    const std::size_t before = surplus(request.offset);
    const auto first = static_cast<std::size_t>(request.offset) - before;
    const std::size_t after = surplus(file.size() - (request.offset + request.length));
    return preflight::byte_view{file.subspan(first, before + request.length + after), first};
  });
}

}  // namespace crafted
