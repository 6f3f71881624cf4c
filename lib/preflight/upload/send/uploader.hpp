#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/send/file_policy.hpp>
#include <preflight/upload/send/item_upload.hpp>

namespace preflight::upload {

struct sending_options {
  std::string folder;                       ///< absolute; where relative paths start from
  const plan* approved = nullptr;           ///< nothing is done that this plan does not say
  unsigned parallel = 1;                    ///< requests at once, and files in memory at once; never two for one target
  unsigned tries = 3;                       ///< of one item, as in item_upload_options
  std::chrono::milliseconds settle{2'000};  ///< as in item_upload_options
  /// Every item once, in the order of the plan, each as soon as those before it are done. By one thread at a time.
  std::function<void(std::size_t index, const item_result&)> show = {};
  /// Every item once, as soon as it is done, in any order. By several threads.
  std::function<void(const item_result&)> done = {};
};

/// Decides and sends one target after the other, so that what is asked and what is sent share each day's calls. `by`
/// has looked at the files, and asks the same service, with the same `over`. The ledger has each request on disk before
/// its first byte leaves, and its end right after. Each file is read once more, and sent only if its bytes are the
/// planned ones and pass; what is sent are the bytes that were looked at. Throws what `show` throws, and what looking
/// at a file does.
void send(planner& by, run_stopper& over, file_policy& how, zoom_api& to, ledger& book, clock& time,
          const sending_options& options);

}  // namespace preflight::upload
