#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/metadata/crc32.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::png_parts {

/// Holds the CRC of one chunk against its bytes, a window at a time (PNG 5.3): type and data are covered.
class crc_check {
 public:
  /// The chunk's type stands at `offset`, its data of `length` bytes after it. The chunk must lie in the file whole.
  constexpr void begin(std::uint64_t offset, std::uint32_t length) {
    position_ = offset;
    end_ = offset + 4 + length;
    crc_ = {};
  }

  constexpr read_request advance(byte_view window, const sniff_request& request) {
    while (position_ < end_) {
      if (!window.covers(position_, std::min<std::uint64_t>(window_size, end_ - position_))) {
        return request.request_range(position_, end_ - position_ + behind);
      }
      const byte_view part = window.part(position_, end_ - position_);
      crc_.add(part);
      position_ += part.size();
    }
    if (!window.covers(end_, 4)) {
      return request.request_range(end_, behind);
    }
    stored_ = byte_cursor{window, end_}.u32be();
    return done;
  }

  [[nodiscard]] constexpr std::uint64_t offset() const { return end_; }
  [[nodiscard]] constexpr std::uint32_t stored() const { return stored_; }
  [[nodiscard]] constexpr std::uint32_t computed() const { return crc_.value(); }

 private:
  static constexpr std::uint32_t behind = 4 + 64;  // the CRC, and the beginning of the chunk that follows

  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
  std::uint32_t stored_ = 0;
  crc32 crc_{};
};

}  // namespace preflight::detail::png_parts
