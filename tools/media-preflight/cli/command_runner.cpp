#include "cli/command_runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>
#include <preflight/text/escape_for_display.hpp>

#include "cli/fatal_error.hpp"
#include "cli/help.hpp"
#include "cli/libexec_program.hpp"
#include "cli/usage_errors.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

/// Wide lines are hard to read, so a wide terminal is not used up.
std::size_t help_columns(int output) {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 100;
  const std::size_t columns = terminal_columns(output);
  return columns == 0 ? usual : std::min(columns, widest);
}

std::vector<std::string_view> command_names(const command_runner& runner) {
  std::vector<std::string_view> names;
  for (const command& command : runner.commands) {
    names.push_back(command.name);
  }
  for (const external_command& command : runner.external) {
    names.push_back(command.name);
  }
  return names;
}

const CLI::App& innermost(const CLI::App& top) {
  const auto chosen = top.get_subcommands();
  return chosen.empty() ? top : innermost(*chosen.front());
}

/// Arguments and names of files are part of such messages, so none may do anything to a terminal or log.
int report_error(const standard_streams& streams, std::string_view text) {
  std::string line = "media-preflight: ";
  append_escaped(line, text);
  line += '\n';
  write_message(streams.error, line);
  return status_cannot_run;
}

int report_usage_error(const standard_streams& streams, const CLI::App& app, std::string_view text) {
  const int status = report_error(streams, text);
  write_message(streams.error, fmt::format("Try: {} --help\n", full_name(app)));
  return status;
}

/// Of an option that has one value, the last counts, so that an alias or a script's options can be overruled.
void let_last_option_win(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_positional() && option->get_items_expected_max() == 1) {
      option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
  }
  for (CLI::App* command : app.get_subcommands({})) {
    let_last_option_win(*command);
  }
}

bool asks_for_help(const CLI::App& app) { return app.get_help_ptr() != nullptr && app.get_help_ptr()->count() > 0; }

int show_help(const standard_streams& streams, const CLI::App& app) {
  write_all(streams.output, "standard output", help_text(app, help_columns(streams.output)));
  return status_good;
}

/// Becomes that executable. Returns only where that fails.
void start_external(const external_command& command, std::vector<std::string> words) {
  const std::string path = libexec_program(command.executable);
  words.insert(words.begin(), path);
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  ::execv(path.c_str(), arguments.data());
  if (errno == ENOENT && !path.empty()) {
    throw fatal_error{missing_program(fmt::format("media-preflight {}", command.name), path, command.libraries)};
  }
  throw fatal_error{fmt::format("media-preflight {} needs {}, which cannot be started: {}", command.name,
                                path.empty() ? command.executable : std::string_view{path}, errno_message(errno))};
}

int parse_and_run(const command_runner& runner, std::span<const std::string> arguments,
                  const standard_streams& streams) {
  CLI::App top{std::string{runner.description}, "media-preflight"};
  top.set_version_flag("--version,-V", "media-preflight " MEDIA_PREFLIGHT_VERSION, "Show the version.");
  top.set_help_flag("--help,-h", "Show help for the program or a command.");
  top.footer(std::string{runner.examples});
  std::vector<action> actions;
  for (const command& command : runner.commands) {
    actions.push_back(command.add(top));
  }
  for (const external_command& command : runner.external) {
    top.add_subcommand(std::string{command.name}, std::string{command.summary});
  }

  let_last_option_win(top);

  std::vector<std::string> words{arguments.begin(), arguments.end()};
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  const std::vector<std::string_view> names = command_names(runner);
  const bool is_word = !words.empty() && !words.front().starts_with('-');
  if (is_word && std::find(names.begin(), names.end(), words.front()) == names.end()) {
    return report_usage_error(streams, top, unknown_command_error(top, words.front(), names));
  }
  for (const external_command& command : runner.external) {
    if (is_word && words.front() == command.name) {
      start_external(command, std::move(words));
    }
  }
  if (const std::string misplaced = misplaced_option_error(top, words); !misplaced.empty()) {
    return report_usage_error(streams, top, misplaced);
  }
  CLI::App& chosen = selected_command(top, words);
  std::string wrong = option_value_error(words, chosen);
  words = escape_words(words, chosen);
  std::reverse(words.begin(), words.end());
  try {
    if (wrong.empty()) {
      top.parse(words);
      wrong = empty_value_error(chosen);
    }
    if (!wrong.empty()) {
      return report_usage_error(streams, chosen, wrong);
    }
  } catch (const CLI::CallForHelp&) {
    return show_help(streams, innermost(top));
  } catch (const CLI::CallForVersion& version) {
    write_all(streams.output, "standard output", fmt::format("{}\n", version.what()));
    return status_good;
  } catch (const CLI::ExtrasError&) {
    const CLI::App& app = innermost(top);
    const std::vector<std::string> extras = top.remaining(true);
    return report_usage_error(streams, app, extra_word_error(extras.empty() ? "" : unescape_word(extras.front()), app));
  } catch (const fatal_error&) {
    if (asks_for_help(chosen)) {
      return show_help(streams, chosen);
    }
    wrong = empty_value_error(chosen);
    return wrong.empty() ? throw : report_usage_error(streams, chosen, wrong);
  } catch (const CLI::ParseError& error) {
    if (asks_for_help(chosen)) {
      return show_help(streams, chosen);
    }
    return report_usage_error(streams, chosen, parse_error_text(error, chosen));
  }
  for (std::size_t i = 0; i < runner.commands.size(); ++i) {
    if (top.got_subcommand(std::string{runner.commands[i].name})) {
      return actions[i](streams);
    }
  }
  write_message(streams.error, help_text(top, help_columns(streams.error)));
  return status_cannot_run;
}

}  // namespace

int command_runner::run(std::span<const std::string> arguments, const standard_streams& streams) const {
  try {
    return parse_and_run(*this, arguments, streams);
  } catch (const broken_pipe&) {
    return status_broken_pipe;
  } catch (const fatal_error& error) {
    return report_error(streams, error.text());
  } catch (const std::exception& error) {
    return report_error(streams, error.what());
  }
}

}  // namespace preflight::cli
