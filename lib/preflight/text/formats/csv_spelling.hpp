#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/text/utf8/normal_form.hpp>
#include <preflight/text/utf8/utf8_length.hpp>

namespace preflight {

/// A line of a text, from 1, which ends in LF, CRLF or CR.
[[nodiscard]] constexpr std::string_view line_at(std::string_view text, std::uint64_t number) {
  for (; number > 1 && !text.empty(); --number) {
    const std::size_t end = text.find_first_of("\r\n");
    text.remove_prefix(std::min(
        text.size(), end == std::string_view::npos ? end : end + (text.substr(end).starts_with("\r\n") ? 2 : 1)));
  }
  return text.substr(0, text.find_first_of("\r\n"));
}

/// What is odd about how a field of a table is written, as sentences that say where; empty where nothing is.
struct csv_spelling {
  std::string problem{};
  std::string hint{};

  [[nodiscard]] bool is_usual() const { return problem.empty() && hint.empty(); }
};

/// `text` is the table, `line` where the field is. To tell where something is odd costs a walk through the text.
[[nodiscard]] inline csv_spelling spelling_of(std::string_view field, std::string_view text, std::uint64_t line) {
  const auto place_text = [line](std::size_t place) {
    return "Byte " + std::to_string(place + 1) + " of line " + std::to_string(line);
  };
  if (utf8_length(field) < field.size()) {
    return {place_text(utf8_length(line_at(text, line))) +
                " is not UTF-8; if the table is in Windows-1252, save it as CSV UTF-8.",
            {}};
  }
  if (composed(field) != field) {
    const std::string_view apart = line_at(text, line);
    const std::string whole = composed(apart);
    const auto place = std::ranges::mismatch(apart, whole).in1 - apart.begin();
    return {{},
            place_text(static_cast<std::size_t>(place)) +
                ": a letter and its accent are stored separately (NFD); they are read as one letter (NFC)."};
  }
  return {};
}

}  // namespace preflight
