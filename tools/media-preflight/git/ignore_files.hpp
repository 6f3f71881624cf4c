#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "walk/ignore/ignore_rules.hpp"

namespace preflight::cli {

/// What the .ignore files of a working tree leave out, for files that are listed and not walked to. A .gitignore
/// has no say about what git tracks.
class ignore_files {
 public:
  /// `root` is absolute.
  explicit ignore_files(std::string root) : root_{std::move(root)} {}

  /// Whether a walk that starts `depth` folders below the root would leave out this file or a folder on the way to it.
  [[nodiscard]] bool skips(std::string_view path, std::size_t depth);

 private:
  [[nodiscard]] bool skips_entry(std::string_view path, bool is_folder);
  [[nodiscard]] const ignore_rules& rules_in(std::string_view folder);

  std::string root_;
  std::unordered_map<std::string, ignore_rules> rules_;  ///< by folder, from the root, with a slash at its end
};

}  // namespace preflight::cli
