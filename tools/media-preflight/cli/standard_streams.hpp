#pragma once

namespace preflight::cli {

/// What the program is connected to, as descriptors. Tests give others.
struct standard_streams {
  int input = 0;
  int output = 1;
  int error = 2;
};

}  // namespace preflight::cli
