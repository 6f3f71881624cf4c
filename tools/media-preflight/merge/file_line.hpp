#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <preflight/destination.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/report.hpp>

#include "config/configuration.hpp"

namespace preflight::cli {

/// Thrown where a line is not one that check or facts write.
struct parse_error {
  std::string reason;
};

/// One file, read back from its line of --output ndjson. Filled in again and again; its parts refer to each other, so
/// it stays where it is.
struct file_line {
  nlohmann::ordered_json json;  ///< all of it
  std::string path;             ///< as bytes
  report result;                ///< of the facts only what the writer of text shows beside findings
  std::string destination_name;
  preflight::destination unknown;                       ///< stands for one of which only the name is known
  const preflight::destination* destination = nullptr;  ///< nullptr: facts only
  bool was_read = true;
  bool lacks_facts = false;  ///< facts that were wanted could not be had

  /// Throws parse_error. `names` are those of destinations.
  void read(const configuration& names);
  void raise_warnings_to_errors();
  /// In any form for check; in those of JSON for facts.
  void append_to(std::string& out, const writer& form, const appearance& look) const;
};

/// An object of few levels. Throws parse_error, and so does read_summary().
[[nodiscard]] nlohmann::ordered_json parse_line(std::string_view line);
[[nodiscard]] run_summary read_summary(const nlohmann::ordered_json& json);

}  // namespace preflight::cli
