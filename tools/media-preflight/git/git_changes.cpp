#include "git/git_changes.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/file_extension.hpp>

#include "cli/fatal_error.hpp"
#include "git/change_list.hpp"
#include "git/ignore_files.hpp"
#include "git/repository.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {
namespace {

/// A path of the command line, from the root of the repository on.
struct scope {
  std::string path;
  std::string argument;
  bool leads_outside = false;  ///< through a link
  bool is_met = false;         ///< something that changed is it or lies in it

  [[nodiscard]] bool is_file(std::string_view file) const { return file == path; }
  [[nodiscard]] bool contains(std::string_view file) const {
    return path.empty() || (file.starts_with(path) && file.size() > path.size() && file[path.size()] == '/');
  }
};

[[noreturn]] void reject_outside(const repository& repository, std::string_view option, std::string_view argument) {
  throw fatal_error{fmt::format("{}: {} lies outside the repository {}", option, argument, repository.root())};
}

std::vector<scope> scopes_of(const scan_options& options, const repository& repository, std::string_view option) {
  std::vector<scope> out;
  for (const std::string& argument : options.paths) {
    // git knows a file by its place, and none by the way through a link; it may also know one where now is a link.
    const std::optional<std::string> path = repository.path_from_root(argument);
    const std::optional<std::string> real_path = repository.real_path_from_root(argument);
    if (!path && !real_path) {
      reject_outside(repository, option, argument);
    }
    if (path) {
      out.push_back({*path, argument, !real_path});
    }
    if (real_path && real_path != path) {
      out.push_back({*real_path, argument});
    }
  }
  if (out.empty()) {
    out.push_back({"", "."});
  }
  return out;
}

/// A wrong name would let everything pass. One that only the index has, or had, is right too.
void require_existing(const std::vector<scope>& scopes, const repository& repository, std::string_view option) {
  for (const scope& scope : scopes) {
    struct stat status {};
    if (std::ranges::any_of(scopes,
                            [&](const auto& other) { return other.is_met && other.argument == scope.argument; })) {
      continue;
    }
    if (scope.leads_outside) {
      reject_outside(repository, option, scope.argument);
    }
    if (const std::optional<std::string> inner = repository.inner_repository(scope.path)) {
      throw fatal_error{fmt::format("{}: {} lies in another repository (a submodule?); run the check in {}", option,
                                    scope.argument, repository.path_from_here(*inner))};
    }
    if (::lstat(scope.argument.c_str(), &status) != 0) {
      throw fatal_error{fmt::format("{}: {} does not exist and is not among the changes", option, scope.argument)};
    }
  }
}

/// A report in place of the index, or of an object, would cost more than it says.
void reject_files_of_git(const scan_options& options, const repository& repository) {
  for (const output_target& target : options.outputs) {
    if (!target.file.empty() && repository.is_of_git(target.file)) {
      throw fatal_error{
          fmt::format("--output: {} is in the repository's git directory; choose another file", target.file)};
    }
  }
}

/// Whether the path, or a folder on the way to it from `start` on, begins with a dot.
bool is_hidden(std::string_view path, std::size_t start) {
  const std::string_view rest = path.substr(std::min(start, path.size()));
  return rest.starts_with('.') || rest.find("/.") != std::string_view::npos;
}

/// Sorts changes into what is judged and what is not.
class selection {
 public:
  selection(const scan_options& options, const repository& repository, std::vector<scope> scopes)
      : options_{options.folders},
        is_staged_{options.staged},
        repository_{&repository},
        scopes_{std::move(scopes)},
        ignored_{repository.root()} {}

  void add(const change& change, git_changes& out) {
    bool is_named = false;
    bool is_found = false;
    for (scope& scope : scopes_) {
      is_named = is_named || scope.is_file(change.path);
      is_found = is_found || (scope.contains(change.path) && !is_left_out(change.path, scope));
      scope.is_met = scope.is_met || scope.is_file(change.path) || scope.contains(change.path);
    }
    if (!is_named && !is_found) {
      return;
    }
    std::string path = repository_->path_from_here(change.path);
    if (change.type == change::mode::submodule) {
      out.skipped.paths.emplace(std::move(path), skip_reason::submodule);
    } else if (change.type == change::mode::link && is_of_index(change)) {
      out.skipped.paths.emplace(std::move(path), skip_reason::staged_link);
    } else {
      out.paths.add(path, is_named ? path_list::origin::argument : path_list::origin::change);
      if (is_of_index(change)) {
        add_blob(std::move(path), change.object, out);
      }
    }
  }
  void add_deleted(std::string_view path) {
    for (scope& scope : scopes_) {
      scope.is_met = scope.is_met || scope.is_file(path) || scope.contains(path);
    }
  }
  [[nodiscard]] const std::vector<scope>& scopes() const { return scopes_; }

 private:
  /// Also of what git takes for unchanged although the working tree does not have it, as outside a sparse checkout.
  [[nodiscard]] bool is_of_index(const change& change) const {
    struct stat status {};
    const bool has_object = change.object.find_first_not_of('0') != std::string::npos;
    return is_staged_ || (has_object && ::lstat((repository_->root() + '/' + change.path).c_str(), &status) != 0);
  }
  void add_blob(std::string path, const std::string& object, git_changes& out) const {
    if (out.staged == nullptr) {
      out.staged = std::make_unique<staged_blobs>();
      out.staged->has_all = is_staged_;
      out.staged->lfs_objects = repository_->lfs_objects();
    }
    out.staged->ids.emplace(std::move(path), object);
  }
  /// By the rules of a walk that starts at this folder.
  [[nodiscard]] bool is_left_out(std::string_view path, const scope& scope) {
    const std::size_t start = scope.path.empty() ? 0 : scope.path.size() + 1;
    const auto depth = static_cast<std::size_t>(std::ranges::count(path.substr(0, start), '/'));
    return (!options_.with_hidden && is_hidden(path, start)) || (!options_.with_ignored && ignored_.skips(path, depth));
  }

  walk_options options_;
  bool is_staged_;
  const repository* repository_;
  std::vector<scope> scopes_;
  ignore_files ignored_;
};

}  // namespace

git_changes find_git_changes(const scan_options& options) {
  const std::string_view option = options.staged ? "--staged" : "--changed-since";
  const repository repository{option};
  reject_files_of_git(options, repository);
  const change_list changes =
      options.staged ? staged_changes() : changes_since(options.changed_since, options.folders.with_ignored);
  git_changes out;
  selection selection{options, repository, scopes_of(options, repository, option)};
  for (const change& change : changes.present) {
    selection.add(change, out);
  }
  for (const std::string& path : changes.deleted) {
    selection.add_deleted(path);
  }
  require_existing(selection.scopes(), repository, option);
  return out;
}

}  // namespace preflight::cli
