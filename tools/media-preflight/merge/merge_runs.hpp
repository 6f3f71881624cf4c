#pragma once

#include <functional>
#include <memory>
#include <span>

#include <preflight/output/writer.hpp>

#include "merge/run_reader.hpp"

namespace preflight::cli {

/// Hands each file of one or more runs to `write`, in the order of output, with the counts so far, as if it were one
/// run. A file that several runs say the same about counts once, so a shard may be given twice. Throws fatal_error
/// where runs do not belong together. The elapsed time is that of the slowest.
[[nodiscard]] run_summary merge_runs(std::span<const std::unique_ptr<run_reader>> runs,
                                     const std::function<void(const file_line& file, const run_summary& total)>& write);

}  // namespace preflight::cli
