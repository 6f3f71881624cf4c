#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "config/policies.hpp"

namespace preflight::cli {

/// --for, --select, --ignore, --warnings-as-errors and --config
void add_policy_options(CLI::App& app, policy_options& options);

/// Rules that nobody can ignore throw fatal_error while the command line is parsed, and so do unknown ones.
void add_ignore_option(CLI::App& app, std::vector<std::string_view>& rules, const std::string& help);

}  // namespace preflight::cli
