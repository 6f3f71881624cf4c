#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/rule.hpp>

#include "scan/text_hash.hpp"

namespace preflight::cli {

inline constexpr std::string_view configuration_name = "media-preflight.toml";

/// What a project's own media-preflight.toml says. Its destinations point into `texts`.
struct configuration {
  configuration() = default;
  configuration(const configuration&) = delete;
  configuration& operator=(const configuration&) = delete;
  configuration(configuration&&) = default;
  configuration& operator=(configuration&&) = default;
  ~configuration() = default;

  std::string file;          ///< as messages call it
  text_hash hash;            ///< of all that the file says
  std::string default_name;  ///< of the destination to judge for; empty where it says none
  std::vector<std::pair<std::string_view, severity>> rules;
  std::deque<destination> destinations;
  std::deque<std::string> texts;

  /// Its own, then the built-in ones; nullptr where nobody is called that.
  [[nodiscard]] const destination* find_destination(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> destination_names() const;
};

/// Reads the text of a configuration file. Throws fatal_error, saying file, line, column and what to write instead.
[[nodiscard]] configuration read_configuration(std::string_view text, std::string file);

/// The configuration file in this folder (absolute); empty where it has none.
[[nodiscard]] std::string configuration_file_in(const std::string& folder);
/// The nearest one, in `folder` ("" is the working folder) or further out; empty where there is none.
[[nodiscard]] std::string nearest_configuration_file(std::string_view folder);
/// The folder a folder (absolute) lies in; empty for the root.
[[nodiscard]] std::string parent_folder(const std::string& folder);

/// The same from a path.
[[nodiscard]] configuration load_configuration(const std::string& path);

}  // namespace preflight::cli
