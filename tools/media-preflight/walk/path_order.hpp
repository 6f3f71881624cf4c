#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace preflight::cli {

/// The order of output: component by component, by bytes. A folder's files stay together: "a/z" comes before "a.b".
[[nodiscard]] inline std::strong_ordering compare_paths(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const auto same = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin()).first - a.begin());
  if (same == shorter) {
    return a.size() <=> b.size();
  }
  const auto rank = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c) + 1; };
  return rank(a[same]) <=> rank(b[same]);
}

/// The same of paths as they are printed, where the working folder, ".", comes before all that is in it.
[[nodiscard]] inline bool comes_before(std::string_view path, std::string_view other) {
  return compare_paths(path == "." ? "" : path, other == "." ? "" : other) < 0;
}

/// Whether append_normal() would take nothing away.
[[nodiscard]] constexpr bool is_normal(std::string_view path) {
  std::size_t start = path.starts_with('/') ? 1 : 0;
  for (std::size_t slash = path.find('/', start); slash != std::string_view::npos; slash = path.find('/', start)) {
    if (slash == start || path.substr(start, slash - start) == ".") {
      return false;
    }
    start = slash + 1;
  }
  return start < path.size() && path.substr(start) != ".";
}

/// Appends `path` without what names the same place twice: doubled and trailing slashes, "." components. What is left
/// of "." alone is nothing. ".." stays, because it may follow a symbolic link.
inline void append_normal(std::string& out, std::string_view path) {
  if (is_normal(path)) {
    out += path;
    return;
  }
  const std::size_t start = out.size();
  if (path.starts_with('/')) {
    out += '/';
  }
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view component = path.substr(at, slash - at);
    if (!component.empty() && component != ".") {
      if (out.size() > start && out.back() != '/') {
        out += '/';
      }
      out += component;
    }
    at = slash + 1;
  }
}

/// The last component; all of a path without a slash.
[[nodiscard]] constexpr std::string_view name_in(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace preflight::cli
