#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

/// Members of a JSON object of which nothing is sure: neither that they are there, nor their types.
namespace preflight::upload {

using json_value = nlohmann::json;

/// Discarded where it is not JSON.
[[nodiscard]] inline json_value parsed(std::string_view text) { return json_value::parse(text, nullptr, false); }

/// nullptr where `in` is no object or has no such member.
[[nodiscard]] inline const json_value* member(const json_value& in, const char* name) {
  if (!in.is_object()) {
    return nullptr;
  }
  const auto found = in.find(name);
  return found == in.end() ? nullptr : &*found;
}

/// The object of that name, or one without members.
[[nodiscard]] inline const json_value& object_in(const json_value& in, const char* name) {
  static const json_value nothing = json_value::object();
  const json_value* const found = member(in, name);
  return found != nullptr && found->is_object() ? *found : nothing;
}

/// The list of that name, or one without members.
[[nodiscard]] inline const json_value& list_in(const json_value& in, const char* name) {
  static const json_value nothing = json_value::array();
  const json_value* const found = member(in, name);
  return found != nullptr && found->is_array() ? *found : nothing;
}

[[nodiscard]] inline std::string text_in(const json_value& in, const char* name) {
  const json_value* const found = member(in, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

[[nodiscard]] inline std::optional<bool> flag_in(const json_value& in, const char* name) {
  const json_value* const found = member(in, name);
  return found != nullptr && found->is_boolean() ? std::optional{found->get<bool>()} : std::nullopt;
}

/// A whole number, also one in quotes: Zoom's own texts disagree on which it is.
[[nodiscard]] inline std::optional<std::int64_t> number_in(const json_value& in, const char* name) {
  const json_value* const found = member(in, name);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  if (found->is_number_integer()) {
    return found->get<std::int64_t>();
  }
  if (found->is_string()) {
    const auto& text = found->get_ref<const std::string&>();
    std::int64_t value = 0;
    const char* const end = std::to_address(text.end());
    const auto read = std::from_chars(std::to_address(text.begin()), end, value);
    if (read.ec == std::errc{} && read.ptr == end) {
      return value;
    }
  }
  return std::nullopt;
}

[[nodiscard]] inline std::optional<std::uint64_t> count_in(const json_value& in, const char* name) {
  const std::optional<std::int64_t> found = number_in(in, name);
  return found && *found >= 0 ? std::optional{static_cast<std::uint64_t>(*found)} : std::nullopt;
}

}  // namespace preflight::upload
