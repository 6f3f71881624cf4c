#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include <preflight/upload/response/api_result.hpp>

namespace preflight::upload {

/// For what a call is made: a service may answer the one and not the other.
enum class call_side : std::uint8_t { asking, sending };

/// Why a run begins nothing more, where that is so: the first reason counts. One for asking and sending together, and
/// for several threads.
class run_stopper {
 public:
  /// `in_a_row`: after so many calls without an answer of the service the run ends. `is_over`: a person wants to end
  /// it.
  explicit run_stopper(unsigned in_a_row = 5, std::function<bool()> is_over = {});

  void stop(const std::string& why);
  /// Every answer; one that no later call could have otherwise ends the run.
  void record_response(const api_result& said, call_side of);

  /// A clause or a sentence; empty where the run goes on.
  [[nodiscard]] std::string stop_reason();
  /// Whether what ended it is a daily limit.
  [[nodiscard]] bool is_day_over();

 private:
  void stop_locked(const std::string& why);

  unsigned in_a_row_;
  std::function<bool()> is_over_;
  std::mutex one_at_a_time_;
  std::string why_;
  bool is_day_over_ = false;
  std::array<unsigned, 2> fruitless_{};
};

}  // namespace preflight::upload
