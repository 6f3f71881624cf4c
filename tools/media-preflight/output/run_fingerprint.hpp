#pragma once

#include <cstdint>

#include "options/scan_options.hpp"
#include "walk/path_list.hpp"

namespace preflight::cli {

/// Stands for all that decides which files a run looks at and what it says of them: what was asked for, as far as it
/// was typed or listed, and the configurations that count there, of which `by` knows at the end of the run. Shards of
/// one whole have the same, whatever their machines, outputs and numbers of jobs are.
[[nodiscard]] std::uint64_t run_fingerprint(const scan_options& request, const policies& by, bool judges,
                                            const path_list& asked);

}  // namespace preflight::cli
