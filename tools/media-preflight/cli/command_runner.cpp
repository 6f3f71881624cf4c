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

std::vector<std::string_view> command_names(const program& which) {
  std::vector<std::string_view> names;
  for (const command& each : which.commands) {
    names.push_back(each.name);
  }
  for (const external_command& each : which.elsewhere) {
    names.push_back(each.name);
  }
  return names;
}

const CLI::App& innermost(const CLI::App& top) {
  const auto chosen = top.get_subcommands();
  return chosen.empty() ? top : innermost(*chosen.front());
}

/// Arguments and names of files are part of such messages, so none may do anything to a terminal or log.
int complain(const standard_streams& around, std::string_view what) {
  std::string line = "media-preflight: ";
  append_escaped(line, what);
  line += '\n';
  write_message(around.error, line);
  return status_cannot_run;
}

int complain_about_usage(const standard_streams& around, const CLI::App& app, std::string_view what) {
  const int status = complain(around, what);
  write_message(around.error, fmt::format("Try: {} --help\n", full_name(app)));
  return status;
}

/// Becomes that executable. Returns only where that fails.
void go_elsewhere(const external_command& where, std::vector<std::string> words) {
  const std::string path = libexec_program(where.executable);
  words.insert(words.begin(), path);
  std::vector<char*> arguments;
  for (std::string& each : words) {
    arguments.push_back(each.data());
  }
  arguments.push_back(nullptr);
  ::execv(path.c_str(), arguments.data());
  if (errno == ENOENT && !path.empty()) {
    throw fatal_error{missing_program(fmt::format("media-preflight {}", where.name), path, where.libraries)};
  }
  throw fatal_error{fmt::format("media-preflight {} needs {}, which cannot be started: {}", where.name,
                                path.empty() ? where.executable : std::string_view{path}, errno_message(errno))};
}

int parse_and_run(const program& which, std::span<const std::string> arguments, const standard_streams& around) {
  CLI::App top{std::string{which.description}, "media-preflight"};
  top.set_version_flag("--version", "media-preflight " MEDIA_PREFLIGHT_VERSION, "Show the version.");
  top.set_help_flag("--help,-h", "Show help for the program or a command.");
  top.footer(std::string{which.examples});
  std::vector<action> actions;
  for (const command& each : which.commands) {
    actions.push_back(each.add(top));
  }
  for (const external_command& each : which.elsewhere) {
    top.add_subcommand(std::string{each.name}, std::string{each.summary});
  }

  std::vector<std::string> words{arguments.begin(), arguments.end()};
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  const std::vector<std::string_view> names = command_names(which);
  const bool is_word = !words.empty() && !words.front().starts_with('-');
  if (is_word && std::find(names.begin(), names.end(), words.front()) == names.end()) {
    return complain_about_usage(around, top, unknown_command_error(top, words.front(), names));
  }
  for (const external_command& each : which.elsewhere) {
    if (is_word && words.front() == each.name) {
      go_elsewhere(each, std::move(words));
    }
  }
  if (const std::string misplaced = misplaced_option_error(top, words); !misplaced.empty()) {
    return complain_about_usage(around, top, misplaced);
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
      return complain_about_usage(around, chosen, wrong);
    }
  } catch (const CLI::CallForHelp&) {
    write_all(around.output, "standard output", help_text(innermost(top), help_columns(around.output)));
    return status_good;
  } catch (const CLI::CallForVersion& version) {
    write_all(around.output, "standard output", fmt::format("{}\n", version.what()));
    return status_good;
  } catch (const CLI::ExtrasError&) {
    const CLI::App& app = innermost(top);
    const std::vector<std::string> extras = top.remaining(true);
    return complain_about_usage(around, app,
                                extra_word_error(extras.empty() ? "" : unescape_word(extras.front()), app));
  } catch (const CLI::ParseError& error) {
    return complain_about_usage(around, chosen, parse_error_text(error, chosen));
  }
  for (std::size_t i = 0; i < which.commands.size(); ++i) {
    if (top.got_subcommand(std::string{which.commands[i].name})) {
      return actions[i](around);
    }
  }
  write_message(around.error, help_text(top, help_columns(around.error)));
  return status_cannot_run;
}

}  // namespace

int run(const program& which, std::span<const std::string> arguments, const standard_streams& around) {
  try {
    return parse_and_run(which, arguments, around);
  } catch (const broken_pipe&) {
    return status_broken_pipe;
  } catch (const fatal_error& error) {
    return complain(around, error.text());
  } catch (const std::exception& error) {
    return complain(around, error.what());
  }
}

}  // namespace preflight::cli
