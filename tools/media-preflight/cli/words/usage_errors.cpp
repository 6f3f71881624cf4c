#include "cli/words/usage_errors.hpp"

#include <unistd.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view unset_variable_hint = "is a variable in your script unset?";

bool takes_files(const command_line& command) {
  return std::ranges::any_of(command.options, [](const option& entry) {
    return entry.is_argument() && entry.kind == value_kind::file && entry.repeats;
  });
}

}  // namespace

std::string unknown_command_error(std::string_view word, std::span<const std::string_view> names) {
  if (word.empty()) {
    return fmt::format("the command is empty; {}", unset_variable_hint);
  }
  if (const std::string_view near = did_you_mean(word, names); !near.empty()) {
    return fmt::format("unknown command '{}'; did you mean '{}'?", word, near);
  }
  return fmt::format("unknown command '{}'; if it is a file or folder, run: {} check {}", word, program_name, word);
}

std::string unknown_option_error(std::string_view word, const command_line& command) {
  std::vector<std::string_view> known;
  for (const option& entry : command.options) {
    for (const std::string_view name : {std::string_view{entry.name}, std::string_view{entry.opposite}}) {
      if (name.starts_with('-')) {
        known.push_back(name);
      }
    }
  }
  const std::string_view typed = word.substr(0, word.find('='));
  if (const std::string_view near = did_you_mean(typed, known); !near.empty()) {
    return fmt::format("unknown option {}; did you mean {}?", typed, near);
  }
  const bool is_file = takes_files(command) && ::access(std::string{word}.c_str(), F_OK) == 0;
  return is_file ? fmt::format("unknown option {}; if you mean the file, write ./{}", typed, word)
                 : fmt::format("unknown option {}", typed);
}

std::string extra_word_error(std::string_view word, const command_line& command) {
  const auto argument = std::ranges::find_if(command.options, &option::is_argument);
  return fmt::format("unexpected argument '{}': {} takes {}", word, command.short_name(),
                     argument != command.options.end() ? fmt::format("one {}", argument->name) : "only options");
}

std::string empty_value_error(std::string_view name) {
  return fmt::format("{} has an empty value; {}", name, unset_variable_hint);
}

std::string empty_argument_error(const option& argument) {
  const bool is_path = argument.kind == value_kind::file && argument.repeats;
  return fmt::format("{} is empty; {}", is_path ? "a path" : argument.name, unset_variable_hint);
}

}  // namespace preflight::cli
