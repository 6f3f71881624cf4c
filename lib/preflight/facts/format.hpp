#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <preflight/facts/format_info.hpp>
#include <preflight/facts/format_table.hpp>
#include <preflight/text/ascii_case.hpp>

namespace preflight {

[[nodiscard]] constexpr std::string_view name_of(format f) { return info(f).name; }

/// Formats whose files are read beyond their beginning; of the others only the name is known.
[[nodiscard]] constexpr bool is_examined(format f) {
  return f == format::png || f == format::jpeg || f == format::gif || f == format::mp4 || f == format::mov ||
         f == format::m4a || f == format::threegp;
}

/// format::unknown if none has that name.
[[nodiscard]] constexpr format format_named(std::string_view name) {
  for (const format_info& candidate : formats) {
    if (candidate.name == name) {
      return candidate.id;
    }
  }
  return format::unknown;
}

/// `known` is in lower case; `extension` may be in any case of ASCII.
[[nodiscard]] constexpr bool is_same_extension(std::string_view known, std::string_view extension) {
  return std::ranges::equal(known, extension, {}, {}, [](char c) { return ascii_lower(c); });
}

/// The format an extension claims, without its dot and in any case of ASCII; format::unknown where it claims none.
[[nodiscard]] constexpr format format_of_extension(std::string_view extension) {
  for (const format_info& info : formats) {
    for (const std::string_view candidate : info.extensions) {
      if (!candidate.empty() && is_same_extension(candidate, extension)) {
        return info.id;
      }
    }
  }
  return format::unknown;
}

class format_set {
 public:
  constexpr format_set() = default;
  constexpr format_set(std::initializer_list<format> members) {
    for (const format f : members) {
      insert(f);
    }
  }
  constexpr void insert(format f) { bits_ |= bit(f); }
  [[nodiscard]] constexpr bool contains(format f) const { return (bits_ & bit(f)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(const format_set&, const format_set&) = default;

 private:
  static_assert(format_count <= 64);
  static constexpr std::uint64_t bit(format f) { return std::uint64_t{1} << static_cast<unsigned>(f); }
  std::uint64_t bits_ = 0;
};

}  // namespace preflight
