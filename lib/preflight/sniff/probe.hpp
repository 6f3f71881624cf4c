#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>
#include <preflight/sniff/probed.hpp>
#include <preflight/sniff/sniffers.hpp>

namespace preflight {

/// Drives a sniff_session over a source: reads what is needed, no more, and nothing twice that was not asked for twice.
/// `window` is the only memory used and must hold at least window_size bytes.
template <source S>
constexpr result<probe_result> probe(S& from, std::span<unsigned char> window, depth to = depth::structure,
                                     const budget& ceilings = {}) {
  if (window.size() < window_size) {
    return failure{failure_code::invalid_argument, "the window is smaller than preflight::window_size"};
  }
  sniff_session looking{from.size(), to, ceilings};
  std::uint64_t bytes_read = 0;
  for (read_request next = looking.first(); !next.is_done();) {
    const std::span<unsigned char> into = window.first(next.length);
    const result<std::size_t> got = from.read(next.offset, into);
    if (!got) {
      return got.error();
    }
    bytes_read += *got;
    if (*got < next.length) {
      return failure{failure_code::changed, "the file became shorter while it was being read", next.offset + *got};
    }
    next = looking.feed(byte_view{into, next.offset});
  }
  return probe_result{looking.facts(), bytes_read};
}

/// The same with a window on the stack.
template <source S>
result<probe_result> probe(S& from, depth to = depth::structure, const budget& ceilings = {}) {
  // Not initialised, because read() fills what is looked at. NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  std::array<unsigned char, window_size> window;
  return probe(from, window, to, ceilings);
}

/// Facts about bytes in memory. Usable in a constant expression: nothing is copied.
[[nodiscard]] constexpr facts sniff(std::span<const unsigned char> bytes, depth to = depth::structure,
                                    const budget& ceilings = {}) {
  sniff_session looking{bytes.size(), to, ceilings};
  for (read_request next = looking.first(); !next.is_done(); next = looking.feed(byte_view{bytes})) {
  }
  return looking.facts();
}

}  // namespace preflight
