#pragma once

#include <preflight/sniff/isobmff/isobmff.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_isobmff{.name = "sniff_isobmff",
                                      .run = sniff_alone<preflight::detail::sniffers::isobmff>};

}  // namespace fuzz::targets
