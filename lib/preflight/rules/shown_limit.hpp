#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

#include <preflight/destinations/limit_table.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight {

/// A limit as people read it, with where it comes from.
struct shown_limit {
  inline_string<120> value;
  preflight::citation citation;
};

namespace detail {

template <class T>
constexpr std::optional<shown_limit> shown(std::string_view statement, const limit<T>& limit) {
  if (limit.value == T{}) {
    return std::nullopt;
  }
  shown_limit out{{}, limit.citation};
  out.value << statement;
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    out.value << byte_count{limit.value};
  } else {
    out.value << limit.value;
  }
  return out;
}

template <class T>
constexpr std::optional<shown_limit> shown(std::string_view statement, const std::optional<limit<T>>& limit) {
  return limit ? shown(statement, *limit) : std::nullopt;
}

constexpr std::optional<shown_limit> shown(std::string_view statement, const std::optional<citation>& advice) {
  return advice ? std::optional{shown_limit{statement, *advice}} : std::nullopt;
}

}  // namespace detail

/// The limit that `rule` applies at `destination`; nothing where it applies none.
[[nodiscard]] constexpr std::optional<shown_limit> limit_of(const rule_info& rule, const destination& destination) {
  for (const limit_entry& entry : limit_table) {
    if (entry.key == rule.limit && (rule.applies_at == nullptr || rule.applies_at(destination))) {
      return std::visit([&](auto member) { return detail::shown(entry.statement, destination.*member); }, entry.member);
    }
  }
  return std::nullopt;
}

}  // namespace preflight
