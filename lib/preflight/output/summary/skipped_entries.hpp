#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preflight {

/// Why something in a folder was not checked, although somebody may take it for checked.
enum class skip_reason : std::uint8_t {
  linked_folder,      ///< a link to a folder: links are not followed
  tracked_file,       ///< a media file that is ignored, but that git tracks all the same
  unreadable_folder,  ///< a folder that cannot be listed
  staged_link,        ///< a symbolic link in the index of git: what it leads to is not part of the commit
  submodule           ///< a repository inside another; only the name of its commit changes
};

struct skip_words {
  std::string_view key;  ///< in JSON
  std::string_view one;
  std::string_view many;
};
inline constexpr std::array<skip_words, 5> skip_reasons{
    {{"linked_folders", "linked folder", "linked folders"},
     {"tracked_files", "ignored file that git tracks", "ignored files that git tracks"},
     {"unreadable_folders", "folder that cannot be listed", "folders that cannot be listed"},
     {"staged_links", "staged link", "staged links"},
     {"submodules", "submodule", "submodules"}}};

/// What a run left out.
struct skipped_entries {
  std::array<std::uint64_t, skip_reasons.size()> counts{};  ///< by skip_reason
  std::vector<std::pair<std::string, skip_reason>> paths;   ///< only where names are wanted, in order

  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts) {
      sum += count;
    }
    return sum;
  }
};

}  // namespace preflight
