#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>
#include <preflight/sniff/probe_result.hpp>
#include <preflight/sniff/sniff_session.hpp>

namespace preflight {

/// Drives a sniff_session over a source: reads what is needed, no more, and nothing twice that was not asked for twice.
/// `window` must hold at least window_size bytes.
template <source S>
constexpr result<probe_result> probe(S& source, std::span<unsigned char> window, sniff_session& session) {
  if (window.size() < window_size) {
    return failure{failure_code::invalid_argument, "the window is smaller than preflight::window_size"};
  }
  std::uint64_t bytes_read = 0;
  for (read_request next = session.first(); !next.is_done();) {
    const std::span<unsigned char> buffer = window.first(next.length);
    const result<std::size_t> count = source.read(next.offset, buffer);
    if (!count) {
      return count.error();
    }
    bytes_read += *count;
    if (*count < next.length) {
      return failure{failure_code::changed, "the file became shorter while it was being read", next.offset + *count};
    }
    next = session.feed(byte_view{buffer, next.offset});
  }
  return probe_result{session.facts(), bytes_read};
}

/// The same with a session on the stack, which takes about 42 KiB.
template <source S>
constexpr result<probe_result> probe(S& source, std::span<unsigned char> window,
                                     preflight::depth depth = preflight::depth::structure,
                                     const budget& ceilings = {}) {
  sniff_session session{source.size(), depth, ceilings};
  return probe(source, window, session);
}

/// The same with a window on the stack, too.
template <source S>
result<probe_result> probe(S& source, preflight::depth depth = preflight::depth::structure,
                           const budget& ceilings = {}) {
  // Not initialised, because read() fills what is looked at. NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  std::array<unsigned char, window_size> window;
  return probe(source, window, depth, ceilings);
}

/// Facts about bytes in memory. Usable in a constant expression: nothing is copied.
[[nodiscard]] constexpr facts sniff(std::span<const unsigned char> bytes,
                                    preflight::depth depth = preflight::depth::structure, const budget& ceilings = {}) {
  sniff_session session{bytes.size(), depth, ceilings};
  for (read_request next = session.first(); !next.is_done(); next = session.feed(byte_view{bytes})) {
  }
  return session.facts();
}

}  // namespace preflight
