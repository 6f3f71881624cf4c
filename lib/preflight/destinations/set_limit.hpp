#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <preflight/destination.hpp>
#include <preflight/destinations/limit_table.hpp>
#include <preflight/facts/format.hpp>

namespace preflight {

/// What became of a limit that was to be set.
enum class setting_outcome : std::uint8_t {
  unknown_key,    ///< no limit of the table has that name
  invalid_value,  ///< the text is not a value of this limit
  set
};

namespace detail {

/// Takes a whole number from 1 to `max` off the front of `text`.
[[nodiscard]] constexpr std::optional<std::uint64_t> take_number(std::string_view& text, std::uint64_t max) {
  std::uint64_t number = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    const auto digit = static_cast<std::uint64_t>(text[digits] - '0');
    if (number > (max - digit) / 10) {
      return std::nullopt;
    }
    number = number * 10 + digit;
  }
  text.remove_prefix(digits);
  return number > 0 ? std::optional{number} : std::nullopt;
}

/// All of `text` as one number.
[[nodiscard]] constexpr std::optional<std::uint64_t> parse_limit(std::string_view text, std::uint64_t max) {
  const std::optional<std::uint64_t> number = take_number(text, max);
  return text.empty() ? number : std::nullopt;
}

/// "1920x1080": two numbers with a separator between them.
[[nodiscard]] constexpr std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_pair(std::string_view text,
                                                                                          char separator) {
  constexpr std::uint64_t max = 1'000'000;
  const std::optional<std::uint64_t> first = take_number(text, max);
  if (!first || !text.starts_with(separator)) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const std::optional<std::uint64_t> second = parse_limit(text, max);
  return second ? std::optional{std::pair{static_cast<std::uint32_t>(*first), static_cast<std::uint32_t>(*second)}}
                : std::nullopt;
}

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

constexpr bool read_limit(std::string_view text, const citation& citation, limit<format_set>& member) {
  format_set accepted;
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = text.find(',');
    is_last = comma == std::string_view::npos;
    const format named = format_named(trimmed(text.substr(0, comma)));
    if (named == format::unknown || info(named).kind == kind::other) {
      return false;
    }
    accepted.insert(named);
    text.remove_prefix(is_last ? text.size() : comma + 1);
  }
  member = {accepted, citation};
  return true;
}

constexpr bool read_limit(std::string_view text, const citation& citation, limit<std::uint64_t>& member) {
  const auto number = parse_limit(text, std::numeric_limits<std::int64_t>::max());
  if (number) {
    member = {*number, citation};
  }
  return number.has_value();
}

constexpr bool read_limit(std::string_view text, const citation& citation, limit<std::uint32_t>& member) {
  const auto number = parse_limit(text, std::numeric_limits<std::uint32_t>::max());
  if (number) {
    member = {static_cast<std::uint32_t>(*number), citation};
  }
  return number.has_value();
}

constexpr bool read_limit(std::string_view text, const citation& citation, limit<extent>& member) {
  const auto size = parse_pair(text, 'x');
  if (size) {
    member = {{size->first, size->second}, citation};
  }
  return size.has_value();
}

constexpr bool read_limit(std::string_view text, const citation& citation, limit<ratio>& member) {
  const auto aspect = parse_pair(text, ':');
  if (aspect) {
    member = {{aspect->first, aspect->second}, citation};
  }
  return aspect.has_value();
}

constexpr bool read_limit(std::string_view text, const citation& citation, std::optional<preflight::citation>& member) {
  member = text == "true" ? std::optional{citation} : std::nullopt;
  return text == "true" || text == "false";
}

/// `false` removes an inherited limit.
template <class T>
constexpr bool read_limit(std::string_view text, const citation& citation, std::optional<limit<T>>& member) {
  limit<T> value;
  if (text != "false" && !read_limit(text, citation, value)) {
    return false;
  }
  member = text == "false" ? std::nullopt : std::optional{value};
  return true;
}

}  // namespace detail

/// Sets a limit of the table to a value that is written as in configuration files: "5000000", "1920x1080", "16:9",
/// "true", "false" for no limit; formats with commas between them. Anything else changes nothing.
constexpr setting_outcome set_limit(destination& target, std::string_view key, std::string_view value,
                                    const citation& citation) {
  for (const limit_entry& entry : limit_table) {
    if (entry.key == key) {
      destination changed = target;
      if (!std::visit([&](auto member) { return detail::read_limit(value, citation, changed.*member); },
                      entry.member)) {
        return setting_outcome::invalid_value;
      }
      target = changed;
      return setting_outcome::set;
    }
  }
  return setting_outcome::unknown_key;
}

}  // namespace preflight
