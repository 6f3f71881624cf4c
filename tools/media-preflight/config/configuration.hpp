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
#include <preflight/text/text_hash.hpp>

namespace preflight::cli {

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
  const configuration* outer = nullptr;  ///< the next one further out; nullptr where this one is the last
  text_hash hash;                        ///< of all that the file says, and those further out
  std::string default_name;              ///< of the destination to judge for; empty where it says none
  std::vector<std::pair<std::string_view, severity>> rules;
  std::deque<destination> destinations;
  std::deque<std::string> texts;

  /// Its own, then those further out, then the built-in ones; nullptr where none is called that.
  [[nodiscard]] const destination* find_destination(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> destination_names() const;
  /// Of the destination to judge for, as the nearest one says that says it; empty where none does.
  [[nodiscard]] std::string_view usual_destination() const;
  /// This one and those further out, the outermost first; none without a file.
  [[nodiscard]] std::vector<const configuration*> outermost_first() const;
};

/// Reads the text of a configuration file, upon those further out, which must outlive it. Throws fatal_error, saying
/// file, line, column and what to write instead.
[[nodiscard]] configuration read_configuration(std::string_view text, std::string file,
                                               const configuration* outer = nullptr);

/// Whether this text says `root = true`: no configuration further out counts. Throws fatal_error as above.
[[nodiscard]] bool ends_search(std::string_view text, const std::string& file);

}  // namespace preflight::cli
