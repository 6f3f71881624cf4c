#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// A file of a working tree or index that differs from a commit.
struct change {
  /// Of an entry, as git writes them: the type of a file and its permissions in octal.
  enum class mode : unsigned { none = 0, link = 0120000, submodule = 0160000, file = 0100644 };

  std::string path;    ///< from the root of the repository
  std::string object;  ///< id of the blob in the index; zeros where only the working tree has it
  mode type = mode::file;
};

struct change_list {
  std::vector<change> present;       ///< added or changed
  std::vector<std::string> deleted;  ///< by their paths
};

/// An entry of git diff --raw: a change, and the letter for what kind of one it is.
struct diff_entry {
  change content;
  char status = 0;
};

/// Of git diff --raw -z --no-abbrev --no-renames. Throws fatal_error if the text is anything else.
[[nodiscard]] std::vector<diff_entry> parse_diff(std::string_view text);

/// What the next commit would change. Throws fatal_error where merge conflicts are not resolved.
[[nodiscard]] change_list staged_changes();

/// What in the working tree differs from the last commit that HEAD and `revision` have in common, and what git does
/// not track; what it ignores only `with_ignored`. Throws fatal_error where there is no such commit, as in a shallow
/// clone.
[[nodiscard]] change_list changes_since(const std::string& revision, bool with_ignored);

}  // namespace preflight::cli
