#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/pages/completion.hpp"

namespace preflight::cli {
namespace {

/// Names are made of letters and hyphens, so none needs quoting.
std::string all_spellings(const command_line& command) {
  std::vector<std::string> words;
  for (const option& entry : command.options) {
    const std::vector<std::string> own = spellings(entry);
    words.insert(words.end(), own.begin(), own.end());
  }
  return fmt::format("{}", fmt::join(words, " "));
}

std::string reply(const option& entry) {
  if (!entry.choices.empty()) {
    const std::string_view function = entry.has_commas                ? "_media_preflight_list"
                                      : takes_file_after_colon(entry) ? "_media_preflight_output"
                                                                      : "_media_preflight_words";
    return fmt::format("{} '{}'", function, fmt::join(entry.choices, " "));
  }
  return entry.kind == value_kind::file ? "_media_preflight_files" : ":";
}

/// What follows an option that takes a value.
std::string value_cases(const command_line& command) {
  std::string out;
  for (const option& entry : command.options) {
    if (!entry.is_argument() && !entry.is_flag()) {
      std::vector<std::string> names = spellings(entry);
      std::erase(names, entry.opposite);
      out += fmt::format("        {}) {}; return ;;\n", fmt::join(names, " | "), reply(entry));
    }
  }
  return out;
}

std::string command_case(const command_line& command) {
  const option* const argument = argument_of(command);
  const std::string cases = value_cases(command);
  return fmt::format("    {})\n{}      options='{}'\n      {}\n      ;;\n", command.name.empty() ? "''" : command.name,
                     cases.empty() ? "" : fmt::format("      [[ $ended ]] || case $previous in\n{}      esac\n", cases),
                     all_spellings(command),
                     argument != nullptr
                         ? fmt::format("[[ ! $ended && $current == -* ]] || {{ {}; return; }}", reply(*argument))
                         : ":");
}

constexpr std::string_view bash_script_start = R"(# bash completion for media-preflight: media-preflight completion bash
_media_preflight_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }

_media_preflight_list() {
  local head=''
  [[ $current != *,* ]] || head=${current%,*},
  mapfile -t COMPREPLY < <(compgen -P "$head" -W "$1" -- "${current##*,}")
}

_media_preflight_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

# FORMAT, or FORMAT:FILE: bash takes the colon for a word of its own unless told otherwise.
_media_preflight_output() {
  if [[ $colon ]]; then
    _media_preflight_files
  elif [[ $current == *:* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -P "${current%%:*}:" -f -- "${current#*:}")
  else
    _media_preflight_words "$1"
  fi
}

_media_preflight() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' options='' word
  local ended='' colon='' place=0
  COMPREPLY=()
  [[ $current != ':' ]] || place=$COMP_CWORD
  [[ $previous != ':' ]] || place=$((COMP_CWORD - 1))
  if ((place > 2)); then
    [[ $current != ':' ]] || current=''
    colon=1 previous=${COMP_WORDS[place-2]}
    [[ $previous != '=' ]] || previous=${COMP_WORDS[place-3]}
  fi
  # Bash takes the = of --depth=header for a word of its own.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
)";

constexpr std::string_view script_end = R"(  esac
  [[ $ended ]] || _media_preflight_words "$options"
}

complete -F _media_preflight media-preflight
)";

}  // namespace

std::string bash_completion(const command_line& program, std::span<const command_line> commands) {
  std::vector<std::string_view> names;
  for (const command_line& command : commands) {
    names.push_back(command.name);
  }
  std::string out{bash_script_start};
  out += fmt::format(
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case $word in\n      --) ended=1 ;;\n      {}) command=${{command:-$word}} ;;\n    esac\n  done\n"
      "  case $command in\n",
      fmt::join(names, " | "));
  command_line start = program;
  option& first = start.options.emplace_front();
  first.name = "COMMAND";
  first.choices.assign(names.begin(), names.end());
  out += command_case(start);
  for (const command_line& command : commands) {
    out += command_case(command);
  }
  out += script_end;
  return out;
}

std::vector<std::string> spellings(const option& entry) {
  std::vector<std::string> out;
  if (entry.is_argument()) {
    return out;
  }
  if (entry.letter != '\0') {
    out.push_back(fmt::format("-{}", entry.letter));
  }
  out.push_back(entry.name);
  if (!entry.opposite.empty()) {
    out.push_back(entry.opposite);
  }
  return out;
}

bool takes_file_after_colon(const option& entry) { return entry.value.ends_with("[:FILE]"); }

const option* argument_of(const command_line& command) {
  const auto argument = std::ranges::find_if(command.options, &option::is_argument);
  return argument != command.options.end() ? &*argument : nullptr;
}

}  // namespace preflight::cli
