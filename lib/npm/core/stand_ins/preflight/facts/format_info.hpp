#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/facts/format_table.hpp>

namespace preflight {

namespace detail {

/// Calls use(text) with each text of a row, in the order in which they are packed.
template <class Row, class Use>
constexpr void for_each_text(Row& row, Use use) {
  use(row.name);
  use(row.mime_type);
  use(row.title);
  for (auto& extension : row.extensions) {
    use(extension);
  }
}

inline constexpr std::size_t packed_formats_size = [] {
  std::size_t size = 0;
  for (const format_info& row : format_table) {
    for_each_text(row, [&](std::string_view text) { size += text.size() + 1; });
  }
  return size;
}();

/// The texts of the rows one after the other, each after its length, which take less than a table of pointers.
inline constexpr auto packed_formats = [] {
  std::array<char, packed_formats_size> bytes{};
  std::size_t end = 0;
  for (const format_info& row : format_table) {
    for_each_text(row, [&](std::string_view text) {
      bytes[end++] = static_cast<char>(text.size());
      for (const char c : text) {
        bytes[end++] = c;
      }
    });
  }
  return bytes;
}();

inline constexpr auto format_kinds = [] {
  std::array<kind, format_count> kinds{};
  for (std::size_t i = 0; i < format_count; ++i) {
    kinds[i] = format_table[i].kind;
  }
  return kinds;
}();

}  // namespace detail

/// The rows of format_table, unpacked when the module is instantiated.
inline const std::array<format_info, format_count> formats = [] {
  std::array<format_info, format_count> rows{};
  const char* next = detail::packed_formats.data();
  asm("" : "+r"(next));  // or the compiler would do this, and pack nothing
  for (std::size_t i = 0; i < format_count; ++i) {
    rows[i].id = static_cast<format>(i);
    rows[i].kind = detail::format_kinds[i];
    detail::for_each_text(rows[i], [&](std::string_view& text) {
      text = {next + 1, static_cast<std::size_t>(*next)};
      next += 1 + *next;
    });
  }
  return rows;
}();

[[nodiscard]] inline const format_info& info(format f) { return formats[static_cast<std::size_t>(f)]; }

}  // namespace preflight
