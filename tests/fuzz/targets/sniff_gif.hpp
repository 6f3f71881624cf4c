#pragma once

#include <preflight/sniffers/gif.hpp>

#include "../sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_gif{.name = "sniff_gif", .run = sniff_alone<preflight::sniffers::gif>};

}  // namespace fuzz::targets
