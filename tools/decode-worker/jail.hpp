#pragma once

#include <cstdint>

#include "protocol.hpp"

namespace preflight::worker {

/// What the process is from here on: no files but its socket and /dev/null, no children, little memory, no other
/// privileges, next to no system calls. `memory` is in bytes, beyond what the process holds now. Returns the step that
/// failed, with its errno value, or ready.
[[nodiscard]] readiness enter_jail(std::uint64_t memory, bool with_filter);

}  // namespace preflight::worker
