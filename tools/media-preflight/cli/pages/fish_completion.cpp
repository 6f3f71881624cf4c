#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/pages/completion.hpp"

namespace preflight::cli {
namespace {

std::string single_quoted(std::string_view text) {
  std::string out{'\''};
  for (const char c : text) {
    out += c == '\'' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + '\'';
}

std::string values_of(const option& entry) {
  if (!entry.choices.empty()) {
    return fmt::format(" -x -a '{}'", fmt::join(entry.choices, " "));
  }
  return entry.kind == value_kind::file ? " -r -F" : " -x";
}

void append_option(std::string& out, std::string_view condition, const option& entry) {
  const std::string start = fmt::format("complete -c media-preflight -n '{}'", condition);
  if (entry.is_argument()) {
    if (!entry.choices.empty()) {
      out += fmt::format("{} -a '{}' -d {}\n", start, fmt::join(entry.choices, " "), single_quoted(entry.name));
    } else if (entry.kind == value_kind::file) {
      out += fmt::format("{} -F\n", start);
    }
    return;
  }
  out += fmt::format("{} -l {}{}{} -d {}\n", start, entry.name.substr(2),
                     entry.letter != '\0' ? fmt::format(" -s {}", entry.letter) : "",
                     entry.is_flag() ? std::string{} : values_of(entry), single_quoted(entry.help));
  if (!entry.opposite.empty()) {
    out += fmt::format("{} -l {} -d {}\n", start, entry.opposite.substr(2),
                       single_quoted(fmt::format("Take back {}.", entry.name)));
  }
}

}  // namespace

std::string fish_completion(const command_line& program, std::span<const command_line> commands) {
  std::string out =
      "# fish completion for media-preflight: media-preflight completion fish\ncomplete -c media-preflight -f\n";
  for (const option& entry : program.options) {
    append_option(out, "__fish_use_subcommand", entry);
  }
  for (const command_line& command : commands) {
    out += fmt::format("complete -c media-preflight -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       single_quoted(command.summary));
  }
  for (const command_line& command : commands) {
    for (const option& entry : command.options) {
      append_option(out, fmt::format("__fish_seen_subcommand_from {}", command.name), entry);
    }
  }
  return out;
}

}  // namespace preflight::cli
