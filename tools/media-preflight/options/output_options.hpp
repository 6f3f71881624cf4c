#pragma once

#include <string>
#include <vector>

#include "commands/command.hpp"
#include "output/output_target.hpp"

namespace preflight::cli {

/// `formats`: what can be written, from output_formats.
void add_output_options(CLI::App& app, std::vector<output_target>& outputs, const std::string& formats);

/// --statistics and --quiet
void add_appearance_options(CLI::App& app, appearance& look);

/// "text, json, ndjson, junit"
template <class Writers>
[[nodiscard]] std::string output_formats(const Writers& writers) {
  std::string formats;
  for (const auto* writer : writers) {
    formats.append(formats.empty() ? "" : ", ").append(writer->name);
  }
  return formats;
}

}  // namespace preflight::cli
