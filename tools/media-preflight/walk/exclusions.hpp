#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "config/policies.hpp"
#include "walk/ignore/ignore_rules.hpp"
#include "walk/walk_options.hpp"

namespace preflight::cli {

/// What --exclude and the key `exclude` of configurations leave out of a walk. The command line counts first, then the
/// nearest configuration that has a pattern for the path.
class exclusions {
 public:
  /// `root` is where the walk starts, in normal form: "" is the working folder.
  exclusions(std::string_view root, const walk_options& options);

  /// Whether the entry `path` is to be left out; `policy` is that of its folder.
  [[nodiscard]] bool skips(std::string_view path, bool is_folder, const policy& policy) {
    return (!command_line_.empty() || (policy.has_exclusions && are_configured_)) &&
           opinion_on(path, is_folder, policy) == opinion::skip;
  }

  /// Whether a whole path, or a folder that it lies in, is to be left out. The walk must start in the working folder.
  [[nodiscard]] bool cover(std::string_view path, const policy& policy) const;

 private:
  [[nodiscard]] opinion opinion_on(std::string_view path, bool is_folder, const policy& policy);

  std::string root_;
  std::string absolute_root_;    ///< once it is needed
  std::size_t lead_length_ = 0;  ///< of paths below the working folder: what stands in front of the way from there
  ignore_rules command_line_;
  bool are_configured_;
};

}  // namespace preflight::cli
