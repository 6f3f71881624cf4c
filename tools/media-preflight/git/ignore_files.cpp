#include "git/ignore_files.hpp"

#include <fcntl.h>

#include <optional>

#include "files/small_file.hpp"

namespace preflight::cli {

bool ignore_files::skips(std::string_view path, std::size_t depth) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    if (depth > 0) {
      --depth;
    } else if (skips_entry(path.substr(0, slash), true)) {
      return true;
    }
  }
  return skips_entry(path, false);
}

/// The nearest file with an opinion decides.
bool ignore_files::skips_entry(std::string_view path, bool is_folder) {
  std::size_t length = path.rfind('/') + 1;
  for (;;) {
    const opinion result = rules_in(path.substr(0, length)).opinion_on(path.substr(length), is_folder);
    if (result != opinion::none || length == 0) {
      return result == opinion::skip;
    }
    length = length == 1 ? 0 : path.rfind('/', length - 2) + 1;
  }
}

const ignore_rules& ignore_files::rules_in(std::string_view folder) {
  const auto [entry, is_new] = rules_.try_emplace(std::string{folder});
  if (is_new) {
    const std::string file = root_ + '/' + entry->first + ".ignore";
    if (const std::optional<std::string> text = read_small_file(AT_FDCWD, file.c_str())) {
      entry->second = ignore_rules{*text};
    }
  }
  return entry->second;
}

}  // namespace preflight::cli
