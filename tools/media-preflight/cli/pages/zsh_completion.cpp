#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/pages/completion.hpp"

namespace preflight::cli {
namespace {

/// Inside single quotes, and inside a specification of _arguments, where brackets and colons mean something.
std::string zsh_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (std::string_view{"[]:\\"}.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string value_spec(const option& entry) {
  const std::string name = zsh_quoted(entry.is_argument() ? entry.name : entry.value);
  if (!entry.choices.empty()) {
    const std::string choices = fmt::format("{}", fmt::join(entry.choices, " "));
    if (takes_file_after_colon(entry)) {
      return fmt::format(":{}: _media_preflight_output {}", name, choices);
    }
    return entry.has_commas ? fmt::format(":{}:_values -s , {} {}", name, name, choices)
                            : fmt::format(":{}:({})", name, choices);
  }
  return fmt::format(":{}:{}", name, entry.kind == value_kind::file ? "_files" : " ");
}

void append_spec(std::string& out, std::string_view spelling, const option& entry, bool has_value) {
  const std::string_view again = entry.repeats ? "*" : "";
  const std::string_view joined = !has_value ? "" : spelling.starts_with("--") ? "=" : "+";
  out += fmt::format(" \\\n    '{}{}{}[{}]{}'", again, spelling, joined, zsh_quoted(entry.help),
                     has_value ? value_spec(entry) : std::string{});
}

std::string specs_of(const command_line& command) {
  std::string out;
  for (const option& entry : command.options) {
    if (entry.is_argument()) {
      out += fmt::format(" \\\n    '{}{}'", entry.repeats ? "*" : "", value_spec(entry));
      continue;
    }
    for (const std::string& spelling : spellings(entry)) {
      append_spec(out, spelling, entry, !entry.is_flag() && spelling != entry.opposite);
    }
  }
  return out;
}

/// Names of functions, as zsh takes them.
std::string function_of(const command_line& command) { return fmt::format("_media_preflight_{}", command.name); }

}  // namespace

std::string zsh_completion(const command_line& program, std::span<const command_line> commands) {
  std::string out = "#compdef media-preflight\n# zsh completion for media-preflight: media-preflight completion zsh\n";
  out += R"(
_media_preflight_output() {
  local -a forms=("$@")
  if compset -P 1 '*:'; then
    _files
  else
    compadd -a forms
  fi
}
)";
  for (const command_line& command : commands) {
    out += fmt::format("\n{}() {{\n  _arguments -s -S{}\n}}\n", function_of(command), specs_of(command));
  }
  out += "\n_media_preflight() {\n  local -a commands\n  local state line\n  typeset -A opt_args\n  commands=(\n";
  for (const command_line& command : commands) {
    out += fmt::format("    '{}:{}'\n", command.name, zsh_quoted(command.summary));
  }
  out += fmt::format(
      "  )\n  _arguments -C -s -S{} \\\n    '1:command:->command' '*::argument:->argument'\n  case $state in\n"
      "    command) _describe -t commands command commands ;;\n"
      "    argument) (( $+functions[_media_preflight_$line[1]] )) && _media_preflight_$line[1] ;;\n  esac\n}}\n\n"
      "if [[ $funcstack[1] == _media_preflight || $funcstack[1] == _media-preflight ]]; then\n"
      "  _media_preflight \"$@\"\nelse\n  compdef _media_preflight media-preflight\nfi\n",
      specs_of(program));
  return out;
}

}  // namespace preflight::cli
