#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// A pattern for paths as git matches it (gitignore(5), and what wildmatch() does where that is silent): "*", "?" and
/// brackets stand for bytes of one component, "**" beside slashes for any number of components. Matching takes no
/// recursion, and time that grows with the lengths of both, not with what the pattern says.
class wildcard_pattern {
 public:
  explicit wildcard_pattern(std::string_view text);

  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  enum class kind : std::uint8_t {
    byte,
    any_byte,      ///< "?"
    set,           ///< "[...]"
    any_bytes,     ///< "*", within a component
    folders,       ///< "**/", also none
    some_folders,  ///< "**\/", at least one
    rest           ///< "**" at the end
  };
  using byte_set = std::bitset<256>;
  struct token {
    kind is;
    unsigned char byte = 0;
    std::uint32_t set = 0;  ///< its number in sets_
  };

  [[nodiscard]] std::size_t add_asterisks(std::string_view text, std::size_t at);
  [[nodiscard]] bool stands_for(const token& one, unsigned char byte) const;

  struct way_back {
    std::size_t token;
    std::size_t at;
  };
  /// How far the pattern and the path have been compared, and where to go on if that turns out wrong.
  struct attempt {
    std::size_t next = 0;  ///< token
    std::size_t at = 0;    ///< in the path
    std::optional<way_back> star{};
    std::optional<way_back> folders{};
  };
  [[nodiscard]] bool step(std::string_view path, attempt& state) const;
  [[nodiscard]] static bool go_back(std::string_view path, attempt& state);

  std::string prefix_;  ///< what comes before the first wildcard
  std::vector<token> tokens_;
  std::vector<byte_set> sets_;
  bool is_broken_ = false;  ///< matches nothing
};

}  // namespace preflight::cli
