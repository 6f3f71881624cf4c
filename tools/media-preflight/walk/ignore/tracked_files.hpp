#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// The media files that git tracks in one repository, by their names from its root.
class tracked_files {
 public:
  /// Of an index file (gitformat-index(5), versions 2 to 4); nothing if it is not one, or was cut.
  [[nodiscard]] static std::optional<tracked_files> read(std::string_view index);
  /// Of the repository with this root, which ends in a slash; none where its index cannot be read.
  [[nodiscard]] static tracked_files load(const std::string& root);

  /// Those that are called `name` or, if it ends in a slash, lie in that folder.
  [[nodiscard]] std::span<const std::string> at(std::string_view name) const;

 private:
  std::vector<std::string> names_;  ///< sorted
};

}  // namespace preflight::cli
