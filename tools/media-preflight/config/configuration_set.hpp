#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "config/configuration.hpp"

namespace preflight::cli {

/// The configuration files of a run, each read once. All functions but the first throw fatal_error for one that cannot
/// be used. For one thread at a time.
class configuration_set {
 public:
  /// Is told of every file, also of those that were read before.
  void on_read(std::function<void(const std::string& file)> callback);

  /// One that a person named. It stands alone, and its patterns are relative to the working folder.
  [[nodiscard]] const configuration& named(const std::string& path);

  /// What counts in `folder` ("" is the working folder): the nearest file, in the folder itself or further out, upon
  /// those further out still, up to the first that says `root = true`. Says nothing where there is none. The folder
  /// need not be there, as in a Git index or a name for standard input.
  [[nodiscard]] const configuration& for_folder(std::string_view folder);

 private:
  struct found_file {
    std::string folder;
    std::string file;  ///< empty: there is none
    std::string text;
  };
  configuration& add(std::string_view text, const std::string& file, const configuration* outer);

  std::function<void(const std::string&)> on_read_;
  configuration none_;
  std::deque<configuration> all_;
  std::unordered_map<std::string, const configuration*> named_;
  std::unordered_map<std::string, const configuration*> by_folder_;  ///< without links
};

}  // namespace preflight::cli
