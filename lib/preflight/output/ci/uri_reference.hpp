#pragma once

#include <string>
#include <string_view>

namespace preflight::writers {

/// The path of a file as a URI reference (RFC 3986, section 4.1): relative where it is relative, else with the scheme
/// "file". Everything but unreserved characters and slashes is percent-encoded, so no name can be taken for a scheme, a
/// query or a fragment, and bytes that are not UTF-8 stay as they are.
inline void append_uri_reference(std::string& out, std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";  // section 2.1 prefers capitals
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  out += path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) {
    path.remove_prefix(2);
    path.remove_prefix(path.find_first_not_of('/') < path.size() ? path.find_first_not_of('/') : 0);
  }
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 0xFU];
    }
  }
}

}  // namespace preflight::writers
