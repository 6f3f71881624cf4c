#include "scan/candidates.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "scan/file_kind.hpp"
#include "scan/path_order.hpp"
#include "system_text.hpp"

namespace preflight::cli {
namespace {

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

candidates::candidates(path_list asked_for, const walk_options& options, policies& rules)
    : asked_{std::move(asked_for)}, options_{options}, policies_{&rules} {
  asked_.sort();
}

const candidate* candidates::next() {
  if (std::exchange(stands_at_walked_, false)) {
    path_ = current_.path;
    move_past(path_);
  }
  for (;;) {
    const auto walked = nearest();
    if (next_asked_ < asked_.size() &&
        (walked == walks_.end() || compare_paths(asked_.path(next_asked_), walked->path()) <= 0)) {
      const std::size_t index = next_asked_++;
      move_past(asked_.path(index));
      if (take_asked(index)) {
        return &current_;
      }
    } else if (walked != walks_.end()) {
      current_ = candidate{};
      current_.path = walked->path();
      current_.how = &walked->how();
      current_.problem = walked->problem();
      if (!current_.problem) {
        current_.name_at = walked->name_at();
        current_.folder = &walked->folder();
      }
      stands_at_walked_ = true;
      return &current_;
    } else {
      return nullptr;
    }
  }
}

std::list<walk>::iterator candidates::nearest() {
  return std::min_element(walks_.begin(), walks_.end(),
                          [](const walk& a, const walk& b) { return compare_paths(a.path(), b.path()) < 0; });
}

/// No walk stands at this path afterwards.
void candidates::move_past(std::string_view path) {
  for (auto each = walks_.begin(); each != walks_.end();) {
    each = each->path() != path || each->advance() ? std::next(each) : walks_.erase(each);
  }
}

/// False where the path is a folder: its walk has begun instead.
bool candidates::take_asked(std::size_t index) {
  path_ = asked_.path(index);
  const path_list::origin from = asked_.from(index);
  if (path_.empty()) {
    path_ = ".";
  }
  current_ = candidate{};
  current_.path = path_;
  current_.was_asked_for = true;
  current_.was_named = from != path_list::origin::list;
  current_.is_input = from == path_list::origin::input;
  struct stat status {};
  if (!current_.is_input && ::fstatat(AT_FDCWD, path_.c_str(), &status, 0) != 0) {
    current_.problem = failure{failure_code::unreadable, system_text(errno), 0, errno};
  } else if (!current_.is_input && S_ISDIR(status.st_mode)) {
    walks_.emplace_back(asked_.path(index), options_, *policies_);
    if (!walks_.back().advance()) {
      walks_.pop_back();
    }
    return false;
  } else if (!current_.is_input && !S_ISREG(status.st_mode)) {
    current_.problem = failure{failure_code::not_regular, special_kind(status.st_mode)};
  }
  current_.how = &policies_->of_folder(folder_of(path_));
  return true;
}

}  // namespace preflight::cli
