#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// What a value is, for the completions of a shell.
enum class value_kind : std::uint8_t { text, file };

/// An option or an argument of a command: what a person may write, what the help says of it, and what becomes of it.
/// Help, manual and completions are made from these, so none of them can lack one.
struct option {
  std::string name;      ///< "--jobs"; of an argument without dashes: "PATH"
  std::string opposite;  ///< takes it back: "--no-hidden"; may be empty
  char letter = '\0';    ///< 'j'
  std::string value;     ///< what the help calls its value; of a flag empty
  std::string help;
  std::string heading;
  std::vector<std::string> choices;  ///< all values there are, where they can be listed
  value_kind kind = value_kind::text;
  bool repeats = false;  ///< the values of all occurrences count, and not only the last one's
  bool has_commas = false;
  bool is_required = false;
  std::function<void(bool)> set;  ///< of a flag; of another option called with false for its opposite
  std::function<void(const std::vector<std::string>&)> read;  ///< of one with values: at least one, none of them empty

  [[nodiscard]] bool is_argument() const { return !name.starts_with('-'); }
  [[nodiscard]] bool is_flag() const { return !is_argument() && value.empty(); }
};

}  // namespace preflight::cli
