#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <preflight/text/formats/json_depth.hpp>

/// Members of a JSON object that need not be there, and may have any type.
namespace preflight::upload {

using json_value = nlohmann::json;

/// Discarded where it is not JSON, or nested so deeply that it would only cost memory.
[[nodiscard]] inline json_value parsed(std::string_view text) {
  return is_shallow_json(text) ? json_value::parse(text, nullptr, false) : json_value(json_value::value_t::discarded);
}

/// null if `object` is not an object, or has no such member.
[[nodiscard]] inline const json_value& member(const json_value& object, const char* name) {
  static const json_value null;
  const auto place = object.find(name);
  return place == object.end() ? null : *place;
}

/// The list of that name, or one without members.
[[nodiscard]] inline const json_value& list_in(const json_value& object, const char* name) {
  static const json_value empty = json_value::array();
  const json_value& list = member(object, name);
  return list.is_array() ? list : empty;
}

/// The member of that name, where it is of this type.
template <class T>
[[nodiscard]] std::optional<T> value_in(const json_value& object, const char* name) {
  const T* const value = member(object, name).get_ptr<const T*>();
  return value == nullptr ? std::nullopt : std::optional{*value};
}

[[nodiscard]] inline std::string text_in(const json_value& object, const char* name) {
  return value_in<std::string>(object, name).value_or(std::string{});
}

/// A whole number, also one in quotes: Zoom's own texts disagree on which it is.
[[nodiscard]] inline std::optional<std::int64_t> number_in(const json_value& object, const char* name) {
  const json_value& number = member(object, name);
  if (number.is_number_unsigned() && number.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  if (number.is_number_integer()) {
    return number.get<std::int64_t>();
  }
  const std::string text = text_in(object, name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

[[nodiscard]] inline std::optional<std::uint64_t> count_in(const json_value& object, const char* name) {
  const std::optional<std::int64_t> number = number_in(object, name);
  return number && *number >= 0 ? std::optional{static_cast<std::uint64_t>(*number)} : std::nullopt;
}

}  // namespace preflight::upload
