#pragma once

#include <string_view>

namespace preflight::cli {

/// Adds all of it to the end of a file that belongs to others too, or nothing: where not all of it can be written, the
/// file gets its old length back. Throws fatal_error then, naming the file.
void append_text(int number, std::string_view name, std::string_view text);

}  // namespace preflight::cli
