#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "config/policies.hpp"

namespace preflight::cli {

/// --for, --select, --ignore, --warnings-as-errors and --config
void add_policy_options(command_line& command, policy_options& options);

/// --config and --no-config
void add_configuration_option(command_line& command, policy_options& options);

/// Rules that cannot be ignored throw fatal_error while the command line is parsed, and so do unknown ones.
void add_ignore_option(command_line& command, std::vector<std::string_view>& rules, const std::string& help);

}  // namespace preflight::cli
