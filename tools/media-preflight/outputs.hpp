#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/writer.hpp>

#include "descriptor.hpp"
#include "progress.hpp"
#include "surroundings.hpp"

namespace preflight::cli {

/// Where a run writes to: each --output FORMAT[:FILE].
class outputs {
 public:
  struct output {
    const writer* form;
    appearance how;
    std::string name;  ///< of the place, for messages
    descriptor file;   ///< closed where it is standard output
    int number;
    std::string waiting;    ///< not written yet
    bool is_begun = false;  ///< a file has been written, so the next one comes after `between`
  };

  /// Opens the files, and changes nothing in them yet. No format at all is text on standard output. Throws cannot_run.
  outputs(std::span<const std::string> asked_for, const appearance& how, const surroundings& around, progress& line);

  [[nodiscard]] const std::vector<output>& all() const { return all_; }
  /// Empties the files.
  void begin();
  /// What was written about some files, a text for each output; puts `between` in front where it belongs. It leaves at
  /// once, or a moment later together with what follows.
  void write(std::span<const std::string> texts);
  void end(const run_summary& run);

  /// The same around items that are sent.
  void begin_items();
  void end_items(const item_summary& run);

 private:
  static void empty(const output& one);
  void send(output& one);

  std::vector<output> all_;
  progress* line_;
  std::chrono::steady_clock::time_point next_sending_;
};

/// The writer called so. Throws cannot_run with the nearest name.
[[nodiscard]] const writer& must_be_writer(std::string_view name);

}  // namespace preflight::cli
