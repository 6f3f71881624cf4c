#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/retry/clock.hpp>

#include "options/send_options.hpp"
#include "output/item_report.hpp"

namespace preflight::cli {

/// The clocks of a run that a person may end: from the first SIGINT or SIGTERM on, waiting throws upload::interrupted.
/// The second one does what it did before there were these clocks. One that is ignored stays so.
class interruptible_time final : public upload::clock {
 public:
  interruptible_time();
  using clock::wait;
  void wait(std::chrono::nanoseconds how_long, const std::function<bool()>& is_needless) override;
  [[nodiscard]] static bool is_over();
};

/// Zoom, as the environment says where it is and who calls.
class connection {
 public:
  /// Signs in, so that what cannot work does not begin. Throws fatal_error.
  connection(upload::zoom_plan rates, const sending_request& request, item_report& report);

  [[nodiscard]] upload::zoom_client& client() { return *client_; }
  [[nodiscard]] upload::zoom_api& zoom_api() { return *service_; }
  [[nodiscard]] upload::clock& time() { return time_; }
  [[nodiscard]] const upload::session& who() const { return who_; }

 private:
  interruptible_time time_;
  std::unique_ptr<upload::zoom_client> client_;
  std::unique_ptr<upload::zoom_api> service_;
  upload::session who_;
};

}  // namespace preflight::cli
