#pragma once

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/retry/clock.hpp>

#include "options/send_options.hpp"
#include "output/item_report.hpp"

namespace preflight::cli {

/// The clocks of a run that a person may end: from the first SIGINT or SIGTERM on, waiting throws upload::interrupted.
/// The second one does what it did before there were these clocks. One that is ignored stays so.
class interruptible_clock final : public upload::clock {
 public:
  interruptible_clock();
  using clock::wait;
  void wait(std::chrono::nanoseconds duration, const std::function<bool()>& is_needless) override;
  [[nodiscard]] static bool is_over();
};

/// Zoom, as the environment says where it is and who calls.
class connection {
 public:
  /// Signs in, so that what cannot work does not begin. Throws fatal_error.
  connection(const send_options& options, item_report& report);

  [[nodiscard]] upload::zoom_client& client() { return client_; }
  [[nodiscard]] upload::clock& clock() { return clock_; }
  [[nodiscard]] const upload::session& session() const { return session_; }

 private:
  interruptible_clock clock_;
  upload::zoom_client client_;
  upload::session session_;
};

}  // namespace preflight::cli
