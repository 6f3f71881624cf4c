#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "walk/ignore/wildcard_pattern.hpp"

namespace preflight::cli {

enum class opinion : std::uint8_t { none, skip, keep };

/// The patterns of one .gitignore or .ignore file, or of an option or key of that syntax, as gitignore(5) describes
/// them.
class ignore_rules {
 public:
  ignore_rules() = default;
  explicit ignore_rules(std::string_view text);
  explicit ignore_rules(const std::vector<std::string>& lines);

  /// What these patterns say about a path relative to the folder of their file: the last one that matches decides.
  [[nodiscard]] opinion opinion_on(std::string_view path, bool is_folder) const;
  /// The same of a file whose folders were not asked about: what is in a skipped folder is skipped.
  [[nodiscard]] opinion opinion_on_whole(std::string_view path) const;
  /// Whether they pick this file, or a folder that it lies in.
  [[nodiscard]] bool cover(std::string_view path) const { return opinion_on_whole(path) == opinion::skip; }
  [[nodiscard]] bool empty() const { return patterns_.empty(); }

 private:
  enum class shape : std::uint8_t {
    name,      ///< no wildcard: equal
    ending,    ///< "*" and then no wildcard: ends with
    wildcard,  ///< compared with the name
    path       ///< has a slash: compared with the path from the folder of the file on
  };
  struct pattern {
    shape form;
    std::string text;  ///< the name or its ending
    wildcard_pattern wildcards;
    bool keeps;         ///< began with "!"
    bool folders_only;  ///< ended in "/"
  };

  void add(std::string_view line);
  [[nodiscard]] static bool matches(const pattern& p, std::string_view path, std::string_view name);

  std::vector<pattern> patterns_;
};

}  // namespace preflight::cli
