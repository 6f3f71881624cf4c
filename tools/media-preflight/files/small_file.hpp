#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace preflight::cli {

/// The text of an ignore file or the like, opened relative to `folder` (AT_FDCWD: the working folder). Nothing,
/// with errno saying why, where it cannot be read, is not a regular file (EINVAL), or is longer than `max_bytes`
/// (EFBIG). `more_flags` as open() takes them.
[[nodiscard]] std::optional<std::string> read_small_file(int folder, const char* name, int more_flags = 0,
                                                         std::size_t max_bytes = std::size_t{1} << 20);

}  // namespace preflight::cli
