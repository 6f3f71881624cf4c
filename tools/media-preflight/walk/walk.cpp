#include "walk/walk.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include <preflight/text/errno_message.hpp>
#include <preflight/text/file_extension.hpp>

#include "config/load_configuration.hpp"
#include "files/retry_interrupted.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t listing_buffer_size = std::size_t{32} * 1024;

}  // namespace

walk::walk(std::string_view root, const walk_options& options, policies& policies, skip_record& skipped)
    : options_{options},
      policies_{&policies},
      skipped_{&skipped},
      path_{root},
      buffer_(listing_buffer_size),
      ignored_{root, !options.with_ignored},
      excluded_{root, options},
      policy_{&policies.for_folder(root)} {}

bool walk::advance() {
  problem_.reset();
  size_.reset();
  if (!std::exchange(started_, true)) {
    const std::string root{path()};
    if (enter(AT_FDCWD, root.c_str(), 0)) {
      return true;
    }
  }
  while (depth_ > 0) {
    level& here = levels_[depth_ - 1];
    policy_ = here.policy;
    if (here.next == here.entries.size() ? leave() : check_entry(here.next++)) {
      return true;
    }
  }
  return false;
}

/// True where the walk now stands at the entry.
bool walk::check_entry(std::size_t index) {
  const level& here = levels_[depth_ - 1];
  const std::string_view name = here.entries.name(index);
  if (name == ".git") {
    return false;
  }
  if (!options_.with_hidden && name.starts_with('.')) {
    ++skipped_->hidden;
    return false;
  }
  path_.resize(here.prefix_length);
  path_ += name;
  const int folder = here.folder->number();
  struct stat status {};
  entry_kind kind = here.entries.kind(index);
  if (kind == entry_kind::unknown && ::fstatat(folder, name.data(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    kind = kind_of_mode(status.st_mode);
  }
  if (excluded_.skips(path_, kind == entry_kind::folder, *policy_)) {
    ++skipped_->excluded;
    return false;
  }
  if (ignored_.skips(path_, kind == entry_kind::folder)) {
    ++skipped_->ignored;
    add_tracked(name, kind == entry_kind::folder);
    return false;
  }
  if (kind == entry_kind::folder) {
    return enter(folder, name.data(), O_NOFOLLOW);
  }
  if (kind == entry_kind::regular) {
    return true;
  }
  if (::fstatat(folder, name.data(), &status, 0) != 0) {
    return claims_media(extension_of(name)) && stop_at_problem(failure_code::unreadable, errno_message(errno), errno);
  }
  if (S_ISREG(status.st_mode)) {
    size_ = static_cast<std::uint64_t>(status.st_size);
    return true;
  }
  if (S_ISDIR(status.st_mode)) {
    skipped_->paths.emplace(path_, skip_reason::linked_folder);
    return false;
  }
  return claims_media(extension_of(name)) && stop_at_problem(failure_code::not_regular, special_kind(status.st_mode));
}

/// Of what is ignored. Hidden files would be left out anyway.
void walk::add_tracked(std::string_view name, bool is_folder) {
  if (!is_folder && !claims_media(extension_of(name))) {
    return;
  }
  for (const std::string& file : ignored_.tracked_at(path_, is_folder)) {
    if (options_.with_hidden || file.find("/.", path_.size()) == std::string::npos) {
      skipped_->paths.emplace(file, skip_reason::tracked_file);
    }
  }
}

/// Opens and lists the folder at path_. True where that fails and the walk stands at the failure.
bool walk::enter(int parent, const char* name, int more_flags) {
  descriptor opened{retry_interrupted(
      [&] { return ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC | more_flags); })};
  if (!opened.is_open()) {
    const int error = errno;
    skipped_->paths.emplace(path(), skip_reason::unreadable_folder);
    return stop_at_problem(failure_code::folder_unreadable, errno_message(error), error);
  }
  if (levels_.size() == depth_) {
    levels_.emplace_back();
  }
  level& here = levels_[depth_];
  if (const int error = here.entries.read(opened.number(), buffer_); error != 0) {
    skipped_->paths.emplace(path(), skip_reason::unreadable_folder);
    return stop_at_problem(failure_code::folder_unreadable, errno_message(error), error);
  }
  if (!path_.empty() && !path_.ends_with('/')) {
    path_ += '/';
  }
  here.next = 0;
  here.prefix_length = path_.size();
  here.policy = depth_ > 0 && policies_->discovers() && here.entries.contains(configuration_name)
                    ? &policies_->for_configured_folder(std::string_view{path_}.substr(0, path_.size() - 1))
                    : policy_;
  ignored_.enter(opened.number(), here.entries, here.prefix_length);
  here.folder = std::make_shared<const descriptor>(std::move(opened));
  ++depth_;
  close_outer_folder();
  return false;
}

/// Goes back to the folder further out. True where it is not there any more and the walk stands at that.
bool walk::leave() {
  const shared_folder inner = std::move(levels_[depth_ - 1].folder);
  levels_[depth_ - 1].folder.reset();
  ignored_.leave();
  --depth_;
  if (depth_ == 0 || levels_[depth_ - 1].folder != nullptr) {
    return false;
  }
  level& outer = levels_[depth_ - 1];
  outer.folder = reopen_folder(outer, inner->number());
  if (outer.folder != nullptr) {
    return false;
  }
  path_.resize(outer.prefix_length - 1);
  while (depth_ > 0 && levels_[depth_ - 1].folder == nullptr) {
    ignored_.leave();
    --depth_;
  }
  return stop_at_problem(failure_code::changed, "the folder was moved while it was being read");
}

void walk::close_outer_folder() {
  if (depth_ <= max_open_levels_) {
    return;
  }
  level& outer = levels_[depth_ - 1 - max_open_levels_];
  struct stat status {};
  if (outer.folder != nullptr && ::fstat(outer.folder->number(), &status) == 0) {
    outer.device = status.st_dev;
    outer.number = status.st_ino;
    outer.folder.reset();
  }
}

shared_folder walk::reopen_folder(const level& outer, int inner) const {
  descriptor opened{retry_interrupted([&] { return ::openat(inner, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC); })};
  struct stat status {};
  const bool same = opened.is_open() && ::fstat(opened.number(), &status) == 0 && status.st_dev == outer.device &&
                    status.st_ino == outer.number;
  return same ? std::make_shared<const descriptor>(std::move(opened)) : nullptr;
}

bool walk::stop_at_problem(failure_code code, std::string_view message, int system_error) {
  problem_ = failure{code, message, 0, system_error};
  return true;
}

}  // namespace preflight::cli
