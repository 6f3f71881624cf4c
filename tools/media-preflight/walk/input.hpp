#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/input/result.hpp>

namespace preflight::cli {

/// More than this is not kept in memory; what comes through a pipe and is longer is reported as unreadable.
inline constexpr std::size_t max_input_bytes = std::size_t{256} << 20;

/// Reads a pipe, terminal or device to its end. `waits`: for what is still to come, where nothing is there yet.
[[nodiscard]] result<std::vector<unsigned char>> read_to_end(int number, bool waits);

/// The text of a file that a person named, - for standard input, up to 256 MiB. `description` is what messages call it:
/// "plan". Throws fatal_error.
[[nodiscard]] std::string read_text(std::string_view description, const std::string& path);

}  // namespace preflight::cli
