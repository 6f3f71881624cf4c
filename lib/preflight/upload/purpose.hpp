#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/destinations/all.hpp>

namespace preflight::upload {

/// The use of a file in the service.
enum class purpose : std::uint8_t { background, picture, webinar_background, webinar_wallpaper };
inline constexpr std::array<std::string_view, 4> purpose_names{"background", "picture", "webinar-background",
                                                               "webinar-wallpaper"};
[[nodiscard]] constexpr std::string_view name_of(purpose p) { return purpose_names[static_cast<std::size_t>(p)]; }

/// Whether a target has one such file, which the next one replaces.
[[nodiscard]] constexpr bool replaces(purpose p) { return p == purpose::picture || p == purpose::webinar_wallpaper; }
/// Whether the service lists what a target has.
[[nodiscard]] constexpr bool is_listed(purpose p) { return p != purpose::picture; }

/// The built-in destination with its limits. A project may use its own destination instead.
[[nodiscard]] constexpr const destination& destination_of(purpose p) {
  constexpr std::array all{&destinations::zoom_background, &destinations::zoom_picture,
                           &destinations::zoom_webinar_background, &destinations::zoom_webinar_wallpaper};
  return *all[static_cast<std::size_t>(p)];
}

}  // namespace preflight::upload
