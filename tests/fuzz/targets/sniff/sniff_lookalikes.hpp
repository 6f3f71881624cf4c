#pragma once

#include <preflight/sniff/lookalikes.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_lookalikes{.name = "sniff_lookalikes",
                                         .run = sniff_alone<preflight::detail::sniffers::lookalikes>};

}  // namespace fuzz::targets
