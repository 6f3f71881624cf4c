#pragma once

#include <optional>
#include <string>

#include "commands/command.hpp"
#include "decode/decode_client.hpp"

namespace preflight::cli {

/// How far the work for one file may go, and how it is decoded, as it was typed.
struct decode_options {
  std::optional<std::string> max_pixels;
  std::optional<std::string> max_seconds;
  std::optional<std::string> max_memory;
  std::optional<std::string> video_frames;
  bool without_sandbox = false;
};

void add_decode_options(CLI::App& to, decode_options& request);

/// What was meant. Throws fatal_error.
[[nodiscard]] decode_settings settings_of(const decode_options& request);
/// Says so where decoding will go without the sandbox.
void warn_about_missing_sandbox(const decode_settings& settings, const standard_streams& around);

}  // namespace preflight::cli
