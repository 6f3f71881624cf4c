#pragma once

#include <string>
#include <string_view>

namespace preflight {

/// A text as a segment of a path or a value of a query: all but the unreserved characters encoded (RFC 3986, 2.1).
[[nodiscard]] inline std::string percent_encoded(std::string_view text) {
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    unreserved.find(letter) != std::string_view::npos ? out += letter
                                                      : out.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
  }
  return out;
}

}  // namespace preflight
