#pragma once

#include "commands/command.hpp"
#include "decode/decode_settings.hpp"

namespace preflight::cli {

/// Values that make no sense throw fatal_error while the command line is parsed.
void add_decode_options(command_line& command, decode_settings& settings);

/// Says so where decoding will go without the sandbox.
void warn_about_missing_sandbox(const decode_settings& settings, const standard_streams& streams);

}  // namespace preflight::cli
