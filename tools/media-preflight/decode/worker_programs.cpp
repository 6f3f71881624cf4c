#include "decode/worker_programs.hpp"

#include <unistd.h>

#include <array>
#include <climits>
#include <string>
#include <string_view>

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

std::string found(const std::string& folder, std::string_view name) {
  if (folder.empty()) {
    return {};  // anything else would be looked for in the working folder, where a stranger's program may be
  }
  std::string beside = folder + std::string{name};
  if (access(beside.c_str(), X_OK) == 0) {
    return beside;
  }
  return folder + MEDIA_PREFLIGHT_WORKER_FOLDER "/" + std::string{name};
}

}  // namespace

worker_programs worker_programs::of_this_program() {
  const std::string folder = own_folder();
  return {found(folder, "media-preflight-decode-worker"), found(folder, "media-preflight-decode-worker-video")};
}

}  // namespace preflight::cli
