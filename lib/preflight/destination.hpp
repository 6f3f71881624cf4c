#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/facts/format.hpp>

namespace preflight {

/// How much a limit can be relied on.
enum class confidence : std::uint8_t {
  documented,   ///< the service's own text states it
  recommended,  ///< the service's support pages advise it
  reported,     ///< third parties say so
  chosen        ///< nobody says so; ours, and careful
};
inline constexpr std::array<std::string_view, 4> confidence_names{"documented", "recommended", "reported", "chosen"};
[[nodiscard]] constexpr std::string_view name_of(confidence c) { return confidence_names[static_cast<std::size_t>(c)]; }

/// Where a limit comes from.
struct citation {
  std::string_view source;  ///< a sentence or title somebody can look up
  std::string_view read;    ///< the day it was read, ISO 8601
  preflight::confidence confidence = preflight::confidence::chosen;
};

template <class T>
struct limit {
  T value{};
  citation from{};
};

/// What a service accepts: limits as data, inclusive, in bytes and pixels. An absent limit is not checked.
struct destination {
  std::string_view name;     ///< on the command line: kebab-case
  std::string_view title;    ///< in sentences, after "for": "Zoom virtual backgrounds"
  std::string_view service;  ///< who refuses: "Zoom"

  limit<format_set> formats{};
  limit<std::uint64_t> max_bytes{};       ///< more is refused by every reading of the limit
  limit<std::uint64_t> safe_max_bytes{};  ///< up to here every reading of the limit accepts; <= max_bytes
  std::optional<limit<extent>> min_video_size{};
  std::optional<limit<extent>> max_video_size{};
  std::optional<limit<extent>> advised_picture_size{};  ///< smaller pictures look poor
  std::optional<limit<ratio>> picture_aspect{};         ///< width : height, within 1 %
  std::optional<limit<std::uint32_t>> max_files{};     ///< for one user
  std::optional<citation> opaque_advised{};             ///< transparency does not survive
  std::optional<citation> still_advised{};              ///< an animated picture is not shown moving
  std::optional<citation> h264_advised{};               ///< a video in another codec may not play

  [[nodiscard]] constexpr bool accepts(format f) const { return formats.value.empty() || formats.value.contains(f); }
};

}  // namespace preflight
