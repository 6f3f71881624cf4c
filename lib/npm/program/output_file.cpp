// output/output_file.cpp for every system: a file beside the one that is asked for, which is then renamed.

#include "output/output_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 3> own_descriptors{"/dev/stdin", "/dev/stdout", "/dev/stderr"};
constexpr int max_tries = 100;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

std::optional<file_identity> identity_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    return S_ISREG(status.st_mode) ? std::optional{file_identity{status.st_dev, status.st_ino, {}}} : std::nullopt;
  }
  return ::stat(folder_of(path).c_str(), &status) == 0
             ? std::optional{file_identity{status.st_dev, status.st_ino, path.substr(path.rfind('/') + 1)}}
             : std::nullopt;
}

output_file::output_file(const std::string& path, std::string_view option) : path_{path}, option_{option} {
  if (!open_as_it_is()) {
    create_temporary();
  }
}

output_file::~output_file() { discard(); }

/// What is not a regular file, and the program's own descriptors.
bool output_file::open_as_it_is() {
  struct stat status {};
  const auto* const own = std::find(own_descriptors.begin(), own_descriptors.end(), path_);
  if (own != own_descriptors.end()) {
    file_ = descriptor{::fcntl(static_cast<int>(own - own_descriptors.begin()), F_DUPFD_CLOEXEC, 0)};
  } else if (::stat(path_.c_str(), &status) != 0 || S_ISREG(status.st_mode)) {
    return false;
  } else if (S_ISDIR(status.st_mode)) {
    refuse("it is a folder");
  } else {
    file_ = descriptor{::open(path_.c_str(), O_WRONLY)};
  }
  if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) {
    refuse(errno);
  }
  identity_ = {status.st_dev, status.st_ino, {}};
  return true;
}

void output_file::create_temporary() {
  struct stat before {};
  replaces_ = ::stat(path_.c_str(), &before) == 0;
  const std::optional<file_identity> place = identity_at(path_);
  if (!place) {
    refuse(errno);
  }
  identity_ = *place;
  if (replaces_ && ::access(path_.c_str(), W_OK) != 0) {
    refuse(errno);
  }
  for (int tries = 0; !file_.is_open(); ++tries) {
    named_ = fmt::format("{}/.media-preflight-{}.tmp", folder_of(path_), tries);
    file_ = descriptor{::open(named_.c_str(), O_WRONLY | O_CREAT | O_EXCL)};
    if (!file_.is_open() && (errno != EEXIST || tries == max_tries)) {
      named_.clear();
      refuse(errno);
    }
  }
  is_unfinished_ = true;
  if (replaces_) {
    static_cast<void>(::fchmod(file_.number(), before.st_mode & 0777U));
  }
}

void output_file::discard() {
  if (!named_.empty()) {
    ::unlink(named_.c_str());
    named_.clear();
  }
}

void output_file::store() const {
  if (is_unfinished() && ::fsync(file_.number()) != 0) {
    refuse(errno);
  }
}

void output_file::finish() {
  if (!is_unfinished()) {
    return;
  }
  store();
  file_ = descriptor{};
  if (::rename(named_.c_str(), path_.c_str()) != 0) {
    refuse(errno);
  }
  named_.clear();
  is_unfinished_ = false;
}

void output_file::refuse(int error) const { refuse(errno_message(error)); }

void output_file::refuse(std::string_view reason) const {
  throw fatal_error{fmt::format("{}: {} cannot be written: {}", option_, path_, reason)};
}

}  // namespace preflight::cli
