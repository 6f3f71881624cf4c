#pragma once

#include <preflight/destination.hpp>

namespace preflight::destinations {

inline constexpr destination zoom_webinar_wallpaper{
    .name = "zoom-webinar-wallpaper",
    .title = "wallpapers of Zoom webinars",
    .service = "Zoom",
    .formats = {{format::png, format::jpeg, format::gif},
                {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): JPG/JPEG, GIF or PNG",
                 "2026-11-22", confidence::documented}},
    // "15 megabytes" is 15,000,000 or 15 x 1,048,576 bytes; no Zoom text says which.
    .max_bytes = {15'728'640,
                  {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): at most 15 megabytes "
                   "(MB); read here as 15 MiB",
                   "2026-11-22", confidence::documented}},
    .safe_max_bytes = {15'000'000,
                       {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): at most 15 "
                        "megabytes (MB); read here as 15 MB",
                        "2026-11-22", confidence::documented}},
    .advised_picture_size =
        {{{1920, 1080},
          {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): 1920x1080 pixels are recommended",
           "2026-11-22", confidence::recommended}}},
    .required_aspect = {{{16, 9},
                         {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): it must have an "
                          "aspect ratio of 16:9",
                          "2026-11-22", confidence::documented}}},
    .max_files =
        {{1,
          {"Zoom API, \"Upload a webinar's branding wallpaper\" (text of 2024-03-21): a webinar can have only one",
           "2026-11-22", confidence::documented}}},
    .still_advised = {{"Zoom does not document animated pictures as wallpapers; assumed to be shown still",
                       "2026-11-22", confidence::chosen}},
};

}  // namespace preflight::destinations
