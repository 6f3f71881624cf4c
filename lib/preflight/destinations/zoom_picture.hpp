#pragma once

#include <preflight/destination.hpp>

namespace preflight::destinations {

inline constexpr destination zoom_picture{
    .name = "zoom-picture",
    .title = "Zoom profile pictures",
    .service = "Zoom",
    .formats = {{format::png, format::jpeg},
                {"Zoom API, \"Upload a user's profile picture\" (text of 2025-03-23): .jpeg and .png files; texts of "
                 "2019 and 2020 named gif as well",
                 "2026-11-22", confidence::documented}},
    // "2M" is 2,000,000 or 2 x 1,048,576 bytes; no Zoom text says which.
    .max_bytes =
        {2'097'152,
         {"Zoom API, \"Upload a user's profile picture\" (2021 text), error 120: \"File size cannot exceed 2M.\"; "
          "read here as 2 MiB",
          "2026-11-22", confidence::documented}},
    .safe_max_bytes =
        {2'000'000,
         {"Zoom API, \"Upload a user's profile picture\" (2021 text), error 120: \"File size cannot exceed 2M.\"; "
          "read here as 2 MB",
          "2026-11-22", confidence::documented}},
    .advised_picture_size = {{{200, 200},
                              {"Picovert (undated, names no source): pictures under 200x200 are too small",
                               "2026-11-22", confidence::reported}}},
    .picture_aspect =
        {{{1, 1},
          {"University of Minnesota, History Tools (undated): Zoom's own page crops the picture to a square",
           "2026-11-22", confidence::reported}}},
    .still_advised = {{"Zoom does not document animated profile pictures; assumed to be shown still", "2026-11-22",
                       confidence::chosen}},
};

}  // namespace preflight::destinations
