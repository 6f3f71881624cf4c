#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace preflight::cli {

/// The bytes that base64 (RFC 4648, section 4) stands for, up to the first character that is none of its alphabet.
[[nodiscard]] inline std::string bytes_of_base64(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char each : text) {
    const std::size_t value = alphabet.find(each);
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
  return bytes;
}

}  // namespace preflight::cli
