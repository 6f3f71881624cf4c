#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// The first bytes that a Base64 text stands for (RFC 4648, section 4), alone or in a data URL (RFC 2397).
class base64_head {
 public:
  constexpr explicit base64_head(byte_view head) {
    byte_cursor bytes{head};
    bytes.take("\xEF\xBB\xBF");
    if (byte_cursor url = bytes; url.take("data:")) {
      byte_cursor text{head.part(url.position(), 128)};
      if (!text.seek(";base64,")) {
        return;
      }
      bytes.skip(text.position() + 8 - bytes.position());
    }
    std::uint32_t bits = 0;
    unsigned used = 0;
    while (bytes.left() > 0 && size_ < decoded_.size()) {
      const std::uint8_t letter = bytes.u8();
      if (letter == '\r' || letter == '\n' || letter == ' ') {
        continue;
      }
      const int value = value_of(letter);
      if (value < 0) {
        size_ = letter == '=' ? size_ : 0;
        return;
      }
      bits = ((bits << 6) | static_cast<std::uint32_t>(value)) & 0xFFFFU;
      used += 6;
      if (used >= 8) {
        used -= 8;
        decoded_[size_++] = static_cast<unsigned char>(bits >> used);
      }
    }
  }

  /// Empty if it is not such a text. It points into this.
  [[nodiscard]] constexpr byte_view decoded() const { return byte_view{std::span{decoded_}.first(size_)}; }

 private:
  static constexpr int value_of(std::uint8_t letter) {
    return letter >= 'A' && letter <= 'Z'   ? letter - 'A'
           : letter >= 'a' && letter <= 'z' ? letter - 'a' + 26
           : letter >= '0' && letter <= '9' ? letter - '0' + 52
           : letter == '+'                  ? 62
           : letter == '/'                  ? 63
                                            : -1;
  }

  std::array<unsigned char, 64> decoded_{};
  std::size_t size_ = 0;
};

}  // namespace preflight::detail::signatures
