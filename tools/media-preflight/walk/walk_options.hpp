#pragma once

#include <string>
#include <vector>

namespace preflight::cli {

struct walk_options {
  bool with_hidden = false;
  bool with_ignored = false;
  bool names_skipped = false;              ///< not only counts what is left out
  std::vector<std::string> exclude;        ///< patterns as in a .gitignore of the working folder
  bool with_configured_exclusions = true;  ///< what configurations leave out
};

}  // namespace preflight::cli
