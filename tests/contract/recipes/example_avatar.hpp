#pragma once

#include <preflight/destination.hpp>

namespace preflight::destinations {

inline constexpr destination example_avatar{
    .name = "example-avatar",
    .title = "Example avatars",
    .service = "Example",
    .formats = {{format::png}, {"Example, developer guide", "2026-11-29", confidence::documented}},
    .max_bytes = {1'000'000, {"Example, developer guide", "2026-11-29", confidence::documented}},
    .safe_max_bytes = {1'000'000, {"Example, developer guide", "2026-11-29", confidence::documented}},
};

}  // namespace preflight::destinations
