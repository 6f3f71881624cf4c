#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "files/descriptor.hpp"

namespace preflight::cli {

/// A child process and the socket to it. The child is killed and reaped when its owner goes.
class worker_process {
 public:
  using clock = std::chrono::steady_clock;

  /// Starts `program` with the other end of the socket as worker::socket_number and next to no environment.
  /// is_running() is false, and start_error() the errno value, where that is not possible.
  explicit worker_process(const std::string& program);
  worker_process(const worker_process&) = delete;
  worker_process& operator=(const worker_process&) = delete;
  ~worker_process();

  [[nodiscard]] bool is_running() const { return process_ > 0; }
  [[nodiscard]] int start_error() const { return start_error_; }
  [[nodiscard]] pid_t process() const { return process_; }

  /// Whether it has nothing to say and lives, as befits one that was asked nothing.
  [[nodiscard]] bool is_silent() const;

  /// False where the message could not be sent at once. `file` goes with it unless it is negative.
  [[nodiscard]] bool send(std::span<const std::byte> message, int file = -1) const;

  enum class arrival : std::uint8_t {
    message,  ///< exactly as long as `buffer`
    invalid,  ///< of another length, or with something attached
    closed,   ///< the worker closed its end, most likely by dying
    timed_out
  };
  [[nodiscard]] arrival receive(std::span<std::byte> buffer, clock::time_point deadline) const;

  /// Lets it use this much processor time from now on, or what is left to it by a hard limit that this program lives
  /// under itself; the system ends it with SIGXCPU beyond that. Returns how much that is.
  std::chrono::seconds allow_processor_time(std::chrono::seconds budget) const;

  /// Ends it if it has not ended by itself within that time. Returns the status as of waitpid(); -1 where it had to be
  /// ended here, or somebody else has taken its status.
  int end(std::chrono::milliseconds patience = std::chrono::milliseconds{0});

 private:
  pid_t process_ = -1;
  int start_error_ = 0;
  descriptor socket_;
};

}  // namespace preflight::cli
