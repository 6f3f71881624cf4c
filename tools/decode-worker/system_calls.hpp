#pragma once

namespace preflight::worker {

/// From here on the process can compute, use memory, read files that it is handed, and talk on its socket. Calls that
/// libraries make to look around answer EACCES; any other call ends the process with SIGSYS. False, with errno saying
/// why, where the system cannot do that.
[[nodiscard]] bool restrict_system_calls();

}  // namespace preflight::worker
