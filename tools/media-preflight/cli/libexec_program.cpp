#include "cli/libexec_program.hpp"

#include <unistd.h>

#include <array>
#include <climits>
#include <cstddef>

#include <fmt/format.h>

namespace preflight::cli {
namespace {

/// The folder this program is in, with a slash at its end: of the file that runs, whatever link was followed. Empty
/// where the system does not tell.
std::string own_folder() {
  std::array<char, PATH_MAX> target;
  const ssize_t length = readlink("/proc/self/exe", target.data(), target.size());
  const std::string_view path{target.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  return std::string{path.substr(0, path.rfind('/') + 1)};
}

}  // namespace

std::string libexec_program(std::string_view name) {
  const std::string folder = own_folder();
  if (folder.empty()) {
    return {};  // anything else would be looked for in the working folder, where a stranger's program may be
  }
  std::string beside = folder + std::string{name};
  if (access(beside.c_str(), X_OK) == 0) {
    return beside;
  }
  return folder + MEDIA_PREFLIGHT_LIBEXEC_FOLDER "/" + std::string{name};
}

std::string missing_program(std::string_view user, std::string_view path, std::string_view libraries) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return fmt::format(
      "{} needs {}, which is not built or not installed; install {}, configure again and build the target {}", user,
      name, libraries, name);
}

}  // namespace preflight::cli
