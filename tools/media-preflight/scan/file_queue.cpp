#include "scan/file_queue.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <preflight/text/errno_message.hpp>

#include "walk/file_kind.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// A folder's path as it is named elsewhere: without the slash at its end, unless that is all of it.
std::string_view without_slash(std::string_view folder) {
  return folder.size() > 1 ? folder.substr(0, folder.size() - 1) : folder;
}

}  // namespace

file_queue::file_queue(path_list paths, const walk_options& options, policies& policies)
    : paths_{std::move(paths)}, options_{options}, policies_{&policies}, excluded_{"", options} {
  paths_.sort();
}

file_queue::file_queue(git_changes changes, const walk_options& options, policies& policies)
    : file_queue{std::move(changes.paths), options, policies} {
  skipped_ = std::move(changes.skipped);
  staged_ = std::move(changes.staged);
}

const queued_file* file_queue::next() {
  if (std::exchange(is_at_walk_, false)) {
    path_ = current_.path;
    move_past(path_);
  }
  for (;;) {
    const auto nearest = next_walk();
    if (next_path_ < paths_.size()) {
      path_ = paths_.folder(next_path_);
      path_ += paths_.name(next_path_);
    }
    if (next_path_ < paths_.size() && (nearest == walks_.end() || compare_paths(path_, nearest->path()) <= 0)) {
      move_past(path_);
      if (select_path(next_path_++)) {
        return &current_;
      }
    } else if (nearest != walks_.end()) {
      current_ = queued_file{};
      current_.path = nearest->path();
      current_.policy = &nearest->policy();
      current_.problem = nearest->problem();
      current_.size = nearest->size();
      if (!current_.problem) {
        current_.name_at = nearest->name_at();
        current_.folder = &nearest->folder();
      }
      is_at_walk_ = true;
      return &current_;
    } else {
      return nullptr;
    }
  }
}

skipped_entries file_queue::skipped() const {
  skipped_entries out;
  for (const auto& [path, reason] : skipped_.paths) {
    ++out.counts[static_cast<std::size_t>(reason)];
    if (options_.names_skipped) {
      out.paths.emplace_back(path, reason);
    }
  }
  return out;
}

std::list<walk>::iterator file_queue::next_walk() {
  return std::min_element(walks_.begin(), walks_.end(),
                          [](const walk& a, const walk& b) { return compare_paths(a.path(), b.path()) < 0; });
}

/// No walk stands at this path afterwards.
void file_queue::move_past(std::string_view path) {
  for (auto walk = walks_.begin(); walk != walks_.end();) {
    walk = walk->path() != path || walk->advance() ? std::next(walk) : walks_.erase(walk);
  }
}

/// False where path_ is a folder: its walk has begun instead.
bool file_queue::select_path(std::size_t index) {
  const path_list::origin source = paths_.source(index);
  const bool is_working_folder = path_.empty();
  if (is_working_folder) {
    path_ = ".";
  }
  current_ = queued_file{};
  current_.path = path_;
  current_.is_explicit = source != path_list::origin::change;
  current_.is_from_cli = source == path_list::origin::argument || source == path_list::origin::input;
  current_.is_input = source == path_list::origin::input;
  if (staged_ != nullptr && (staged_->has_all || staged_->ids.contains(path_))) {
    select_staged(index);
    return !is_excluded(source);
  }
  if (!current_.is_input && open_folder_of(index)) {
    current_.folder = &folder_;
    current_.name_at = paths_.folder(index).size();
  }
  struct stat status {};
  const int folder = current_.folder != nullptr ? folder_->number() : AT_FDCWD;
  int error = 0;
  if (const std::optional<path_status> known = lookahead_.take(index)) {
    status = known->status;
    error = known->error;
  } else if (!current_.is_input && ::fstatat(folder, path_.c_str() + current_.name_at, &status, 0) != 0) {
    error = errno;
  }
  if (error != 0) {
    current_.problem = failure{failure_code::unreadable, errno_message(error), 0, error};
  } else if (source == path_list::origin::change && S_ISDIR(status.st_mode)) {
    skipped_.paths.emplace(path_, skip_reason::linked_folder);
    return false;
  } else if (!current_.is_input && S_ISDIR(status.st_mode)) {
    walks_.emplace_back(is_working_folder ? std::string_view{} : path_, options_, *policies_, skipped_);
    if (!walks_.back().advance()) {
      walks_.pop_back();
    }
    return false;
  } else if (!current_.is_input && !S_ISREG(status.st_mode)) {
    current_.problem = failure{failure_code::not_regular, special_kind(status.st_mode)};
  }
  current_.size = static_cast<std::uint64_t>(status.st_size);
  current_.policy = &policies_->for_path(policies_->for_folder(without_slash(paths_.folder(index))), path_);
  return !is_excluded(source);
}

/// Only what somebody named is looked at in any case.
bool file_queue::is_excluded(path_list::origin source) {
  const bool is_left_out = source == path_list::origin::change && excluded_.cover(path_, *current_.policy);
  skipped_.excluded += is_left_out ? 1U : 0U;
  return is_left_out;
}

/// Its folder need not exist in the working tree; then those further out say how it is judged.
void file_queue::select_staged(std::size_t index) {
  const auto id = staged_->ids.find(path_);
  if (id != staged_->ids.end()) {
    current_.staged = staged_.get();
    current_.object = id->second;
  } else {
    current_.problem = failure{failure_code::unreadable, "git gives it a name that no file can have"};
  }
  current_.policy = &policies_->for_path(policies_->for_folder(without_slash(paths_.folder(index))), path_);
}

/// The folder of a path is opened where the next path lies in it too: the system then looks up a name, not a long path.
bool file_queue::open_folder_of(std::size_t index) {
  const bool is_beside_last = index > 0 && paths_.is_beside_next(index - 1);
  if (!is_beside_last) {
    folder_.reset();
    const std::string path{paths_.folder(index)};
    if (!path.empty() && paths_.is_beside_next(index)) {
      descriptor opened{::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
      folder_ = opened.is_open() ? std::make_shared<const descriptor>(std::move(opened)) : nullptr;
    }
  }
  return folder_ != nullptr && !paths_.name(index).empty();
}

}  // namespace preflight::cli
