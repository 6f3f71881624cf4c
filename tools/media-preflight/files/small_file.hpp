#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace preflight::cli {

/// The text of an ignore or configuration file, opened relative to `folder` (AT_FDCWD: the working folder). Nothing,
/// with errno saying why, where it cannot be read, is not a regular file (EINVAL), or is longer than a MiB (EFBIG).
[[nodiscard]] std::optional<std::string> read_small_file(int folder, const char* name);

}  // namespace preflight::cli
