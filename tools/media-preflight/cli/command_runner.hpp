#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/standard_streams.hpp"
#include "commands/command.hpp"

namespace preflight::cli {

/// A command of another executable, so that this one links nothing of what that one needs.
struct external_command {
  std::string_view name;
  std::string_view summary;     ///< for the help
  std::string_view executable;  ///< as libexec_program() finds it
  std::string_view libraries;   ///< that building it needs
};

/// The command line of one of the executables that people call media-preflight.
struct command_runner {
  std::string_view description;
  std::string_view examples;
  std::span<const command> commands;  ///< in the order of the help
  std::span<const external_command> external;

  /// Arguments without the program's own name in, exit status out. Throws nothing.
  [[nodiscard]] int run(std::span<const std::string> arguments, const standard_streams& streams) const;
};

}  // namespace preflight::cli
