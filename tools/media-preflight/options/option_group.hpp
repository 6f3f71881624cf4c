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
#include <vector>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "cli/words/command_line.hpp"
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

/// A whole number in `range`, both ends included. Throws fatal_error.
template <class Number>
[[nodiscard]] Number parse_in_range(std::string_view option, std::string_view text, std::pair<Number, Number> range) {
  const std::optional<Number> number = parse_number<Number>(text);
  if (!number || *number < range.first || *number > range.second) {
    throw fatal_error{fmt::format("{} must be between {} and {}, got '{}'", option, range.first, range.second, text)};
  }
  return *number;
}

/// Options of a command under one heading of its help. Each becomes a value as it is read, or throws fatal_error; the
/// values must stay until the command runs. "--jobs,-j" is a name with its letter; a name without dashes is that of an
/// argument. What is returned may be changed further.
class option_group {
 public:
  option_group(command_line& command, std::string heading) : command_{&command}, heading_{std::move(heading)} {}

  /// A flag that is on or off: the last of --hidden and --no-hidden counts.
  option& flag(std::string_view name, bool& value, std::string_view help) {
    option& added = add(name, "", help);
    added.opposite = fmt::format("--no-{}", std::string_view{added.name}.substr(2));
    added.set = [&value](bool is_on) { value = is_on; };
    return added;
  }
  /// One that is named by what it removes: --no-ignore; `opposite` reverses it.
  option& negative_flag(std::string_view name, std::string_view opposite, bool& value, std::string_view help) {
    option& added = flag(name, value, help);
    added.opposite = opposite;
    return added;
  }
  /// Any text: a std::string, or one that may be unset. `type` is what the help calls it.
  template <class Text>
  option& text(std::string_view name, std::string_view type, Text& value, std::string_view help) {
    return parsed(
        name, type, value, [](const std::string& given) { return given; }, help);
  }
  /// A string that names a file.
  template <class Text>
  option& file(std::string_view name, std::string_view type, Text& value, std::string_view help) {
    option& added = text(name, type, value, help);
    added.kind = value_kind::file;
    return added;
  }
  /// What `parse` makes of the text.
  template <class Value, class Parse>
  option& parsed(std::string_view name, std::string_view type, Value& value, Parse parse, std::string_view help) {
    option& added = add(name, type, help);
    added.read = [&value, parse](const std::vector<std::string>& texts) { value = parse(texts.front()); };
    return added;
  }
  /// What `parse` makes of all values of an option that may be repeated.
  template <class Value, class Parse>
  option& list(std::string_view name, std::string_view type, std::vector<Value>& values, Parse parse,
               std::string_view help) {
    option& added = add(name, type, help);
    added.repeats = true;
    added.read = [&values, parse](const std::vector<std::string>& texts) {
      values.clear();
      for (const std::string& given : texts) {
        values.push_back(parse(given));
      }
    };
    return added;
  }
  /// An argument that takes any number of paths.
  option& files(std::string_view name, std::vector<std::string>& values, std::string_view help) {
    option& added = list(
        name, "", values, [](const std::string& given) { return given; }, help);
    added.kind = value_kind::file;
    return added;
  }
  /// One of `names`, which are in the order of the enumeration and last as long as the program.
  template <class Enum, std::size_t N>
  option& choice(std::string_view name, std::string_view type, std::optional<Enum>& value,
                 const std::array<std::string_view, N>& names, std::string_view help) {
    const std::string shown{name.substr(0, name.find(','))};
    const auto parse = [shown, &names](const std::string& given) { return parse_choice<Enum>(shown, given, names); };
    option& added = parsed(name, type, value, parse, help);
    added.choices.assign(names.begin(), names.end());
    return added;
  }
  /// A whole number in `range`, both ends included.
  template <class Number>
  option& number(std::string_view name, Number& value, std::pair<std::uint32_t, std::uint32_t> range,
                 std::string_view help) {
    const std::string shown{name.substr(0, name.find(','))};
    const auto parse = [shown, range](const std::string& given) { return parse_in_range(shown, given, range); };
    return parsed(name, "N", value, parse, help);
  }

 private:
  option& add(std::string_view name, std::string_view type, std::string_view help) {
    option& added = command_->options.emplace_back();
    const std::size_t comma = name.find(',');
    added.name = name.substr(0, comma);
    added.letter = comma == std::string_view::npos ? '\0' : name.back();
    added.value = type;
    added.help = help;
    added.heading = heading_;
    return added;
  }

  command_line* command_;
  std::string heading_;
};

}  // namespace preflight::cli
