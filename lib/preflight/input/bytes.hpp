#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace preflight {

/// Some bytes of a file, and where in the file they stand. Owns nothing. Offsets count from the start of the file.
class byte_view {
 public:
  constexpr byte_view() = default;
  constexpr explicit byte_view(std::span<const unsigned char> bytes, std::uint64_t offset = 0)
      : bytes_{bytes}, offset_{offset} {}

  [[nodiscard]] constexpr std::uint64_t offset() const { return offset_; }
  [[nodiscard]] constexpr std::uint64_t end() const { return offset_ + bytes_.size(); }
  [[nodiscard]] constexpr std::size_t size() const { return bytes_.size(); }

  /// All of [offset, offset + length) is shown here.
  [[nodiscard]] constexpr bool covers(std::uint64_t offset, std::uint64_t length) const {
    return offset >= offset_ && offset <= end() && length <= end() - offset;
  }

  /// The part of this view that lies in [offset, offset + length); empty where they do not meet.
  [[nodiscard]] constexpr byte_view part(std::uint64_t offset, std::uint64_t length) const {
    const std::uint64_t first = std::clamp(offset, offset_, end());
    const std::uint64_t reach = length > end() - first ? end() : first + length;
    if (offset < offset_ || reach <= first) {
      return byte_view{{}, first};
    }
    return byte_view{bytes_.subspan(static_cast<std::size_t>(first - offset_), static_cast<std::size_t>(reach - first)),
                     first};
  }

 private:
  friend class byte_cursor;
  std::span<const unsigned char> bytes_;
  std::uint64_t offset_ = 0;
};

/// A four-character code as its big-endian number: fourcc("moov") == 0x6D6F6F76. Always inline and without a loop, so
/// that it is a number wherever the code is a literal.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t fourcc(std::string_view code) {
  const auto letter = [code](std::size_t i) -> std::uint32_t {
    return i < code.size() ? static_cast<unsigned char>(code[i]) : 0x20U;
  };
  return letter(0) << 24 | letter(1) << 16 | letter(2) << 8 | letter(3);
}

/// The one reader: nothing else indexes the bytes of a file. A read past the end of the view gives 0, does not move,
/// and is remembered: read a whole unit, then ask exhausted() once.
class byte_cursor {
 public:
  constexpr explicit byte_cursor(byte_view window) : byte_cursor(window, window.offset()) {}
  constexpr byte_cursor(byte_view window, std::uint64_t position) : window_{window}, position_{position} {
    if (!window.covers(position, 0)) {
      position_ = window.end();
      exhausted_ = true;
    }
  }

  [[nodiscard]] constexpr std::uint64_t position() const { return position_; }
  [[nodiscard]] constexpr std::uint64_t left() const { return window_.end() - position_; }
  [[nodiscard]] constexpr bool exhausted() const { return exhausted_; }

  constexpr std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
  constexpr std::uint16_t u16be() { return static_cast<std::uint16_t>(big_endian(2)); }
  constexpr std::uint32_t u24be() { return static_cast<std::uint32_t>(big_endian(3)); }
  constexpr std::uint32_t u32be() { return static_cast<std::uint32_t>(big_endian(4)); }
  constexpr std::uint64_t u64be() { return big_endian(8); }
  constexpr std::int32_t i32be() { return static_cast<std::int32_t>(u32be()); }
  constexpr std::uint16_t u16le() { return static_cast<std::uint16_t>(little_endian(2)); }
  constexpr std::uint32_t u32le() { return static_cast<std::uint32_t>(little_endian(4)); }

  /// By the byte order a file declares for itself (TIFF 6.0, section 2).
  constexpr std::uint16_t u16(bool big) { return big ? u16be() : u16le(); }
  constexpr std::uint32_t u32(bool big) { return big ? u32be() : u32le(); }

  constexpr void skip(std::uint64_t count) {
    if (count > left()) {
      exhausted_ = true;
    } else if (!exhausted_) {
      position_ += count;
    }
  }

  /// True, and moved past it, if the next bytes are these characters. False is not a short read.
  constexpr bool take(std::string_view expected) {
    if (exhausted_ || expected.size() > left()) {
      return false;
    }
    const std::span<const unsigned char> bytes = rest();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (bytes[i] != static_cast<unsigned char>(expected[i])) {
        return false;
      }
    }
    position_ += expected.size();
    return true;
  }

  /// Moves to the next byte of this value and says true, or to the end of the view and says false.
  constexpr bool seek(unsigned char value) {
    const std::span<const unsigned char> bytes = rest();
    const std::size_t count = bytes.size();
    std::size_t distance = 0;
    if (std::is_constant_evaluated()) {
      while (distance < count && bytes[distance] != value) {
        ++distance;
      }
    } else if (count > 0) {
      const void* const hit = std::memchr(bytes.data(), value, count);
      distance =
          hit == nullptr ? count : static_cast<std::size_t>(static_cast<const unsigned char*>(hit) - bytes.data());
    }
    position_ += distance;
    return distance < count;
  }

  /// Moves to the next byte of this value that is followed by another than 0, or that is the last one shown, and says
  /// true, or to the end of the view and says false.
  constexpr bool seek_before_nonzero(unsigned char value) {
    const std::span<const unsigned char> bytes = rest();
    std::size_t distance = 0;
    if (!std::is_constant_evaluated()) {
      while (bytes.size() - distance > block_size && !has_before_nonzero(bytes.data() + distance, value)) {
        distance += block_size;
      }
    }
    while (distance < bytes.size() &&
           (bytes[distance] != value || (distance + 1 < bytes.size() && bytes[distance + 1] == 0))) {
      ++distance;
    }
    position_ += distance;
    return distance < bytes.size();
  }

  /// Moves to where these characters begin and says true, or says false and leaves the cursor where a beginning of
  /// them might still be completed by bytes not shown. `text` must not be empty.
  constexpr bool seek(std::string_view text) {
    while (seek(static_cast<unsigned char>(text.front()))) {
      if (text.size() > left()) {
        return false;
      }
      const std::uint64_t start = position_;
      if (take(text)) {
        position_ = start;
        return true;
      }
      ++position_;
    }
    return false;
  }

 private:
  [[nodiscard]] constexpr std::span<const unsigned char> rest() const {
    return window_.bytes_.subspan(static_cast<std::size_t>(position_ - window_.offset_));
  }

  static constexpr std::size_t block_size = 32;

  /// Whether one of block_size bytes is of this value and the one after it is not 0; so one byte more is read. Without
  /// a branch: where the next such byte of entropy-coded data comes cannot be predicted.
  static bool has_before_nonzero(const unsigned char* first, unsigned char value) {
    using lanes [[gnu::vector_size(16)]] = unsigned char;
    lanes hits{};
    for (std::size_t i = 0; i < block_size; i += sizeof(lanes)) {
      lanes bytes;
      lanes next;
      std::memcpy(&bytes, first + i, sizeof bytes);
      std::memcpy(&next, first + i + 1, sizeof next);
      hits |= static_cast<lanes>(bytes == value) & next;
    }
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(hits);
    return (halves[0] | halves[1]) != 0;
  }

  constexpr std::uint64_t big_endian(unsigned count) {
    if (exhausted_ || count > left()) {
      exhausted_ = true;
      return 0;
    }
    const std::span<const unsigned char> bytes = rest();
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i) {
      value = (value << 8) | bytes[i];
    }
    position_ += count;
    return value;
  }

  constexpr std::uint64_t little_endian(unsigned count) {
    if (exhausted_ || count > left()) {
      exhausted_ = true;
      return 0;
    }
    const std::span<const unsigned char> bytes = rest();
    std::uint64_t value = 0;
    for (unsigned i = count; i > 0; --i) {
      value = (value << 8) | bytes[i - 1];
    }
    position_ += count;
    return value;
  }

  byte_view window_;
  std::uint64_t position_ = 0;
  bool exhausted_ = false;
};

/// a + b, or the largest number there is: an end that lies beyond every file rather than one that wrapped around.
[[nodiscard]] constexpr std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  const auto max = std::numeric_limits<std::uint64_t>::max();
  return b > max - a ? max : a + b;
}

}  // namespace preflight
