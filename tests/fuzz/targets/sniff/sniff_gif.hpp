#pragma once

#include <preflight/sniff/gif.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

inline constexpr target sniff_gif{.name = "sniff_gif", .run = sniff_alone<preflight::detail::sniffers::gif>};

}  // namespace fuzz::targets
