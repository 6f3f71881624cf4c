#pragma once

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/retry/clock.hpp>

#include "options/send_options.hpp"
#include "output/item_report.hpp"

namespace preflight::cli {

/// The clocks of a run that a person may end: from the first SIGINT, SIGTERM or SIGHUP on, waiting throws
/// upload::interrupted. The second one does what it did before there were these clocks. One that is ignored stays so.
class interruptible_clock final : public upload::clock {
 public:
  interruptible_clock();
  using clock::wait;
  void wait(std::chrono::nanoseconds duration, const std::function<bool()>& is_needless) override;
  [[nodiscard]] static bool is_over();
};

/// Whose entries of a ledger are meant: by the environment. Throws fatal_error.
[[nodiscard]] upload::ledger_owner owner_from_environment();

/// Zoom, as the environment says where it is and who calls, signed in from the start. Throws fatal_error.
struct connection {
  connection(const send_options& options, item_report& report);

  interruptible_clock clock;
  upload::zoom_client client;
  upload::session session;
};

}  // namespace preflight::cli
