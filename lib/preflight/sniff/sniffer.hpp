#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <span>

#include <preflight/facts.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/input/budget.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight {

/// Bytes [offset, offset + length) are wanted next; length 0 says that nothing more is wanted, ever.
struct read_request {
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  [[nodiscard]] constexpr bool is_done() const { return length == 0; }
  friend constexpr bool operator==(const read_request&, const read_request&) = default;
};
inline constexpr read_request done{};

/// No need is longer than this, so a window of this many bytes serves every sniffer.
inline constexpr std::uint32_t window_size = 64 * 1024;
/// What a sniffer may look at to claim a file: so many of its first bytes, or all of a shorter one. Less than 4 KiB, so
/// that with the few looks after what a camera or editor puts in front of a JPEG's frame header it stays within them.
inline constexpr std::uint32_t head_size = 3072;

/// What a sniffer is asked to do. The same for every step of one file.
struct sniff_request {
  std::uint64_t file_size = 0;
  preflight::depth depth = preflight::depth::structure;
  budget ceilings{};

  /// [offset, offset + length) lies in the file.
  [[nodiscard]] constexpr bool inside(std::uint64_t offset, std::uint64_t length) const {
    return offset <= file_size && length <= file_size - offset;
  }
  /// The need for [offset, offset + length), cut at the end of the file and at window_size. Never empty for an offset
  /// inside the file.
  [[nodiscard]] constexpr read_request request_range(std::uint64_t offset, std::uint64_t length) const {
    const std::uint64_t rest = offset < file_size ? file_size - offset : 0;
    const std::uint64_t cut = std::min({length, rest, std::uint64_t{window_size}});
    return {offset, static_cast<std::uint32_t>(cut)};
  }
};

/// A sniffer is a small literal type, default-constructed for each file.
///
/// claim(head) says which of its formats the first head_size bytes are, format::unknown if none. A pure function.
///
/// advance(...) goes on from where it stopped with the bytes of `window`, writes what it learns into `facts`, and says
/// which bytes it needs next. It is called again with a window that covers all of that need, and perhaps more on either
/// side; what it answers in the end must not depend on that surplus. It keeps no pointer into the window, and consumes
/// only units that lie in the window whole.
template <class S>
concept sniffer = std::default_initializable<S> &&
    requires(S s, byte_view window, const sniff_request& request, facts& f) {
  { S::claim(window) } -> std::same_as<format>;
  { s.advance(window, request, f) } -> std::same_as<read_request>;
  { S::formats } -> std::convertible_to<std::span<const format>>;
};

}  // namespace preflight
