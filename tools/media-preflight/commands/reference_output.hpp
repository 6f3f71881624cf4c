#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "commands/command.hpp"

namespace preflight::cli {

enum class reference_format : std::uint8_t { text, json, md };

inline constexpr std::array<std::string_view, 3> reference_format_names{"text", "json", "md"};

/// How the commands that only look things up answer.
struct reference_output {
  std::optional<reference_format> format;  ///< unset: text
  std::size_t columns = 0;                 ///< 0: lines are not broken
  bool colour = false;

  [[nodiscard]] bool is_json() const { return format == reference_format::json; }
  [[nodiscard]] bool is_markdown() const { return format == reference_format::md; }
};

/// --output; `with_markdown` where the command can write it.
void add_reference_output(command_line& command, reference_output& output, bool with_markdown = false);

/// With what the terminal is like.
[[nodiscard]] reference_output resolve(const reference_output& options, const standard_streams& streams);

}  // namespace preflight::cli
