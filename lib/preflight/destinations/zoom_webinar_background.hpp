#pragma once

#include <preflight/destination.hpp>

namespace preflight::destinations {

inline constexpr destination zoom_webinar_background{
    .name = "zoom-webinar-background",
    .title = "backgrounds of Zoom webinars",
    .service = "Zoom",
    .formats =
        {{format::png, format::jpeg, format::gif},
         {"Zoom API, \"Upload a webinar's branding Virtual Background\" (text of 2024-03-21): JPG/JPEG, GIF or PNG",
          "2026-11-22", confidence::documented}},
    // "15 megabytes" is 15,000,000 or 15 x 1,048,576 bytes; no Zoom text says which.
    .max_bytes = {15'728'640,
                  {"Zoom API, \"Upload a webinar's branding Virtual Background\" (text of 2024-03-21): at most 15 "
                   "megabytes (MB); read here as 15 MiB",
                   "2026-11-22", confidence::documented}},
    .safe_max_bytes = {15'000'000,
                       {"Zoom API, \"Upload a webinar's branding Virtual Background\" (text of 2024-03-21): at most 15 "
                        "megabytes (MB); read here as 15 MB",
                        "2026-11-22", confidence::documented}},
    .picture_aspect = {{{16, 9},
                        {"Zoom Support on virtual backgrounds (as quoted by Tapflare, 2025): an aspect ratio of 16:9",
                         "2026-11-22", confidence::recommended}}},
    .max_files = {{10,
                   {"Zoom API, \"Upload a webinar's branding Virtual Background\" (text of 2024-03-21): at most 10 "
                    "files in a webinar",
                    "2026-11-22", confidence::documented}}},
    .still_advised = {{"Zoom does not document animated pictures as backgrounds; assumed to be shown still",
                       "2026-11-22", confidence::chosen}},
};

}  // namespace preflight::destinations
