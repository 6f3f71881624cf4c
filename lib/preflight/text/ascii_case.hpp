#pragma once

namespace preflight {

/// Of ASCII alone, whatever the locale is: as extensions, host names, header names and addresses are compared.
[[nodiscard]] constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace preflight
