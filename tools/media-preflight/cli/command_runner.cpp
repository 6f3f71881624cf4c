#include "cli/command_runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>
#include <preflight/text/escape_for_display.hpp>

#include "cli/fatal_error.hpp"
#include "cli/general_options.hpp"
#include "cli/libexec_program.hpp"
#include "cli/pages/definitions.hpp"
#include "cli/pages/help.hpp"
#include "cli/words/select_command.hpp"
#include "cli/words/usage_errors.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view out_of_memory =
    "out of memory: the run is incomplete; allow it more memory, or check fewer files at a time or at once (--jobs 1)";

/// Wide lines are hard to read, so a wide terminal is not used up.
std::size_t help_columns(int output) {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 100;
  const std::size_t columns = terminal_columns(output);
  return columns == 0 ? usual : std::min(columns, widest);
}

/// Arguments and names of files are part of such messages, so none may do anything to a terminal or log.
int report_error(const standard_streams& streams, std::string_view text) {
  std::string line = fmt::format("{}: ", program_name);
  append_escaped(line, text);
  line += '\n';
  write_message(streams.error, line);
  return status_cannot_run;
}

int report_usage_error(const standard_streams& streams, const usage_error& error) {
  const int status = report_error(streams, error.text());
  write_message(streams.error, fmt::format("Try: {} --help\n", error.command()));
  return status;
}

/// Becomes that executable. Returns only where that fails.
void start_external(const external_command& command, std::span<const std::string> words) {
  std::string path = libexec_program(command.executable);
  std::vector<std::string> copies{words.begin(), words.end()};
  std::vector<char*> arguments{path.data()};
  for (std::string& word : copies) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  ::execv(path.c_str(), arguments.data());
  if (errno == ENOENT && !path.empty()) {
    throw fatal_error{missing_program(fmt::format("{} {}", program_name, command.name), path, command.libraries)};
  }
  throw fatal_error{fmt::format("{} {} needs {}, which cannot be started: {}", program_name, command.name,
                                path.empty() ? command.executable : std::string_view{path}, errno_message(errno))};
}

/// One run of the program.
class invocation {
 public:
  invocation(const command_runner& runner, const standard_streams& streams) : runner_{runner}, streams_{streams} {
    for (const command& entry : runner_.commands) {
      summaries_.push_back({entry.name, entry.summary});
    }
    for (const external_command& entry : runner_.external) {
      summaries_.push_back({entry.name, entry.summary});
    }
    program_.summary = runner_.description;
    program_.footer = runner_.examples;
    add_general_options(program_, streams_);
  }

  int run(std::span<const std::string> arguments) {
    if (arguments.size() == 1 && arguments.front() == definitions_word) {
      write_all(streams_.output, "standard output", write_definitions(all_commands()));
      return status_good;
    }
    command_line current = program_;
    try {
      const selected_command selected = select_command(arguments, summaries_, [this] { return all_commands(); });
      if (selected.name.empty() && !selected.words.empty() && program_.find(selected.words.front()) == nullptr) {
        throw usage_error{fmt::format("{0} needs a command: {1} {2} {0}", selected.words.front(), program_name,
                                      summaries_.front().name)};
      }
      const auto external = std::ranges::find(runner_.external, selected.name, &external_command::name);
      if (external != runner_.external.end()) {
        start_external(*external, selected.words_with_name());
      }
      const auto chosen = std::ranges::find(runner_.commands, selected.name, &command::name);
      action run_command;
      if (chosen != runner_.commands.end()) {
        current = command_line{};
        run_command = define(*chosen, current);
      }
      switch (read_words(current, selected.words)) {
        case intent::show_help: return show_help(current, streams_.output);
        case intent::show_version:
          write_all(streams_.output, "standard output", fmt::format("{} {}\n", program_name, MEDIA_PREFLIGHT_VERSION));
          return status_good;
        case intent::run: break;
      }
      if (run_command) {
        return run_command(streams_);
      }
      write_message(streams_.error, help_text(program_, summaries_, help_columns(streams_.error)));
      return status_cannot_run;
    } catch (const usage_error& error) {
      return report_usage_error(streams_, error);
    }
  }

 private:
  action define(const command& entry, command_line& line) {
    line.name = entry.name;
    line.summary = entry.summary;
    action result = entry.define(line);
    add_general_options(line, streams_);
    return result;
  }

  /// The definitions alone; their values go nowhere.
  std::vector<command_line> all_commands() {
    std::vector<command_line> lines;
    for (const command& entry : runner_.commands) {
      define(entry, lines.emplace_back());
    }
    return lines;
  }

  int show_help(const command_line& command, int output) const {
    const std::span<const command_summary> commands{summaries_};
    write_all(output, "standard output",
              help_text(command, command.name.empty() ? commands : commands.first(0), help_columns(output)));
    return status_good;
  }

  const command_runner& runner_;
  standard_streams streams_;
  command_line program_;
  std::vector<command_summary> summaries_;
};

}  // namespace

int command_runner::run(std::span<const std::string> arguments, const standard_streams& streams) const {
  try {
    return invocation{*this, streams}.run(arguments);
  } catch (const broken_pipe&) {
    return status_broken_pipe;
  } catch (const fatal_error& error) {
    return report_error(streams, error.text());
  } catch (const std::bad_alloc&) {
    return report_error(streams, out_of_memory);
  } catch (const std::exception& error) {
    return report_error(streams, error.what());
  }
}

}  // namespace preflight::cli
