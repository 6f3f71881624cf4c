#pragma once

#include <string>

#include <preflight/output/writer.hpp>

#include "scan/scanner.hpp"

namespace preflight::cli {

/// Lines for standard error: which configurations counted, what was skipped and why, who decodes, and how long it took.
[[nodiscard]] std::string describe_run(const scanner& run, const run_summary& summary, const scan_options& options,
                                       const skip_record& skipped);

/// A file of a configuration as people know it: in or below the working folder by the way there.
[[nodiscard]] std::string_view shown_file(std::string_view file, std::string_view working_folder);

}  // namespace preflight::cli
