#pragma once

#include "config/configuration.hpp"
#include "config/toml.hpp"

namespace preflight::cli {

/// Adds the destinations of [destinations.NAME] tables to `config`, each built upon what it extends, in whatever order
/// they stand. Throws fatal_error.
void build_destinations(const toml::table& tables, configuration& config);

/// Throws fatal_error where neither `config` nor one further out has a destination of this name.
void require_destination(const configuration& config, std::string_view name, const toml::source_region& place);

}  // namespace preflight::cli
