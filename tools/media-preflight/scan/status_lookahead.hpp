#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "walk/path_list.hpp"

namespace preflight::cli {

/// What stat() says of a path.
struct path_status {
  struct stat status {};
  int error = 0;  ///< errno; 0: there is a status
};

/// Looks up the paths of a list before their turn comes, by all threads at once. Whose turn it is says one thread at a
/// time, so on storage that answers slowly all others would wait for each of its lookups. Some are kept, however long
/// the list.
class status_lookahead {
 public:
  static constexpr std::size_t most_kept = 1024;

  explicit status_lookahead(const path_list& paths) : paths_{&paths} {}

  /// Looks up this many paths that no other thread looks up; fewer if enough are known. For several threads.
  void look_up(std::size_t count);
  /// The status of a path, whose turn it is; of paths in their order. Nothing where it was not looked up.
  [[nodiscard]] std::optional<path_status> take(std::size_t index);

 private:
  struct entry {
    std::size_t number = 0;  // of the path, from 1
    path_status found;
  };

  const path_list* paths_;
  std::mutex guard_;
  std::size_t next_ = 0;   // to look up
  std::size_t taken_ = 0;  // paths whose turn has been
  std::vector<entry> kept_;
};

}  // namespace preflight::cli
