#include "cli/help.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/word_wrap.hpp>

namespace preflight::cli {
namespace {

constexpr std::size_t text_column = 26;

void append_entry(std::string& out, const std::string& left, const std::string& text, std::size_t columns) {
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

/// "-j, --jobs N"
std::string option_names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) {
    names.push_back('-' + name);
  }
  for (const std::string& name : option.get_lnames()) {
    names.push_back("--" + name);
  }
  const bool is_flag = option.get_type_name().empty();
  return fmt::format("{}{}{}", fmt::join(names, ", "), is_flag ? "" : " ", is_flag ? "" : option.get_type_name());
}

void append_options(std::string& out, const CLI::App& app, std::size_t columns) {
  std::string group;
  const auto options =
      app.get_options([](const CLI::Option* o) { return !o->get_positional() && !o->get_group().empty(); });
  std::vector<std::string> groups;
  for (const CLI::Option* option : options) {
    if (std::find(groups.begin(), groups.end(), option->get_group()) == groups.end()) {
      groups.push_back(option->get_group());
    }
  }
  // The help flag was added first and is of the least interest.
  std::rotate(groups.begin(), groups.begin() + (groups.empty() ? 0 : 1), groups.end());
  for (const std::string& name : groups) {
    out += fmt::format("\n{}\n", name);
    for (const CLI::Option* option : options) {
      if (option->get_group() == name) {
        append_entry(out, option_names(*option), option->get_description(), columns);
      }
    }
  }
}

std::string usage_line(const CLI::App& app) {
  std::string usage = app.get_name();
  for (const CLI::App* outer = app.get_parent(); outer != nullptr; outer = outer->get_parent()) {
    usage = outer->get_name() + ' ' + usage;
  }
  usage += app.get_subcommands({}).empty() ? " [OPTION]..." : " COMMAND ...";
  for (const CLI::Option* option : app.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    usage += fmt::format(" [{}]{}", option->get_name(true), option->get_items_expected_max() > 1 ? "..." : "");
  }
  return usage;
}

}  // namespace

std::string help_text(const CLI::App& app, std::size_t columns) {
  std::string out;
  append_wrapped(out, app.get_description(), 0, 0, columns);
  out += fmt::format("\n\nUsage: {}\n", usage_line(app));
  const auto positionals = app.get_options([](const CLI::Option* o) { return o->get_positional(); });
  out += positionals.empty() ? "" : "\n";
  for (const CLI::Option* entry : positionals) {
    append_entry(out, entry->get_name(true), entry->get_description(), columns);
  }
  const auto commands = app.get_subcommands({});
  out += commands.empty() ? "" : "\nCommands\n";
  for (const CLI::App* entry : commands) {
    append_entry(out, entry->get_name(), entry->get_description(), columns);
  }
  append_options(out, app, columns);
  if (!app.get_footer().empty()) {
    out += '\n';
    const bool is_laid_out = app.get_footer().find('\n') != std::string::npos;
    append_wrapped(out, app.get_footer(), 0, 0, is_laid_out ? 0 : columns);
    out += '\n';
  }
  return out;
}

}  // namespace preflight::cli
