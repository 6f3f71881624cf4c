#pragma once

#include <string_view>

#include "scan/shard.hpp"

namespace preflight::cli {

/// What --shard says: "3/8", or "auto" for the place of this task in a Slurm array or in an indexed job of Kubernetes,
/// from the environment. Throws fatal_error.
[[nodiscard]] shard parse_shard(std::string_view text);

}  // namespace preflight::cli
