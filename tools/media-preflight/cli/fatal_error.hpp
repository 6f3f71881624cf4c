#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace preflight::cli {

/// Thrown where a command cannot do what it was asked: bad usage, bad configuration, an output that cannot be written.
/// Ends the run with status 2. What is wrong with a file that is checked is a finding, never this.
class fatal_error : public std::runtime_error {
 public:
  explicit fatal_error(std::string text) : std::runtime_error{text}, text_{std::move(text)} {}

  /// what() would end at a NUL, which a name in a file may contain.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace preflight::cli
