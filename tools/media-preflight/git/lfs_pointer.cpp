#include "git/lfs_pointer.hpp"

#include <fcntl.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "files/content_hash.hpp"
#include "files/descriptor_source.hpp"

namespace preflight::cli {
namespace {

/// What stands after `key` at the start of a line, up to the end of the line.
std::string_view value_of(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(key)) {
      return line.substr(key.size());
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return {};
}

}  // namespace

std::optional<lfs_pointer> parse_lfs_pointer(std::string_view text) {
  constexpr std::string_view version = "version https://git-lfs.github.com/spec/v1\n";
  constexpr std::size_t sha256_digits = 64;
  if (text.size() > max_lfs_pointer_bytes || !text.starts_with(version)) {
    return std::nullopt;
  }
  const std::string_view object = value_of(text, "oid sha256:");
  const std::string_view size = value_of(text, "size ");
  const bool is_hexadecimal = std::ranges::all_of(
      object, [](char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'); });
  lfs_pointer out{std::string{object}};
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (object.size() != sha256_digits || !is_hexadecimal || error != std::errc{} || end != size.data() + size.size()) {
    return std::nullopt;
  }
  return out;
}

std::optional<opened_file> open_lfs_object(const std::string& folder, const lfs_pointer& pointer,
                                           std::span<unsigned char> window) {
  const std::string path =
      folder + '/' + pointer.object.substr(0, 2) + '/' + pointer.object.substr(2, 2) + '/' + pointer.object;
  result<opened_file> opened = open_file(AT_FDCWD, path.c_str());
  if (!opened || opened->size != pointer.size) {
    return std::nullopt;
  }
  descriptor_source content{opened->file.number(), opened->size};
  const std::optional<sha256_hex> sum = hash_content(content, window);
  return sum && std::ranges::equal(*sum, pointer.object) ? std::optional{std::move(*opened)} : std::nullopt;
}

}  // namespace preflight::cli
