#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace benchmarks {

/// The regular files below a folder, or the lines of the file behind an '@'.
inline std::vector<std::string> files_of(const std::string& argument) {
  std::vector<std::string> found;
  if (argument.starts_with('@')) {
    std::ifstream list{argument.substr(1)};
    for (std::string line; std::getline(list, line);) {
      found.push_back(line);
    }
    return found;
  }
  for (const auto& each : std::filesystem::recursive_directory_iterator{argument}) {
    // Known from the directory, where the file system says so: no call for each file.
    if (each.is_regular_file()) {
      found.push_back(each.path().string());
    }
  }
  return found;
}

}  // namespace benchmarks
