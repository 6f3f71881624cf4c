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
    const std::string choices = fmt::format("{}", fmt::join(entry.choices, " "));
    return entry.has_commas                ? fmt::format(" -x -a '(__media_preflight_list {})'", choices)
           : takes_file_after_colon(entry) ? fmt::format(" -x -a '(__media_preflight_output {})'", choices)
                                           : fmt::format(" -x -a '{}'", choices);
  }
  return entry.kind == value_kind::file ? " -r -F" : " -x";
}

constexpr std::string_view fish_script_start = R"(# fish completion for media-preflight: media-preflight completion fish
# The word at the cursor without the option that is written in front of its value.
function __media_preflight_value
  string replace -r -- '^(--[a-z-]+=|-[a-zA-Z](?=.))' '' (commandline -ct)
end

function __media_preflight_list
  set -l head (string replace -r -- '[^,]*$' '' (__media_preflight_value))
  printf '%s\n' $head$argv
end

function __media_preflight_output
  set -l parts (string split -m 1 -- : (__media_preflight_value))
  if set -q parts[2]
    printf '%s\n' $parts[1]:(__fish_complete_path $parts[2])
  else
    printf '%s\n' $argv
  end
end

complete -c media-preflight -f
)";

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
  std::string out{fish_script_start};
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
