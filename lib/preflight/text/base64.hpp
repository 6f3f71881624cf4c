#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// RFC 4648, section 4.
namespace preflight {

inline constexpr std::string_view base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// To a std::string, or to anything else that has += for characters.
template <class Out>
void append_base64(Out& out, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      three = (three << 8) | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > bytes.size() ? '=' : base64_alphabet[(three >> (18 - 6 * j)) & 0x3FU];
    }
  }
}

[[nodiscard]] inline std::string to_base64(std::string_view bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

/// Nothing where the text is not exactly what stands for some bytes: other characters, no padding, or odd bits at the
/// end (section 3.5).
[[nodiscard]] inline std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char letter : text) {
    const std::size_t value = base64_alphabet.find(letter);
    if (value == std::string_view::npos) {
      break;
    }
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 0xFFU);
    }
  }
  return to_base64(bytes) == text ? std::optional{bytes} : std::nullopt;
}

}  // namespace preflight
