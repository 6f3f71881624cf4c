#pragma once

#include <preflight/destination.hpp>

namespace preflight::destinations {

inline constexpr destination zoom_background{
    .name = "zoom-background",
    .title = "Zoom virtual backgrounds",
    .service = "Zoom",
    .formats = {{format::png, format::jpeg, format::gif, format::mp4, format::mov},
                {"Zoom API, \"Upload virtual background files\" (text of 2025-03-23): JPG/JPEG, GIF or PNG images, MP4 "
                 "or MOV videos",
                 "2026-11-22", confidence::documented}},
    // "15 megabytes" is 15,000,000 or 15 x 1,048,576 bytes; no Zoom text says which.
    .max_bytes = {15'728'640,
                  {"Zoom API, \"Upload virtual background files\" (text of 2025-03-23): at most 15 megabytes (MB); "
                   "read here as 15 MiB",
                   "2026-11-22", confidence::documented}},
    .safe_max_bytes = {15'000'000,
                       {"Zoom API, \"Upload virtual background files\" (text of 2025-03-23): at most 15 megabytes "
                        "(MB); read here as 15 MB",
                        "2026-11-22", confidence::documented}},
    .min_video_size = {{{480, 360},
                        {"Zoom API, \"Upload virtual background files\" (text of 2025-03-23): video resolution at "
                         "least 480 by 360 pixels",
                         "2026-11-22", confidence::documented}}},
    .max_video_size = {{{1920, 1080},
                        {"Zoom API, \"Upload virtual background files\" (text of 2025-03-23): video resolution at most "
                         "1920 by 1080 pixels",
                         "2026-11-22", confidence::documented}}},
    .advised_picture_size =
        {{{1280, 720},
          {"Zoom Support on virtual backgrounds (as quoted by Tapflare, 2025): 1280x720 or 1920x1080 pixels",
           "2026-11-22", confidence::recommended}}},
    .picture_aspect = {{{16, 9},
                        {"Zoom Support on virtual backgrounds (as quoted by Tapflare, 2025): an aspect ratio of 16:9",
                         "2026-11-22", confidence::recommended}}},
    .max_files =
        {{10,
          {"Zoom API, \"Upload virtual background files\" (2021 text), error 120: \"A maximum of 10 files are allowed "
           "for a user.\"",
           "2026-11-22", confidence::documented}}},
    .opaque_advised =
        {{"Zoom Support on virtual backgrounds (as quoted by Tapflare, 2025): 24-bit PNG, which has no transparency",
          "2026-11-22", confidence::reported}},
    .still_advised = {{"Zoom does not document animated pictures as backgrounds; assumed to be shown still",
                       "2026-11-22", confidence::chosen}},
    .h264_advised = {{"Zoom documents no codec; practically everything plays H.264", "2026-11-22", confidence::chosen}},
};

}  // namespace preflight::destinations
