#pragma once

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

/// The same of a file, whose name stays even where it is a link. Of a folder that is not there, as it may be in a Git
/// index, the path is taken as it is written.
[[nodiscard]] inline std::string absolute_file(std::string_view path) {
  const std::size_t name = path.rfind('/') + 1;
  std::string folder = absolute_path(path.substr(0, name));
  if (folder.empty()) {
    folder = path.starts_with('/') ? std::string{} : absolute_path("") + '/';
    return folder + std::string{path};
  }
  return (folder == "/" ? std::string{} : folder) + '/' + std::string{path.substr(name)};
}

}  // namespace preflight::cli
