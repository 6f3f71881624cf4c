#include "config/parse_toml.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include "config/toml_precheck.hpp"

namespace preflight::cli {
namespace {

/// Counted as toml++ does: from 1, the column in bytes.
toml::source_region source_place(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;
  toml::source_region place;
  place.begin.line = static_cast<toml::source_index>(std::ranges::count(before, '\n') + 1);
  place.begin.column = static_cast<toml::source_index>(at - line_start + 1);
  return place;
}

/// As some editors save: a byte order mark, or every other byte of an ASCII text is 0.
bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         (text.size() > 1 && (text[0] == '\0') != (text[1] == '\0'));
}

/// The text with a letter for each byte above ASCII, so that whatever is wrong with its marks and brackets is found at
/// the same place without them. A backslash before this letter is not an escape, as it is before theirs.
std::string ascii_copy(std::string_view text) {
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::string out{text};
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(mark), out.end(),
      [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, 'q');
  return out;
}

/// toml++ writes control characters as escapes, which complaints do as well: a line feed would come out as "\\\\n".
std::string without_escapes(std::string_view text) {
  constexpr std::string_view letters = "btnfr";
  constexpr std::string_view meant = "\b\t\n\f\r";
  std::string out;
  while (!text.empty()) {
    const std::size_t letter = text.size() > 1 && text.front() == '\\' ? letters.find(text[1]) : std::string_view::npos;
    unsigned code = 0;
    if (letter != std::string_view::npos) {
      out += meant[letter];
      text.remove_prefix(2);
    } else if (constexpr std::size_t length = 6;
               text.starts_with("\\u00") && text.size() >= length &&
               std::from_chars(text.data() + 4, text.data() + length, code, 16).ptr == text.data() + length) {
      out += static_cast<char>(code);
      text.remove_prefix(length);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

void parse_toml(std::string_view text, const std::string& file, const std::function<void(const toml::table&)>& use) {
  if (is_utf16(text)) {
    refuse(file, source_place(text, 0), "the file is UTF-16; save it as UTF-8");
  }
  if (const std::optional<std::size_t> at = find_bare_non_ascii(text)) {
    refuse(file, source_place(text, *at), "non-ASCII character outside quotes; put the name in quotes");
  }
  const auto refuse_text = [&](const toml::parse_error& error) {
    refuse(file, error.source(), without_escapes(error.description()));
  };
  const std::string plain = ascii_copy(text);
#if TOML_EXCEPTIONS
  try {
    // Only a well-formed text has its strings where find_bare_non_ascii() takes them to be.
    if (plain != text) {
      static_cast<void>(toml::parse(plain));
    }
    use(toml::parse(text));
  } catch (const toml::parse_error& error) {
    refuse_text(error);
  }
#else
  if (plain != text) {
    if (const toml::parse_result parsed = toml::parse(plain); !parsed) {
      refuse_text(parsed.error());
    }
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    refuse_text(parsed.error());
  }
  use(parsed.table());
#endif
}

}  // namespace preflight::cli
