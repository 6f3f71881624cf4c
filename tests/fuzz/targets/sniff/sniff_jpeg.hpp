#pragma once

#include <preflight/sniff/jpeg.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_jpeg{.name = "sniff_jpeg", .run = sniff_alone<preflight::detail::sniffers::jpeg>};

}  // namespace fuzz::targets
