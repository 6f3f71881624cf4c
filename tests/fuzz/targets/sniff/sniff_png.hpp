#pragma once

#include <preflight/sniff/png.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_png{.name = "sniff_png", .run = sniff_alone<preflight::detail::sniffers::png>};

}  // namespace fuzz::targets
