#include "config/toml_precheck.hpp"

#include <algorithm>
#include <array>

namespace preflight::cli {
namespace {

bool is_above_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

struct quoting {
  std::string_view mark;
  bool escapes;
  bool spans_lines;
};

/// TOML 1.0 "String"; the longer mark is to be tried first.
constexpr std::array<quoting, 4> quotings{
    {{R"(""")", true, true}, {"'''", false, true}, {R"(")", true, false}, {"'", false, false}}};

/// After a key, a number or another string, a mark opens nothing, and toml++ goes on as if it were a letter.
bool can_open_string(std::string_view text, std::size_t at) {
  constexpr std::string_view before = " \t\r\n=,.[{\xBF";  // the last is a byte order mark's
  return at == 0 || before.find(text[at - 1]) != std::string_view::npos;
}

std::size_t end_of_line(std::string_view text, std::size_t start) {
  return std::min(text.find('\n', start), text.size());
}

/// Where a string ends whose opening mark ends at `at`. A letter that must not be there is put into `bare_letter`.
std::size_t end_of_string(std::string_view text, std::size_t at, const quoting& quotes,
                          std::optional<std::size_t>& bare_letter) {
  while (at < text.size() && !text.substr(at).starts_with(quotes.mark)) {
    if (text[at] == '\n' && !quotes.spans_lines) {
      return at;
    }
    if (text[at] != '\\' || !quotes.escapes) {
      ++at;
      continue;
    }
    const std::size_t next = std::min(text.find_first_not_of(" \t\r\n", at + 1), text.size());
    if (next < text.size() && is_above_ascii(text[next])) {
      bare_letter = next;
      return next;
    }
    at = std::min(at + 2, text.size());
  }
  return std::min(at + quotes.mark.size(), text.size());
}

}  // namespace

std::optional<std::size_t> find_bare_non_ascii(std::string_view text) {
  std::optional<std::size_t> position;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size() && !position) {
    const auto* const opening = std::ranges::find_if(quotings, [&](const quoting& quotes) {
      return can_open_string(text, at) && text.substr(at).starts_with(quotes.mark);
    });
    if (opening != quotings.end()) {
      at = end_of_string(text, at + opening->mark.size(), *opening, position);
    } else if (text[at] == '#') {
      at = end_of_line(text, at);
    } else if (is_above_ascii(text[at])) {
      position = at;
    } else {
      ++at;
    }
  }
  return position;
}

}  // namespace preflight::cli
