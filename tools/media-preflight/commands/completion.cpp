#include "commands/completion.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>

#include "cli/pages/completion.hpp"
#include "cli/pages/manual.hpp"
#include "commands/definitions.hpp"
#include "options/option_group.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

enum class shell : std::uint8_t { bash, zsh, fish };
constexpr std::array<std::string_view, 3> shell_names{"bash", "zsh", "fish"};

/// "media-preflight help check", which is read before any command is looked up.
command_line help_command(std::span<const command_line> commands) {
  command_line help;
  help.name = "help";
  help.summary = "Show help for a command.";
  option& argument = help.options.emplace_back();
  argument.name = "COMMAND";
  argument.help = help.summary;
  for (const command_line& command : commands) {
    argument.choices.push_back(command.name);
  }
  return help;
}

std::string script_for(shell wanted) {
  program_definition all = full_definition();
  all.commands.push_back(help_command(all.commands));
  switch (wanted) {
    case shell::bash: return bash_completion(all.program, all.commands);
    case shell::zsh: return zsh_completion(all.program, all.commands);
    case shell::fish: return fish_completion(all.program, all.commands);
  }
  return {};
}

}  // namespace

action add_completion(command_line& command) {
  const auto chosen = std::make_shared<std::optional<shell>>();
  option_group{command, "Options"}
      .choice("SHELL", "", *chosen, shell_names, "Shell to write the script for: bash, zsh or fish.")
      .is_required = true;
  command.footer = R"(Packages install these scripts. To load one by hand:
  bash: source <(media-preflight completion bash)
  zsh:  source <(media-preflight completion zsh), after compinit
  fish: media-preflight completion fish | source)";
  return [chosen](const standard_streams& streams) {
    write_all(streams.output, "standard output", script_for(**chosen));
    return status_good;
  };
}

action add_manual(command_line& command) {
  command.footer = "To read it: media-preflight manual | man -l -";
  return [](const standard_streams& streams) {
    const program_definition all = full_definition();
    write_all(streams.output, "standard output", manual_page(all.program, all.commands));
    return status_good;
  };
}

}  // namespace preflight::cli
