#pragma once

#include <fstream>
#include <string>

#include <preflight/text/formats/shell_word.hpp>

namespace preflight::cli {

/// What this program was called with, for a shell; empty where the system does not tell.
[[nodiscard]] inline std::string own_command() {
  std::ifstream file{"/proc/self/cmdline"};
  std::string out{"media-preflight"};
  std::string word;
  for (std::getline(file, word, '\0'); std::getline(file, word, '\0');) {
    out += ' ' + shell_word(word);
  }
  return file.eof() ? out : std::string{};
}

}  // namespace preflight::cli
