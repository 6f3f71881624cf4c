#include "cli/pages/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <preflight/text/word_wrap.hpp>

namespace preflight::cli {
namespace {

constexpr std::size_t text_column = 26;

void append_entry(std::string& out, std::string_view left, std::string_view text, std::size_t columns) {
  out += "  ";
  out += left;
  std::size_t at = 2 + left.size();
  if (at + 2 > text_column) {
    out += '\n';
    at = 0;
  }
  out.append(text_column - at, ' ');
  append_wrapped(out, text, text_column, text_column, columns);
  out += '\n';
}

}  // namespace

std::string option_names(const option& entry) {
  const std::string out = entry.letter != '\0' ? fmt::format("-{}, ", entry.letter) : std::string{};
  const std::string_view base = std::string_view{entry.name}.substr(2);
  if (entry.is_flag() && entry.opposite == fmt::format("--no-{}", base)) {
    return fmt::format("{}--[no-]{}", out, base);
  }
  return fmt::format("{}{}{}{}{}{}", out, entry.name, entry.is_flag() ? "" : " ", entry.value,
                     entry.opposite.empty() ? "" : ", ", entry.opposite);
}

std::vector<std::string_view> headings_of(const command_line& command) {
  std::vector<std::string_view> headings;
  for (const option& entry : command.options) {
    if (!entry.is_argument() && std::ranges::find(headings, entry.heading) == headings.end()) {
      headings.push_back(entry.heading);
    }
  }
  return headings;
}

std::string usage_line(const command_line& command) {
  std::string usage = command.full_name();
  usage += command.name.empty() ? " COMMAND ..." : " [OPTION]...";
  for (const option& entry : command.options) {
    if (entry.is_argument()) {
      usage += fmt::format(" [{}]{}", entry.name, entry.repeats ? "..." : "");
    }
  }
  return usage;
}

std::string help_text(const command_line& command, std::span<const command_summary> commands, std::size_t columns) {
  std::string out;
  append_wrapped(out, command.summary, 0, 0, columns);
  out += fmt::format("\n\nUsage: {}\n", usage_line(command));
  bool has_argument = false;
  for (const option& entry : command.options) {
    if (entry.is_argument()) {
      out += has_argument ? "" : "\n";
      has_argument = true;
      append_entry(out, entry.name, entry.help, columns);
    }
  }
  out += commands.empty() ? "" : "\nCommands\n";
  for (const command_summary& entry : commands) {
    append_entry(out, entry.name, entry.text, columns);
  }
  for (const std::string_view heading : headings_of(command)) {
    out += fmt::format("\n{}\n", heading);
    for (const option& entry : command.options) {
      if (!entry.is_argument() && entry.heading == heading) {
        append_entry(out, option_names(entry), entry.help, columns);
      }
    }
  }
  if (!command.footer.empty()) {
    out += '\n';
    const bool is_laid_out = command.footer.find('\n') != std::string::npos;
    append_wrapped(out, command.footer, 0, 0, is_laid_out ? 0 : columns);
    out += '\n';
  }
  return out;
}

}  // namespace preflight::cli
