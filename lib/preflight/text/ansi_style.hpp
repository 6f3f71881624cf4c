#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace preflight {

/// What a piece of text means; how that looks is decided here alone.
enum class style : std::uint8_t { plain, strong, dim, good, doubtful, bad };

/// Colours text with the escape sequences of ECMA-48, or leaves it as it is.
class ansi_style {
 public:
  constexpr explicit ansi_style(bool colour) : colour_{colour} {}

  [[nodiscard]] constexpr std::string_view begin(style s) const {
    if (!colour_) {
      return {};
    }
    switch (s) {
      case style::plain: return {};
      case style::strong: return "\x1b[1m";
      case style::dim: return "\x1b[2m";
      case style::good: return "\x1b[1;32m";
      case style::doubtful: return "\x1b[1;33m";
      case style::bad: return "\x1b[1;31m";
    }
    return {};
  }
  [[nodiscard]] constexpr std::string_view end(style s) const { return colour_ && s != style::plain ? "\x1b[0m" : ""; }

  void operator()(std::string& out, style s, std::string_view text) const {
    out += begin(s);
    out += text;
    out += end(s);
  }

 private:
  bool colour_;
};

}  // namespace preflight
