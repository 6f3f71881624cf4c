#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/facts/format.hpp>
#include <preflight/text/explanation.hpp>

namespace preflight {

/// How much a limit can be relied on.
enum class confidence : std::uint8_t {
  documented,   ///< stated by the service
  recommended,  ///< advised on the service's support pages
  reported,     ///< stated by third parties
  chosen        ///< our own cautious choice, not stated anywhere
};
inline constexpr std::array<std::string_view, 4> confidence_names{"documented", "recommended", "reported", "chosen"};
[[nodiscard]] constexpr std::string_view name_of(confidence c) { return confidence_names[static_cast<std::size_t>(c)]; }

/// Where a limit comes from.
struct citation {
  explanation source;     ///< a title or sentence that can be looked up
  std::string_view read;  ///< date it was read, ISO 8601
  preflight::confidence confidence = preflight::confidence::chosen;
};

template <class T>
struct limit {
  T value{};
  preflight::citation citation{};
};

/// What a service accepts: limits as data, inclusive, in bytes and pixels. An absent limit is not checked.
struct destination {
  std::string_view name;     ///< kebab-case, as on the command line
  std::string_view title;    ///< used after "for": "Zoom virtual backgrounds"
  std::string_view service;  ///< the service that applies the limits: "Zoom"

  limit<format_set> formats{};
  limit<std::uint64_t> max_bytes{};       ///< more is refused however the limit is read
  limit<std::uint64_t> safe_max_bytes{};  ///< accepted however the limit is read; <= max_bytes
  std::optional<limit<extent>> min_video_size{};
  std::optional<limit<extent>> max_video_size{};
  std::optional<limit<extent>> advised_picture_size{};  ///< smaller pictures look poor
  std::optional<limit<ratio>> picture_aspect{};         ///< width : height, within 1 %
  std::optional<limit<ratio>> required_aspect{};        ///< the same, where another shape is refused
  std::optional<limit<std::uint32_t>> max_files{};      ///< for one user, or for one webinar
  std::optional<citation> opaque_advised{};             ///< transparency is not shown
  std::optional<citation> still_advised{};              ///< animated pictures are shown still
  std::optional<citation> h264_advised{};               ///< videos in other codecs may not play

  [[nodiscard]] constexpr bool accepts(format f) const { return formats.value.empty() || formats.value.contains(f); }
};

}  // namespace preflight
