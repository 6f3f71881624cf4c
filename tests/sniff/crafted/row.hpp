#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/facts.hpp>

#include "sniff/crafted/layout.hpp"

namespace crafted {

using preflight::extent;
using preflight::facts;
using preflight::format;

/// The rules expected to fire at zoom-background, at depth structure, in any order: all of them and no other.
using rule_ids = std::vector<std::string_view>;

/// One crafted file and the right answer about it.
struct row {
  std::string name;       ///< what is special about it; with the extension, the name it travels by
  std::string extension;  ///< without the dot; empty: a name without one
  layout file;
  format expected = format::unknown;
  extent coded{};
  rule_ids rules{};

  std::optional<extent> display{};        ///< where it is not as coded
  bool (*holds)(const facts&) = nullptr;  ///< anything else that must be true at depth structure
  std::uint64_t most_read_at_header = 0;  ///< bytes; 0: not stated
  std::uint64_t most_read_at_structure = 0;

  row& shown(extent size) {
    display = size;
    return *this;
  }
  row& also(bool (*what)(const facts&)) {
    holds = what;
    return *this;
  }
  row& reading(std::uint64_t at_header, std::uint64_t at_structure = 0) {
    most_read_at_header = at_header;
    most_read_at_structure = at_structure;
    return *this;
  }

  [[nodiscard]] std::string file_name() const { return extension.empty() ? name : name + '.' + extension; }
};

using rows = std::vector<row>;

inline constexpr extent hd{1280, 720};
inline constexpr extent full_hd{1920, 1080};
inline constexpr extent vga{640, 480};

/// What a good 640x480 picture is told, and what else is wrong with this one.
[[nodiscard]] inline rule_ids small_picture(std::initializer_list<std::string_view> more = {}) {
  rule_ids all{"low-resolution", "not-widescreen"};
  all.insert(all.end(), more);
  return all;
}

}  // namespace crafted
