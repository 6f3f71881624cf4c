#pragma once

#include <string>
#include <string_view>

namespace preflight::upload {

/// The name under which a file travels: the last part of its path, without what could end a header or its quotes
/// (controls, quotes, backslashes, bytes that are not UTF-8 become _), at most 200 bytes with its extension kept.
/// Letters above ASCII stay as UTF-8 (RFC 7578, 4.2). Never empty.
[[nodiscard]] std::string form_file_name(std::string_view path);

}  // namespace preflight::upload
