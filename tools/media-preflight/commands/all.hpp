#pragma once

#include <array>

#include "commands/check.hpp"
#include "commands/command.hpp"
#include "commands/destinations.hpp"
#include "commands/explain.hpp"
#include "commands/facts.hpp"
#include "commands/report.hpp"

namespace preflight::cli {

/// Every command, in the order of the help. A new one is a pair of files under commands/ and one entry here.
inline constexpr std::array all_commands{
    command{"check", add_check},
    command{"facts", add_facts},
    command{"report", add_report},
    command{"explain", add_explain},
    command{"destinations", add_destinations},
};

}  // namespace preflight::cli
