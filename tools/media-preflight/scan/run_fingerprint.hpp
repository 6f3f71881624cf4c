#pragma once

#include <cstdint>

#include "config/policies.hpp"
#include "options/scan_options.hpp"
#include "scan/baseline.hpp"
#include "walk/path_list.hpp"

namespace preflight::cli {

/// Stands for all that decides which files a run looks at and what it says of them: the options, the paths, and the
/// configurations that count there, which `policies` know at the end of the run. Shards of one whole have the same,
/// whatever their machines, outputs and numbers of jobs are.
[[nodiscard]] std::uint64_t run_fingerprint(const scan_options& options, const policies& policies,
                                            const path_list& paths, const baseline& known);

}  // namespace preflight::cli
