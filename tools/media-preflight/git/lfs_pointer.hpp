#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "files/opened_file.hpp"

namespace preflight::cli {

/// What a Git LFS pointer file stands for.
struct lfs_pointer {
  std::string object;  ///< SHA-256 in hexadecimal
  std::uint64_t size = 0;
};

/// No pointer is longer (Git LFS specification, version 1).
inline constexpr std::size_t max_lfs_pointer_bytes = 1024;

/// Nothing if the text is not a pointer, or is one without an object or a size.
[[nodiscard]] std::optional<lfs_pointer> parse_lfs_pointer(std::string_view text);

/// The object among those that Git LFS keeps in this folder, read once through this window; nothing where it is not
/// there whole, or other bytes have its name.
[[nodiscard]] std::optional<opened_file> open_lfs_object(const std::string& folder, const lfs_pointer& pointer,
                                                         std::span<unsigned char> window);

}  // namespace preflight::cli
