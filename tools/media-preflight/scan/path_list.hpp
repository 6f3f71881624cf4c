#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

/// Paths somebody asked for, as bytes only: a list of a million of them is some tens of megabytes.
class path_list {
 public:
  /// Named on the command line, or in a --files-from list, or standard input under the name it is shown by.
  enum class origin : std::uint8_t { argument, list, input };

  void add(std::string_view path, origin from);

  /// Brings the paths into the order of output and drops the second of two equal ones, but never standard input.
  void sort();

  [[nodiscard]] bool empty() const { return places_.empty(); }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] std::string_view path(std::size_t index) const {
    return std::string_view{bytes_}.substr(places_[index].offset, places_[index].length);
  }
  [[nodiscard]] origin from(std::size_t index) const { return places_[index].from; }

 private:
  struct place {
    std::uint64_t offset;
    std::uint32_t length;
    origin from;
  };
  std::string bytes_;
  std::vector<place> places_;
};

/// Reads a list of paths until its end: one a line (a carriage return before the line feed is dropped), or separated by
/// NUL bytes. Empty entries are skipped. `name` is for messages. Throws cannot_run.
void read_path_list(int descriptor, bool nul_separated, std::string_view name, path_list& into);

}  // namespace preflight::cli
