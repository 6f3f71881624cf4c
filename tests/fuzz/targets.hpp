#pragma once

#include <span>

#include "fuzz/target.hpp"

namespace fuzz {

/// Every target there is. A new one is one header under targets/ and one entry in targets.cpp.
[[nodiscard]] std::span<const target* const> all_targets();

}  // namespace fuzz
