// walk/directory_listing.cpp with the host's list instead of the system's.

#include "walk/directory_listing.hpp"

#include <algorithm>
#include <string>

#include "host.hpp"

namespace preflight::cli {
namespace {

std::uint64_t head_of(std::string_view name) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof head; ++i) {
    head = (head << 8) | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  }
  return head;
}

entry_kind kind_of(char letter) {
  switch (letter) {
    case 'r': return entry_kind::regular;
    case 'd': return entry_kind::folder;
    case 'l': return entry_kind::link;
    case 'u': return entry_kind::unknown;
    default: return entry_kind::other;
  }
}

}  // namespace

int directory_listing::read(int folder, std::span<char> /*buffer*/) {
  names_.clear();
  entries_.clear();
  const int length = npm::host_list(folder);
  if (length < 0) {
    return -length;
  }
  const std::string text = npm::take_text(length);
  for (std::size_t at = 0; at + 1 < text.size();) {
    const std::string_view name{text.c_str() + at + 1};
    add(name, kind_of(text[at]));
    at += name.size() + 2;
  }
  std::sort(entries_.begin(), entries_.end(),
            [this](const entry& a, const entry& b) { return a.head != b.head ? a.head < b.head : name(a) < name(b); });
  return 0;
}

bool directory_listing::contains(std::string_view key) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const entry& one) { return name(one) == key; });
}

void directory_listing::add(std::string_view name, entry_kind kind) {
  entries_.push_back(
      {head_of(name), static_cast<std::uint32_t>(names_.size()), static_cast<std::uint16_t>(name.size()), kind});
  names_ += name;
  names_ += '\0';
}

}  // namespace preflight::cli
