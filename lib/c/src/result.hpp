#pragma once

#include <string>
#include <string_view>

#include <preflight/preflight.h>
#include <preflight/input/result.hpp>
#include <preflight/report.hpp>
#include <preflight/sniff/probe_result.hpp>

#include "options.hpp"

struct mpf_result {
  int verdict;
  std::string json;
};

namespace preflight::c {

/// What was read of a file, or why it could not be.
using reading = result<probe_result>;

/// Judges it, and writes the line about it. `report` is room to work in.
[[nodiscard]] int make_result(const reading& read, std::string_view name, const checked_options& options,
                              report& report, mpf_result** out);

}  // namespace preflight::c
