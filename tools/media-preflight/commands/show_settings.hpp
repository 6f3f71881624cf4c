#pragma once

#include "cli/standard_streams.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {

/// What `check` would do with each path, and what says so, as text or JSON. Checks nothing. Gives the exit status.
[[nodiscard]] int show_settings(const scan_options& options, const standard_streams& streams);

}  // namespace preflight::cli
