#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "files/descriptor.hpp"

namespace preflight::cli {

/// The lines of a file or pipe, one after the other, in memory for the longest of them.
class line_reader {
 public:
  /// "-" is standard input, at the descriptor `input`. Throws fatal_error, and so does next().
  line_reader(const std::string& path, int input);

  /// False at the end.
  [[nodiscard]] bool next();
  /// Without its line feed; until the next one is asked for.
  [[nodiscard]] std::string_view line() const { return std::string_view{buffer_}.substr(begin_, length_); }
  /// Of the line, from 1.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] int descriptor_number() const { return number_of_file_; }
  /// For messages.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  [[nodiscard]] bool fill();

  std::string name_;
  descriptor file_;
  int number_of_file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t length_ = 0;
  std::size_t next_ = 0;  ///< where the next line begins
  std::uint64_t number_ = 0;
};

}  // namespace preflight::cli
