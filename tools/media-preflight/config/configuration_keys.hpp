#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// A key of media-preflight.toml, and what it is for.
struct configuration_key {
  std::string_view name;
  std::string_view help;
};

/// Those at the top. Keys of a destination are text_keys and the limit table.
inline constexpr std::array configuration_keys{
    configuration_key{"destination", "Destination whose limits apply, unless --for names one."},
    configuration_key{
        "exclude", "Patterns of files and folders to leave out, in the syntax of .gitignore, relative to this file."},
    configuration_key{"depth", "Depth of reading: header, structure or decode."},
    configuration_key{"jobs", "Number of files to read at once."},
    configuration_key{"output", "Format of the report on standard output."},
    configuration_key{"root", "true: configurations in the folders above are ignored."},
    configuration_key{"rules", "Severity of each rule: off, note, warning or error."},
    configuration_key{"destinations", "Destinations of your own, each with its limits."},
    configuration_key{"overrides", "Other settings for some paths; if several entries match, the last one wins."}};

/// Those of [[overrides]].
inline constexpr std::array override_keys{
    configuration_key{"paths", "Patterns of files and folders, in the syntax of .gitignore, relative to this file."},
    configuration_key{"destination", "Destination whose limits apply to these paths."},
    configuration_key{"rules", "Severity of rules for these paths."}};

template <std::size_t N>
[[nodiscard]] std::vector<std::string_view> names_of(const std::array<configuration_key, N>& keys) {
  std::vector<std::string_view> names;
  for (const configuration_key& key : keys) {
    names.push_back(key.name);
  }
  return names;
}

}  // namespace preflight::cli
