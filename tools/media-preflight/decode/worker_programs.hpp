#pragma once

#include <string>

namespace preflight::cli {

/// Where the executables are that decode. They are two because the libraries behind videos take fifty milliseconds to
/// load and are a hundred times the code: a run over pictures pays for neither.
struct worker_programs {
  std::string pictures;
  std::string videos;

  /// Beside this program, or where they are installed.
  static worker_programs of_this_program();
};

}  // namespace preflight::cli
