#pragma once

#include <cerrno>
#include <string_view>

#include <sys/stat.h>

#include <preflight/facts/format.hpp>

#include "walk/directory_listing.hpp"

namespace preflight::cli {

/// Whether an extension claims a picture, video or sound.
[[nodiscard]] constexpr bool claims_media(std::string_view extension) {
  const format claimed = format_of_extension(extension);
  return claimed != format::unknown && info(claimed).kind != kind::other;
}

/// "a FIFO": what a file that is not regular is called in a message.
[[nodiscard]] constexpr std::string_view special_kind(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFIFO: return "it is a FIFO";
    case S_IFSOCK: return "it is a socket";
    case S_IFCHR: return "it is a character device";
    case S_IFBLK: return "it is a block device";
    case S_IFDIR: return "it is a folder";
    default: return "it is not a regular file";
  }
}

[[nodiscard]] constexpr entry_kind kind_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return entry_kind::regular;
    case S_IFDIR: return entry_kind::folder;
    case S_IFLNK: return entry_kind::link;
    default: return entry_kind::other;
  }
}

}  // namespace preflight::cli
