#include "walk/directory_listing.hpp"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "files/retry_interrupted.hpp"

namespace preflight::cli {
namespace {

constexpr entry_kind kind_of(unsigned char type) {
  switch (type) {
    case DT_REG: return entry_kind::regular;
    case DT_DIR: return entry_kind::folder;
    case DT_LNK: return entry_kind::link;
    case DT_UNKNOWN: return entry_kind::unknown;
    default: return entry_kind::other;
  }
}

constexpr std::uint64_t head_of(std::string_view name) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof head; ++i) {
    head = (head << 8) | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  }
  return head;
}

}  // namespace

int directory_listing::read(int folder, std::span<char> buffer) {
  names_.clear();
  entries_.clear();
  for (;;) {
    const ssize_t got = retry_interrupted([&] { return ::getdents64(folder, buffer.data(), buffer.size()); });
    if (got < 0) {
      return errno;
    }
    if (got == 0) {
      break;
    }
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      const char* const record = buffer.data() + at;
      unsigned short record_length = 0;
      std::memcpy(&record_length, record + offsetof(dirent64, d_reclen), sizeof record_length);
      const std::string_view name{record + offsetof(dirent64, d_name)};
      if (names_.size() > std::numeric_limits<std::uint32_t>::max()) {
        return EOVERFLOW;
      }
      if (name != "." && name != "..") {
        add(name, kind_of(static_cast<unsigned char>(record[offsetof(dirent64, d_type)])));
      }
      at += record_length;
    }
  }
  std::sort(entries_.begin(), entries_.end(),
            [this](const entry& a, const entry& b) { return a.head != b.head ? a.head < b.head : name(a) < name(b); });
  return 0;
}

bool directory_listing::contains(std::string_view key) const {
  const auto position = std::lower_bound(entries_.begin(), entries_.end(), key,
                                         [this](const entry& e, std::string_view w) { return name(e) < w; });
  return position != entries_.end() && name(*position) == key;
}

void directory_listing::add(std::string_view name, entry_kind kind) {
  entries_.push_back(
      {head_of(name), static_cast<std::uint32_t>(names_.size()), static_cast<std::uint16_t>(name.size()), kind});
  names_ += name;
  names_ += '\0';
}

}  // namespace preflight::cli
