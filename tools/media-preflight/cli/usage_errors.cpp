#include "cli/usage_errors.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view end_of_options = "--";
constexpr char mark = '\x01';
constexpr std::string_view unset_variable_hint = "is a variable in your script unset?";

const CLI::Option* positional_option(const CLI::App& app) {
  const auto positionals = app.get_options([](const CLI::Option* option) { return option->get_positional(); });
  return positionals.empty() ? nullptr : positionals.front();
}

bool takes_paths(const CLI::App& app) {
  const CLI::Option* const words = positional_option(app);
  return words != nullptr && words->get_items_expected_max() > 1;
}

/// The option that this word names, without its value; nullptr where it names none.
const CLI::Option* find_option(const CLI::App& app, std::string_view word) {
  return word.starts_with('-') ? app.get_option_no_throw(std::string{word.substr(0, word.find('='))}) : nullptr;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

std::string without_value(std::string_view word) { return std::string{word.substr(0, word.find('='))}; }

/// "--jobs N"
std::string option_usage(const CLI::Option& option) {
  return fmt::format("--{} {}", option.get_lnames().front(), option.get_type_name());
}

CLI::App* find_command(CLI::App& app, const std::string& name) {
  const auto matches = app.get_subcommands([&name](const CLI::App* command) { return command->get_name() == name; });
  return matches.empty() ? nullptr : matches.front();
}

}  // namespace

CLI::App& selected_command(CLI::App& top, std::span<const std::string> words) {
  CLI::App* chosen = &top;
  for (const std::string& word : words) {
    CLI::App* const inner = find_command(*chosen, word);
    if (inner == nullptr) {
      break;
    }
    chosen = inner;
  }
  return *chosen;
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + ' ' + app.get_name();
}

std::string unknown_command_error(const CLI::App& top, const std::string& word,
                                  std::span<const std::string_view> names) {
  if (word.empty()) {
    return fmt::format("the command is empty; {}", unset_variable_hint);
  }
  if (const std::string_view near = did_you_mean(word, names); !near.empty()) {
    return fmt::format("unknown command '{}'; did you mean '{}'?", word, near);
  }
  if (const std::string option = "--" + word; top.get_option_no_throw(option) != nullptr) {
    return fmt::format("unknown command '{}'; did you mean {}?", word, option);
  }
  return fmt::format("unknown command '{}'; if it is a file or folder, run: media-preflight check {}", word, word);
}

std::string misplaced_option_error(CLI::App& top, std::span<const std::string> words) {
  if (words.empty() || !words.front().starts_with('-') || words.front() == end_of_options ||
      find_option(top, words.front()) != nullptr) {
    return {};
  }
  constexpr std::array<std::string_view, 2> own{"--help", "--version"};
  if (const std::string_view near = did_you_mean(words.front(), own); words.size() == 1 && !near.empty()) {
    return fmt::format("unknown option {}; did you mean {}?", without_value(words.front()), near);
  }
  const auto commands = top.get_subcommands({});
  if (std::none_of(commands.begin(), commands.end(),
                   [&](const CLI::App* command) { return find_option(*command, words.front()) != nullptr; })) {
    return fmt::format("unknown option {}", without_value(words.front()));
  }
  const auto command = std::find_if(words.begin(), words.end(), [&top](const std::string& word) {
    return !word.starts_with('-') && find_command(top, word) != nullptr;
  });
  const std::string usual = commands.front()->get_name();
  return fmt::format("{} must come after the command: {} {} {}", without_value(words.front()), top.get_name(),
                     command != words.end() ? *command : usual, without_value(words.front()));
}

std::string extra_word_error(const std::string& word, const CLI::App& app) {
  if (!word.starts_with('-')) {
    const CLI::Option* const positional = positional_option(app);
    return positional != nullptr ? fmt::format("unexpected argument '{}': {} takes one {}", word, full_name(app),
                                               positional->get_name(true))
                                 : fmt::format("unexpected argument '{}': {} takes only options", word, full_name(app));
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  const std::vector<std::string_view> known{names.begin(), names.end()};
  const std::string typed = without_value(word);
  if (const std::string_view near = did_you_mean(typed, known); !near.empty()) {
    return fmt::format("unknown option {}; did you mean {}?", typed, near);
  }
  if (app.get_parent() != nullptr && app.get_parent()->get_option_no_throw(typed) != nullptr) {
    return fmt::format("{} is valid only without a command: {} {}", typed, app.get_parent()->get_name(), typed);
  }
  const bool is_file = takes_paths(app) && ::access(word.c_str(), F_OK) == 0;
  return is_file ? fmt::format("unknown option {}; write the file of that name as ./{}", typed, word)
                 : fmt::format("unknown option {}", typed);
}

std::string option_value_error(std::span<const std::string> words, const CLI::App& app) {
  words = words.first(static_cast<std::size_t>(std::find(words.begin(), words.end(), end_of_options) - words.begin()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const CLI::Option* const option = find_option(app, words[i]);
    if (option == nullptr) {
      continue;
    }
    const std::string name = without_value(words[i]);
    const bool has_value = words[i].starts_with("--") && name != words[i];
    if (!takes_value(*option)) {
      if (has_value) {
        return fmt::format("{} takes no value", name);
      }
      continue;
    }
    i += has_value ? 0U : 1U;
    if (i == words.size()) {
      return fmt::format("{} needs a value: {}", name, option_usage(*option));
    }
    const std::string value = has_value ? words[i].substr(name.size() + 1) : words[i];
    if (value.empty()) {
      return fmt::format("{} has an empty value; {}", name, unset_variable_hint);
    }
    if (option->get_delimiter() != '\0' && value.back() == option->get_delimiter()) {
      return fmt::format("{} {}: the list ends with a comma; write it without spaces", name, value);
    }
  }
  return {};
}

std::string empty_value_error(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const bool is_list = option->get_positional() && option->get_items_expected_max() > 1;  // its reader says which
    const auto& values = option->results();
    if (!is_list && takes_value(*option) && std::find(values.begin(), values.end(), "") != values.end()) {
      return option->get_positional()
                 ? fmt::format("{} is empty; {}", option->get_name(true), unset_variable_hint)
                 : fmt::format("--{} has an empty value; {}", option->get_lnames().front(), unset_variable_hint);
    }
  }
  return {};
}

std::string parse_error_text(const CLI::ParseError& error, const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_required() && option->results().empty()) {
      return option->get_positional() ? fmt::format("{} needs a {}", full_name(app), option->get_name(true))
                                      : fmt::format("{} needs {}", full_name(app), option_usage(*option));
    }
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    std::vector<std::string> names;
    for (const CLI::App* option : app.get_subcommands({})) {
      names.push_back(option->get_name());
    }
    return fmt::format("{} needs a command: {}", full_name(app), fmt::join(names, ", "));
  }
  return error.what();
}

std::string unescape_word(std::string word) { return word.starts_with(mark) ? word.substr(1) : word; }

std::vector<std::string> escape_words(std::span<const std::string> words, CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    option->transform(&unescape_word);
  }
  std::vector<std::string> out;
  std::size_t command_count = 0;
  for (const CLI::App* option = app.get_parent(); option != nullptr; option = option->get_parent()) {
    out.push_back(words[command_count++]);
  }
  bool are_plain = false;
  for (const std::string& option : words.subspan(command_count)) {
    const std::size_t equals = option.find('=');
    if (!are_plain && option == end_of_options) {
      are_plain = true;
    } else if (are_plain || option == "-" || !option.starts_with('-')) {
      out.push_back(mark + option);
    } else if (option.starts_with("--") && equals != std::string::npos) {
      out.push_back(option.substr(0, equals));
      out.push_back(mark + option.substr(equals + 1));
    } else {
      out.push_back(option);
    }
  }
  return out;
}

}  // namespace preflight::cli
