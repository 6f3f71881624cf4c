#pragma once

#include <array>

#include "commands/check.hpp"
#include "commands/command.hpp"
#include "commands/completion.hpp"
#include "commands/config.hpp"
#include "commands/destinations.hpp"
#include "commands/explain.hpp"
#include "commands/facts.hpp"
#include "commands/report.hpp"

namespace preflight::cli {

/// Every command, in the order of the help. A new one is a pair of files under commands/ and one entry here.
inline constexpr std::array all_commands{
    command{"check", "Check files: report what would be rejected, why, and how to fix it.", add_check},
    command{"facts", "Print file properties without applying limits.", add_facts},
    command{"report", "Merge the NDJSON results of shards or other runs into one report.", add_report},
    command{"explain", "Explain a rule: what it checks, why, how to fix it, and the source of its limit.", add_explain},
    command{"config", "Create a media-preflight.toml, or print its JSON Schema.", add_config},
    command{"destinations", "List destinations with their limits and sources.", add_destinations},
    command{"completion", "Write a script that completes commands and options in a shell.", add_completion},
    command{"manual", "Write the manual page.", add_manual},
};

}  // namespace preflight::cli
