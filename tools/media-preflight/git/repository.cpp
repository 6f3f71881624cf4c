#include "git/repository.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "git/git_process.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// A name may itself end in line feeds; git adds one.
std::string one_path(std::string output) {
  if (output.ends_with('\n')) {
    output.pop_back();
  }
  return output;
}

/// Without ".", ".." and doubled slashes; nothing where it leads above the start.
std::optional<std::string> resolve_dots(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view component = path.substr(at, slash - at);
    if (component == "..") {
      if (out.empty()) {
        return std::nullopt;
      }
      const std::size_t parent = out.rfind('/');
      out.resize(parent == std::string::npos ? 0 : parent);
    } else if (!component.empty() && component != ".") {
      out += out.empty() ? "" : "/";
      out += component;
    }
    at = slash + 1;
  }
  return out;
}

/// Where `path` is `folder` or lies in it.
std::optional<std::string> path_inside(std::string_view folder, std::string_view path) {
  if (path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/')) {
    return resolve_dots(path.substr(folder.size()));
  }
  return std::nullopt;
}

}  // namespace

repository::repository(std::string_view option)
    : root_{one_path(require_git(option, {"rev-parse", "--show-toplevel"}))},
      here_{one_path(require_git(option, {"rev-parse", "--show-prefix"}))},
      git_folder_{one_path(require_git(option, {"rev-parse", "--git-common-dir"}))},
      // git gives no prefix for the root and none for a folder outside.
      is_outside_{here_.empty() && absolute_path("") != absolute_path(root_)} {}

bool repository::is_of_git(std::string_view path) const {
  const std::string file = absolute_file(path);
  return path_inside(absolute_path(git_folder_), file) || path_inside(root_ + "/.git", file);
}

std::string repository::path_from_here(std::string_view path) const {
  if (is_outside_) {
    return (root_ + '/').append(path);
  }
  std::string_view down = here_;
  while (!down.empty()) {
    const std::size_t length = down.find('/') + 1;
    if (!path.starts_with(down.substr(0, length))) {
      break;
    }
    path.remove_prefix(length);
    down.remove_prefix(length);
  }
  std::string out;
  for (const char letter : down) {
    out += letter == '/' ? "../" : "";
  }
  return out.append(path);
}

std::optional<std::string> repository::path_from_root(std::string_view argument) const {
  if (!argument.starts_with('/') && !is_outside_) {
    return resolve_dots(here_ + std::string{argument});
  }
  if (std::optional<std::string> path = path_inside(root_, argument)) {
    return path;
  }
  return real_path_from_root(argument);
}

/// A file keeps its own name where that is a link.
std::optional<std::string> repository::real_path_from_root(std::string_view argument) const {
  struct stat status {};
  const bool is_folder = ::stat(std::string{argument}.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  return path_inside(root_, is_folder ? absolute_path(argument) : absolute_file(argument));
}

std::optional<std::string> repository::inner_repository(std::string_view path) const {
  for (std::size_t end = 0; end != std::string_view::npos && !path.empty();) {
    end = path.find('/', end + 1);
    std::string folder{path.substr(0, end)};
    struct stat status {};
    if (::lstat((root_ + '/' + folder + "/.git").c_str(), &status) == 0) {
      return folder;
    }
  }
  return std::nullopt;
}

}  // namespace preflight::cli
