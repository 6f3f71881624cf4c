#pragma once

#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "output/output_target.hpp"

namespace preflight::cli {

/// `formats`: names of those that can be written, from output_formats.
void add_output_options(command_line& command, std::vector<output_target>& outputs,
                        const std::vector<std::string_view>& formats);

/// --statistics and --quiet
void add_appearance_options(command_line& command, appearance& look);

template <class Writers>
[[nodiscard]] std::vector<std::string_view> output_formats(const Writers& writers) {
  std::vector<std::string_view> names;
  for (const auto* writer : writers) {
    names.push_back(writer->name);
  }
  return names;
}

/// Of those that have something to say about files that are not judged.
[[nodiscard]] std::vector<std::string_view> facts_formats();

}  // namespace preflight::cli
