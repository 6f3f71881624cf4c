#pragma once

#include <string>
#include <string_view>

#include <preflight/text/ascii_case.hpp>
#include <preflight/text/file_extension.hpp>
#include <preflight/text/utf8/normal_form.hpp>

namespace preflight {

/// In UTF-8, taking other bytes for Windows-1252, where letters are as in Latin-1; letters with marks are composed.
[[nodiscard]] inline std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    const auto byte = static_cast<unsigned char>(text.front());
    out += next.well_formed
               ? std::string{text.substr(0, next.length)}
               : std::string{static_cast<char>(0xC0U | (byte >> 6U)), static_cast<char>(0x80U | (byte & 0x3FU))};
    text.remove_prefix(next.length);
  }
  return composed(out);
}

/// The same for names of files that are easily taken for each other: it knows no case, spaces, extension, or encoding.
[[nodiscard]] inline std::string name_key(std::string_view name) {
  const std::string_view extension = extension_of(name);
  std::string key = ascii_lower(as_utf8(name.substr(0, name.size() - extension.size())));
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.'; });
  return key;
}

}  // namespace preflight
