#include "scan/status_lookahead.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

namespace preflight::cli {

void status_lookahead::look_up(std::size_t count) {
  std::size_t first = 0;
  {
    const std::lock_guard lock{guard_};
    kept_.resize(std::min(paths_->size(), most_kept));
    first = std::max(next_, taken_);
    count = std::min(count, std::min(paths_->size(), taken_ + kept_.size()) - std::min(first, paths_->size()));
    next_ = first + count;
  }
  std::string path;
  for (std::size_t index = first; index < first + count; ++index) {
    if (paths_->source(index) == path_list::origin::input) {
      continue;
    }
    path = paths_->folder(index);
    path += paths_->name(index);
    entry known{index + 1, {}};
    known.found.error = ::stat(path.empty() ? "." : path.c_str(), &known.found.status) == 0 ? 0 : errno;
    const std::lock_guard lock{guard_};
    if (index >= taken_) {
      kept_[index % kept_.size()] = known;
    }
  }
}

std::optional<path_status> status_lookahead::take(std::size_t index) {
  const std::lock_guard lock{guard_};
  taken_ = index + 1;
  if (kept_.empty() || kept_[index % kept_.size()].number != index + 1) {
    return std::nullopt;
  }
  return kept_[index % kept_.size()].found;
}

}  // namespace preflight::cli
