#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/destinations/all.hpp>

namespace preflight::upload {

/// The use of a file in the service.
enum class purpose : std::uint8_t { background, picture };
inline constexpr std::array<std::string_view, 2> purpose_names{"background", "picture"};
[[nodiscard]] constexpr std::string_view name_of(purpose p) { return purpose_names[static_cast<std::size_t>(p)]; }

/// The built-in destination with its limits. A project may use its own destination instead.
[[nodiscard]] constexpr const destination& destination_of(purpose p) {
  return p == purpose::background ? destinations::zoom_background : destinations::zoom_picture;
}

}  // namespace preflight::upload
