#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rule.hpp>
#include <preflight/text/text_hash.hpp>

#include "walk/ignore/ignore_rules.hpp"

namespace preflight::cli {

/// What a key says, and where: "media-preflight.toml:3:1".
template <class T>
struct placed {
  T value;
  std::string place;
};

struct rule_level {
  std::string_view rule;  ///< its id
  severity level;
  std::string place;
};

/// One [[overrides]]: what else counts for some paths.
struct path_override {
  std::vector<std::string> patterns;
  ignore_rules paths;
  placed<std::string> destination;  ///< empty where it says none
  std::vector<rule_level> rules;
};

/// What a project's own media-preflight.toml says. Its destinations point into `texts`. What it does not say, the ones
/// further out may.
struct configuration {
  configuration() = default;
  configuration(const configuration&) = delete;
  configuration& operator=(const configuration&) = delete;
  configuration(configuration&&) = default;
  configuration& operator=(configuration&&) = default;
  ~configuration() = default;

  std::string file;                      ///< as messages call it; empty where there is none
  std::string folder;                    ///< absolute, with a slash: what its patterns are relative to
  const configuration* outer = nullptr;  ///< the next one further out; nullptr where this one is the last
  text_hash hash;                        ///< of all that the file says, and those further out
  placed<std::string> default_name;      ///< of the destination to judge for; empty where it says none
  std::vector<rule_level> rules;
  std::vector<path_override> overrides;
  placed<std::vector<std::string>> excluded;  ///< patterns; what they pick in folders is left out
  ignore_rules exclude;
  // Of a whole run, so that those of one configuration alone count: that of the first path.
  std::optional<placed<check_depth>> depth;
  std::optional<placed<unsigned>> jobs;
  std::optional<placed<const writer*>> output;
  std::deque<destination> destinations;
  std::deque<std::string> texts;

  /// Its own, then those further out, then the built-in ones; nullptr if none has that name.
  [[nodiscard]] const destination* find_destination(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> destination_names() const;
  /// The destination that it, those further out and these of their overrides say; empty where none does.
  [[nodiscard]] const placed<std::string>& usual_destination(
      const std::vector<const path_override*>& overrides = {}) const;
  /// A path, absolute, as patterns see it: from the folder on, or where it lies elsewhere without the first slash.
  [[nodiscard]] std::string_view relative(std::string_view path) const;
  /// This one and those further out, the outermost first; none without a file.
  [[nodiscard]] std::vector<const configuration*> outermost_first() const;
};

/// The nearest configuration from this one outwards that sets `member`; nullptr where none does.
template <class Setting>
[[nodiscard]] const configuration* nearest(const configuration* config, Setting configuration::*member) {
  while (config != nullptr && !(config->*member)) {
    config = config->outer;
  }
  return config;
}

/// Reads the text of a configuration file, upon those further out, which must outlive it. Throws fatal_error, saying
/// file, line, column and what to write instead.
[[nodiscard]] configuration read_configuration(std::string_view text, std::string file,
                                               const configuration* outer = nullptr);

/// The most that --jobs and the key `jobs` take.
inline constexpr unsigned max_jobs = 256;

/// Whether this text says `root = true`: no configuration further out counts. Throws fatal_error as above.
[[nodiscard]] bool ends_search(std::string_view text, const std::string& file);

}  // namespace preflight::cli
