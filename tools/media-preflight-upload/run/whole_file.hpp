#pragma once

#include <string>
#include <string_view>

namespace preflight::cli {

/// The text of a file that a person named, - for standard input, up to 256 MiB. `what` is what messages call it:
/// "plan". Throws fatal_error.
[[nodiscard]] std::string whole_file(std::string_view what, const std::string& path);

}  // namespace preflight::cli
