#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace preflight::cli {

/// One line on a terminal that says how far a long run is. Silent at first, and where there is no terminal. A line that
/// is wider than the terminal ends at a comma before.
class progress {
 public:
  progress(int messages, bool wanted, std::chrono::milliseconds patience = std::chrono::milliseconds{500});
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() { erase(); }

  void show(std::uint64_t files, std::uint64_t failed);
  /// Any text, if a text may be shown now; `write` makes it.
  template <class Write>
  void show_text(const Write& write) {
    if (is_time()) {
      put(write());
    }
  }
  /// Takes the line away, so that something else can be written.
  void erase();
  /// Shows the last line again, if it was taken away.
  void restore();

 private:
  using clock = std::chrono::steady_clock;
  [[nodiscard]] bool is_time();
  void put(std::string_view line);

  int messages_;
  bool active_;
  bool visible_ = false;
  std::string last_;
  clock::time_point next_;
};

}  // namespace preflight::cli
