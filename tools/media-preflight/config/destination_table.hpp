#pragma once

#include <string>

#include <preflight/destination.hpp>

#include "config/configuration.hpp"
#include "config/toml.hpp"

namespace preflight::cli {

/// Writes what one [destinations.NAME] table says over what it extends. Strings go into `owner`. Throws fatal_error.
void apply_destination_table(const toml::table& table, destination& target, configuration& owner);

}  // namespace preflight::cli
