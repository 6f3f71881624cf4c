#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/text/inline_string.hpp>

namespace preflight {

/// "15,728,641"
struct digit_grouping {
  std::uint64_t value = 0;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, digit_grouping number) {
  inline_string<20> digits;
  digits << number.value;
  const std::string_view text = digits.text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    out << (i > 0 && (text.size() - i) % 3 == 0 ? "," : "") << text.substr(i, 1);
  }
  return out;
}

}  // namespace preflight
