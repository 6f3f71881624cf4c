#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include <preflight/upload/api/api_result.hpp>

namespace preflight::upload {

/// The reason for a call: a service may answer the one and not the other.
enum class call_side : std::uint8_t { asking, sending };

/// Why a run begins nothing more, where that is so: the first reason counts. One for asking and sending together, and
/// for several threads.
class run_stopper {
 public:
  /// `in_a_row`: after so many calls without a response of the service, the run ends. `is_over`: a person wants to end
  /// it.
  explicit run_stopper(unsigned in_a_row = 5, std::function<bool()> is_over = {});

  void stop(const std::string& reason);
  /// Every answer; one that no later call could have otherwise ends the run.
  void record_response(const api_result& result, call_side side);

  /// A clause or a sentence; empty where the run goes on.
  [[nodiscard]] std::string stop_reason();
  /// Whether what ended it is a daily limit.
  [[nodiscard]] bool is_day_over();

 private:
  unsigned in_a_row_;
  std::function<bool()> is_over_;
  std::mutex guard_;
  std::string reason_;
  bool is_day_over_ = false;
  std::array<unsigned, 2> fruitless_{};
};

}  // namespace preflight::upload
