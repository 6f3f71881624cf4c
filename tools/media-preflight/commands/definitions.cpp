#include "commands/definitions.hpp"

#include <algorithm>
#include <exception>
#include <string>

#include "cli/general_options.hpp"
#include "cli/libexec_program.hpp"
#include "cli/pages/definitions.hpp"
#include "commands/all.hpp"
#include "commands/sending.hpp"

namespace preflight::cli {
namespace {

std::vector<command_line> sending_definitions() {
  std::vector<command_line> commands;
  for (const external_command& entry : sending_commands) {
    command_line& added = commands.emplace_back();
    added.name = entry.name;
    added.summary = entry.summary;
  }
  try {
    const std::string text = libexec_output(sending_commands.front().executable, definitions_word);
    return text.empty() ? commands : read_definitions(text);
  } catch (const std::exception&) {
    return commands;
  }
}

}  // namespace

program_definition full_definition() {
  standard_streams unused;
  program_definition out;
  out.program.summary = program_summary;
  out.program.footer = program_examples;
  add_general_options(out.program, unused);
  for (const command& entry : all_commands) {
    command_line& added = out.commands.emplace_back();
    added.name = entry.name;
    added.summary = entry.summary;
    static_cast<void>(entry.define(added));
    add_general_options(added, unused);
  }
  const std::vector<command_line> sending = sending_definitions();
  out.commands.insert(out.commands.end(), sending.begin(), sending.end());
  // Nothing of this is read, and what would take the values is gone.
  for (command_line& command : out.commands) {
    command.finish = nullptr;
  }
  return out;
}

}  // namespace preflight::cli
