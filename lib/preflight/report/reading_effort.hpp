#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/input/budget.hpp>

namespace preflight {

/// How far a file is read, and with which ceilings.
struct reading_effort {
  preflight::depth depth = preflight::depth::structure;
  budget ceilings{};
};

/// Whether the destination refuses a file of this size, whatever is in it.
[[nodiscard]] constexpr bool is_refused_by_size(const destination& destination, std::uint64_t file_size) {
  return destination.max_bytes.value != 0 && file_size > destination.max_bytes.value;
}

/// What the size alone refuses is read no further than its headers, and headers have fewer parts than whole files.
[[nodiscard]] constexpr reading_effort limit_effort(const reading_effort& wanted, bool is_refused) {
  constexpr std::uint32_t max_header_units = 250'000;
  reading_effort out = wanted;
  out.depth = is_refused ? preflight::depth::header : wanted.depth;
  if (out.depth == preflight::depth::header) {
    out.ceilings.units = std::min(out.ceilings.units, max_header_units);
  }
  return out;
}

/// The same with the usual severities, under which a file that is too large is refused.
[[nodiscard]] constexpr reading_effort effort_for(const destination& destination, std::uint64_t file_size,
                                                  const reading_effort& wanted) {
  return limit_effort(wanted, is_refused_by_size(destination, file_size));
}

}  // namespace preflight
