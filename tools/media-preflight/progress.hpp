#pragma once

#include <chrono>
#include <cstdint>

namespace preflight::cli {

/// One line on a terminal that says how far a long run is. Silent at first, and where there is no terminal.
class progress {
 public:
  progress(int messages, bool wanted, std::chrono::milliseconds patience = std::chrono::milliseconds{500});
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() { erase(); }

  void show(std::uint64_t files, std::uint64_t failed);
  /// Takes the line away, so that something else can be written.
  void erase();

 private:
  using clock = std::chrono::steady_clock;
  int messages_;
  bool active_;
  bool visible_ = false;
  clock::time_point next_;
};

}  // namespace preflight::cli
