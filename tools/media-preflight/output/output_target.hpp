#pragma once

#include <string>

#include <preflight/output/writer.hpp>

namespace preflight::cli {

/// What is written, and where.
struct output_target {
  const writer* form;
  std::string file;  ///< empty: standard output
};

}  // namespace preflight::cli
