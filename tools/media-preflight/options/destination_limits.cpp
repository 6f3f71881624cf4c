#include "options/destination_limits.hpp"

#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <preflight/destinations/limit_table.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::cli {
namespace {

template <class T>
std::string display_text(const T& value) {
  inline_string<240> text;
  text << value;
  return std::string{text.text()};
}

std::string display_text(std::uint64_t bytes) { return display_text(byte_count{bytes}); }
std::string display_text(std::uint32_t count) { return display_text(digit_grouping{count}); }

std::string json_text(extent size) { return fmt::format("[{},{}]", size.width, size.height); }
std::string json_text(ratio aspect) { return fmt::format("[{},{}]", aspect.a, aspect.b); }
std::string json_text(std::uint32_t count) { return fmt::format("{}", count); }
std::string json_text(std::uint64_t bytes) { return fmt::format("{}", bytes); }
std::string json_text(format_set accepted) {
  std::string names;
  for (const format_info& format : formats) {
    if (accepted.contains(format.id)) {
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", format.name);
    }
  }
  return '[' + names + ']';
}

bool is_absent(format_set accepted) { return accepted.empty(); }
bool is_absent(std::uint64_t bytes) { return bytes == 0; }

template <class T>
std::vector<named_limit> named(std::string_view key, const limit<T>& limit) {
  if (is_absent(limit.value)) {
    return {};
  }
  return {{key, display_text(limit.value), json_text(limit.value), limit.citation}};
}
template <class T>
std::vector<named_limit> named(std::string_view key, const std::optional<limit<T>>& limit) {
  if (!limit) {
    return {};
  }
  return {{key, display_text(limit->value), json_text(limit->value), limit->citation}};
}
std::vector<named_limit> named(std::string_view key, const std::optional<citation>& advice) {
  if (!advice) {
    return {};
  }
  return {{key, "yes", "true", *advice}};
}

}  // namespace

std::vector<named_limit> limits_of(const destination& destination) {
  std::vector<named_limit> limits;
  for (const limit_entry& entry : limit_table) {
    for (named_limit& limit :
         std::visit([&](auto member) { return named(entry.key, destination.*member); }, entry.member)) {
      limits.push_back(std::move(limit));
    }
  }
  return limits;
}

std::string confidence_text(const citation& citation) {
  return citation.read.empty() ? std::string{name_of(citation.confidence)}
                               : fmt::format("{}, read on {}", name_of(citation.confidence), citation.read);
}

}  // namespace preflight::cli
