#pragma once

#include <array>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/destinations/zoom_background.hpp>
#include <preflight/destinations/zoom_picture.hpp>
#include <preflight/destinations/zoom_webinar_background.hpp>
#include <preflight/destinations/zoom_webinar_wallpaper.hpp>

namespace preflight {

/// Every built-in destination; the first is the default.
inline constexpr std::array all_destinations{
    &destinations::zoom_background,
    &destinations::zoom_picture,
    &destinations::zoom_webinar_background,
    &destinations::zoom_webinar_wallpaper,
};

/// nullptr if no built-in destination has that name.
[[nodiscard]] constexpr const destination* destination_named(std::string_view name) {
  for (const destination* built_in : all_destinations) {
    if (built_in->name == name) {
      return built_in;
    }
  }
  return nullptr;
}

}  // namespace preflight
