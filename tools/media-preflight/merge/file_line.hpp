#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/decode/decode_result.hpp>
#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/report.hpp>

#include "config/configuration.hpp"

namespace preflight::cli {

/// One file, read back from its line of --output ndjson. Of the facts it holds what such a line says, in any form that
/// says it: the writers of JSON write the same line again, and the writer of text the same about the same findings.
/// Filled in again and again; its parts refer to each other, so it stays where it is.
struct file_line {
  std::string path;  ///< as bytes
  std::string destination_name;
  destination stand_in;  ///< for a destination of which only the name is known here
  const destination* judged_for = nullptr;
  depth asked = depth::structure;
  bool was_read = true;
  report found;
  std::optional<decoding> decoded;

  [[nodiscard]] written_file shown() const {
    return {path, found, judged_for, asked, was_read, false, decoded ? &*decoded : nullptr};
  }
};

/// Thrown where a line is not one that check or facts write; a clause that says why.
struct not_ours {
  std::string why;
};

enum class line_kind : std::uint8_t { file, summary };

/// Reads a line without its line feed into `file` or `summary`; `names` are those of destinations. What is not byte for
/// byte as it would be written again is not ours: a key too many, a verdict that does not follow from the findings, a
/// rule of another version. Throws not_ours.
[[nodiscard]] line_kind read_line(std::string_view line, const configuration& names, file_line& file,
                                  run_summary& summary);

}  // namespace preflight::cli
