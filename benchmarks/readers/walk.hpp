#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace benchmarks {

/// The regular files below a folder, or the lines of the file after an '@'.
inline std::vector<std::string> files_of(const std::string& argument) {
  std::vector<std::string> paths;
  if (argument.starts_with('@')) {
    std::ifstream list{argument.substr(1)};
    for (std::string line; std::getline(list, line);) {
      paths.push_back(line);
    }
    return paths;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator{argument}) {
    // Known from the directory, where the file system says so: no call for each file.
    if (entry.is_regular_file()) {
      paths.push_back(entry.path().string());
    }
  }
  return paths;
}

}  // namespace benchmarks
