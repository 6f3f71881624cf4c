#pragma once

#include <preflight/sniffers/png.hpp>

#include "../sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_png{.name = "sniff_png", .run = sniff_alone<preflight::sniffers::png>};

}  // namespace fuzz::targets
