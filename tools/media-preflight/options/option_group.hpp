#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "commands/command.hpp"
#include "options/parse_number.hpp"

namespace preflight::cli {

/// Throws fatal_error where options do not go together.
inline void reject_if(bool is_wrong, std::string_view message) {
  if (is_wrong) {
    throw fatal_error{std::string{message}};
  }
}

/// An option, and whether it was given where it would do nothing.
struct option_use {
  std::string_view option;
  bool is_useless;
};

/// Throws fatal_error for the first useless one: it was meant to do something. `command`: "ledger show".
inline void reject_useless(std::string_view command, std::initializer_list<option_use> uses) {
  for (const option_use& use : uses) {
    reject_if(use.is_useless, fmt::format("{} cannot be used with {}", use.option, command));
  }
}

/// The value of an enumeration that has one of `names`, which are in its order. Throws fatal_error.
template <class Enum, std::size_t N>
[[nodiscard]] Enum parse_choice(std::string_view option, std::string_view text,
                                const std::array<std::string_view, N>& names) {
  const auto name = std::find(names.begin(), names.end(), text);
  if (name == names.end()) {
    throw fatal_error{fmt::format("{}: unknown value '{}'{}", option, text, suggestion(text, names))};
  }
  return static_cast<Enum>(name - names.begin());
}

/// Options of a command under one heading of its help. Each becomes a value as it is read, or throws fatal_error; the
/// values must stay until the command runs. A name without dashes is that of an argument.
class option_group {
 public:
  option_group(CLI::App& app, std::string heading) : app_{&app}, heading_{std::move(heading)} {}

  void flag(const std::string& name, bool& value, const std::string& help) {
    app_->add_flag(name, value, help)->group(heading_);
  }
  /// Any text: a std::string, or one that may be unset. `type` is what the help calls it.
  template <class Text>
  void text(const std::string& name, const char* type, Text& value, const std::string& help) {
    app_->add_option(name, value, help)->type_name(type)->group(heading_);
  }
  /// What `parse` makes of the text.
  template <class Value, class Parse>
  void parsed(const std::string& name, const char* type, Value& value, Parse parse, const std::string& help) {
    const auto read = [&value, parse](const std::string& text) { value = parse(text); };
    app_->add_option_function<std::string>(name, read, help)->type_name(type)->group(heading_);
  }
  /// One of `names`, which are in the order of the enumeration and last as long as the program.
  template <class Enum, std::size_t N>
  void choice(const std::string& name, const char* type, std::optional<Enum>& value,
              const std::array<std::string_view, N>& names, const std::string& help) {
    const auto parse = [name, &names](const std::string& text) { return parse_choice<Enum>(name, text, names); };
    parsed(name, type, value, parse, help);
  }
  /// A whole number in `range`, both ends included.
  template <class Number>
  void number(const std::string& name, Number& value, std::pair<std::uint32_t, std::uint32_t> range,
              const std::string& help) {
    const auto parse = [name, range](const std::string& text) {
      const std::optional<std::uint32_t> number = parse_number<std::uint32_t>(text);
      if (!number || *number < range.first || *number > range.second) {
        throw fatal_error{fmt::format("{} must be between {} and {}, got '{}'", name, range.first, range.second, text)};
      }
      return *number;
    };
    parsed(name, "N", value, parse, help);
  }

 private:
  CLI::App* app_;
  std::string heading_;
};

}  // namespace preflight::cli
