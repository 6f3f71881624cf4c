#pragma once

#include <string>
#include <string_view>

#include <preflight/text/escape_for_display.hpp>

namespace preflight {

/// Appends text as the content of an element or of an attribute in double quotes (XML 1.0). What XML cannot carry, and
/// what would mislead a reader, is shown as an escape of append_escaped().
inline void append_xml(std::string& out, std::string_view text) {
  constexpr std::string_view not_a_character = "\xEF\xBF";  // U+FFFE and U+FFFF begin so; XML 1.0, 2.2 has neither
  const std::string shown = escaped(text);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    switch (shown[i]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (std::string_view{shown}.substr(i).starts_with(not_a_character) &&
            (shown[i + 2] == '\xBE' || shown[i + 2] == '\xBF')) {
          out += "\xEF\xBF\xBD";
          i += 2;
        } else {
          out += shown[i];
        }
    }
  }
}

}  // namespace preflight
