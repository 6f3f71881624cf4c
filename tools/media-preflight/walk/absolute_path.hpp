#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace preflight::cli {

/// Without links, "." and ".."; "" is the working folder. Empty where it cannot be resolved.
[[nodiscard]] inline std::string absolute_path(std::string_view path) {
  const std::string name{path.empty() ? "." : path};
  const std::unique_ptr<char, decltype(&std::free)> resolved{::realpath(name.c_str(), nullptr), &std::free};
  return resolved ? std::string{resolved.get()} : std::string{};
}

/// A folder that is there, and how much of a path leads to it.
struct existing_folder {
  std::string path;  ///< as absolute_path gives it
  std::size_t length = 0;
};

/// `folder`, or the nearest further out that is there; at last the working folder.
[[nodiscard]] inline existing_folder nearest_existing(std::string_view folder) {
  std::string path = absolute_path(folder);
  while (path.empty() && !folder.empty()) {
    const std::size_t slash = folder.rfind('/');
    const std::size_t length = slash == std::string_view::npos ? 0 : std::max<std::size_t>(slash, 1);
    folder = folder.substr(0, length < folder.size() ? length : 0);
    path = absolute_path(folder);
  }
  return {path, folder.size()};
}

/// The same of a file, whose name stays even where it is a link. What follows the last folder that is there, as in a
/// Git index or a name for standard input, is taken as it is written.
[[nodiscard]] inline std::string absolute_file(std::string_view path) {
  const existing_folder folder = nearest_existing(path.substr(0, path.rfind('/') + 1));
  const std::string_view rest = path.substr(folder.length);
  return (folder.path == "/" ? std::string{} : folder.path) + '/' +
         std::string{rest.substr(std::min(rest.find_first_not_of('/'), rest.size()))};
}

}  // namespace preflight::cli
