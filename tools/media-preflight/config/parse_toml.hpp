#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "config/toml.hpp"

namespace preflight::cli {

/// The tables of a text, handed to `use`. What is wrong with them throws fatal_error.
void parse_toml(std::string_view text, const std::string& file, const std::function<void(const toml::table&)>& use);

}  // namespace preflight::cli
