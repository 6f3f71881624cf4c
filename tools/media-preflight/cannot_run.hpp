#pragma once

#include <stdexcept>

namespace preflight::cli {

/// Thrown where a command cannot do what it was asked: bad usage, bad configuration, an output that cannot be written.
/// Ends the run with status 2. What is wrong with a file that is checked is a finding, never this.
class cannot_run : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace preflight::cli
