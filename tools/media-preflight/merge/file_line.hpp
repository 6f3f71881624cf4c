#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <preflight/decode/decode_result.hpp>
#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/report.hpp>

#include "config/configuration.hpp"

namespace preflight::cli {

/// One file, read back from its line of --output ndjson. Filled in again and again; its parts refer to each other, so
/// it stays where it is.
struct file_line {
  std::string path;  ///< as bytes
  report result;     ///< of the facts as much as the writers show
  std::string destination_name;
  preflight::destination unknown;                       ///< stands for one that is known only by name
  const preflight::destination* destination = nullptr;  ///< nullptr: facts only
  check_depth depth = check_depth::structure;
  bool was_read = true;
  std::optional<decode_result> decoding;
  double duration_seconds = 0;  ///< as written: the facts have it rounded to their timescale
  double frame_rate = 0;        ///< likewise

  /// What is unknown or has a wrong type is left out, and then missing where the line is written again. `names` are
  /// those of destinations.
  void read(const nlohmann::json& line, const configuration& names);
  [[nodiscard]] written_file view() const {
    return {path, result, destination, depth, was_read, false, decoding ? &*decoding : nullptr};
  }
  void append_to(std::string& out, const writer& form, const appearance& look = {}) const;
};

/// What only the last line says of a run, beside the counts.
void read_summary(const nlohmann::json& line, run_summary& counted);

}  // namespace preflight::cli
