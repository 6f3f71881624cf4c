#pragma once

#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/run_context.hpp>

namespace preflight::upload {

/// Decides and sends one target after the other, so that what is asked and what is sent share each day's calls.
/// `planner` has inspected the files, with the same `run`, which has a ledger and a service. The ledger has each
/// request on disk before its first byte leaves, and its end right after. Each file is read once more, and sent only if
/// its bytes are the planned ones and pass; what is sent are the bytes that were inspected. Throws what
/// run_observers::on_result throws, and what inspecting a file does.
void send(planner& planner, run_context& run);

}  // namespace preflight::upload
