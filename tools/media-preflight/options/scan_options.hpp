#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/command.hpp"
#include "config/policies.hpp"
#include "options/decode_options.hpp"
#include "scan/scanner.hpp"

namespace preflight::cli {

/// What the commands that look at files have in common, as it was typed.
struct scan_options {
  std::vector<std::string> paths;
  std::string files_from;
  bool nul_separated = false;
  std::string depth;
  unsigned jobs = 0;  ///< 0: one for each processor
  decode_options decoding;
  std::vector<std::string> outputs;
  bool with_hidden = false;
  bool with_ignored = false;
  std::string input_name;
  std::string shard;  ///< empty: all files
  bool allows_empty = false;
  bool quiet = false;
  bool with_statistics = false;
};

/// The options that fill it in, in their groups.
void add_path_options(CLI::App& to, scan_options& request);
void add_scan_options(CLI::App& to, scan_options& request);
/// `formats`: what can be written, from output_formats.
void add_output_options(CLI::App& to, std::vector<std::string>& outputs, const std::string& formats);

/// "text, json, ndjson, junit"
template <class Writers>
[[nodiscard]] std::string output_formats(const Writers& writers) {
  std::string formats;
  for (const auto* writer : writers) {
    formats.append(formats.empty() ? "" : ", ").append(writer->name);
  }
  return formats;
}

struct scan_result {
  run_summary summary;
  std::uint64_t unread = 0;
};

/// Looks at everything the request names and writes it. Throws fatal_error and broken_pipe.
[[nodiscard]] scan_result scan(const scan_options& request, policies& by, bool judges, bool one_user,
                               const standard_streams& around);

}  // namespace preflight::cli
