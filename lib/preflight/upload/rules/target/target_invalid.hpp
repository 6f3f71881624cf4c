#pragma once

#include <array>
#include <string_view>

#include <preflight/text/utf8.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

/// Characters above ASCII that are not letters: controls, spaces, and what is not seen at all.
[[nodiscard]] constexpr bool is_unseen(char32_t c) {
  return c < 0xA1 || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF || c == 0xFFFD;
}

/// The first character that no id has, and no address; empty where there is none. Letters above ASCII can be in an
/// address (RFC 6531).
[[nodiscard]] constexpr std::string_view odd_character(std::string_view id) {
  constexpr std::string_view usual =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@.!#$%&'*+-/=?^_`{|}~";
  const bool is_address = id.find('@') != std::string_view::npos;
  while (!id.empty()) {
    const code_point next = first_code_point(id);
    const bool is_letter = is_address && next.value >= 0x80 && !is_unseen(next.value);
    if (!is_letter && (next.value >= 0x80 || usual.find(static_cast<char>(next.value)) == std::string_view::npos)) {
      return id.substr(0, next.length);
    }
    id.remove_prefix(next.length);
  }
  return {};
}

/// "':'", "a space", "U+00A0", "the byte FF"
template <class Text>
constexpr void name_character(Text& out, std::string_view character) {
  const code_point c = first_code_point(character);
  const auto digits = [&](char32_t value, int count) {
    for (int at = count - 1; at >= 0; --at) {
      out << "0123456789ABCDEF"[(value >> (4 * at)) & 0xFU];
    }
  };
  if (!c.well_formed) {
    out << "the byte ";
    digits(static_cast<unsigned char>(character.front()), 2);
  } else if (c.value == ' ') {
    out << "a space";
  } else if (c.value < 0x20 || c.value > 0x7E) {
    out << "U+";
    digits(c.value, c.value > 0xFFFF ? 6 : 4);
  } else {
    out << "'" << character << "'";
  }
}

/// Whether it begins with "USER:", "user :" or the like, which is a prefix that was not understood.
[[nodiscard]] constexpr bool has_misspelt_prefix(std::string_view id) {
  while (id.starts_with(' ')) {
    id.remove_prefix(1);
  }
  for (const std::string_view name : target_kind_names) {
    if (id.size() <= name.size()) {
      continue;
    }
    bool same = true;
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = id[i] >= 'A' && id[i] <= 'Z' ? static_cast<char>(id[i] - 'A' + 'a') : id[i];
      same = same && c == name[i];
    }
    std::string_view behind = id.substr(name.size());
    while (behind.starts_with(' ')) {
      behind.remove_prefix(1);
    }
    if (same && behind.starts_with(':')) {
      return true;
    }
  }
  return false;
}

/// "#N/A", "#REF!", "#NAME?": what a spreadsheet writes for a cell that it cannot work out.
[[nodiscard]] constexpr bool is_spreadsheet_error(std::string_view text) {
  return text.starts_with('#') && (text == "#N/A" || text.ends_with('!') || text.ends_with('?'));
}

inline constexpr request_rule target_invalid{
    {
        .id = "target-invalid",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "The target is not a valid id of a user, group, account or webinar.",
        .why = "An empty id or a placeholder would lead to a wrong URL.",
        .fix = "Write the prefix and the id, such as group:ID (prefixes: user:, group:, account:, webinar:); for a "
               "user, an "
               "e-mail address alone works too.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if ((s.request.form != nullptr && s.request.id.empty())) {
        return false;
      }
      constexpr std::size_t longest = 254;  // of an e-mail address, RFC 5321, 4.5.3.1.3 without its brackets
      const std::size_t at = s.request.id.find('@');
      const std::string_view odd = odd_character(s.request.id);
      const bool placeholder = (s.request.id.starts_with('{') && s.request.id.ends_with('}')) ||
                               s.request.id == "null" || s.request.id == "undefined";
      const auto fires = [&](std::string_view problem) {
        out.actual << (odd.empty() ? s.request.id : std::string_view{});
        out.message << "The " << name_of(s.request.kind) << " id " << problem << '.';
        return true;
      };
      if (s.request.id.empty()) {
        return fires("is empty");
      }
      if (s.request.id == "." || s.request.id == "..") {
        return fires("consists only of dots, which stand for folders in a URL");
      }
      if (is_spreadsheet_error(s.request.id)) {
        return fires("is a spreadsheet error, such as #N/A");
      }
      if (placeholder) {
        return fires("is a placeholder that was not replaced");
      }
      if (s.request.id.size() > longest) {
        out.actual << s.request.id.size();
        out.limit << longest;
        out.message << "The " << name_of(s.request.kind) << " id has " << s.request.id.size()
                    << " bytes; the maximum is " << longest << '.';
        return true;
      }
      if (s.request.id.starts_with(' ') || has_misspelt_prefix(s.request.id)) {
        out.fix << "Write the prefix in lower case and without spaces, as in user:anna@example.com.";
        if (s.request.id.starts_with(' ')) {
          out.actual << (odd.empty() ? s.request.id : std::string_view{});
          out.message << "There is a space before the " << name_of(s.request.kind) << " id.";
          return true;
        }
        return fires("begins with a misspelt prefix");
      }
      if (!odd.empty()) {
        out.message << "The " << name_of(s.request.kind) << " id contains ";
        name_character(out.message, odd);
        out.message << ", which is not allowed.";
        return true;
      }
      if (at != std::string_view::npos && s.request.kind != target_kind::user) {
        return fires("is an e-mail address, which only a user can have");
      }
      if (at != std::string_view::npos && (at == 0 || at + 1 == s.request.id.size() || s.request.id.rfind('@') != at)) {
        return fires("is not a complete e-mail address");
      }
      return false;
    },
};

}  // namespace preflight::upload::rules
