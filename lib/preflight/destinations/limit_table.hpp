#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include <preflight/destination.hpp>
#include <preflight/text/explanation.hpp>

namespace preflight {

/// Where a destination keeps a limit. Its type says what is written for it: formats, bytes, a size in pixels, an
/// aspect, a number of files, or only that something is advised.
using limit_member =
    std::variant<limit<format_set> destination::*, limit<std::uint64_t> destination::*,
                 std::optional<limit<extent>> destination::*, std::optional<limit<ratio>> destination::*,
                 std::optional<limit<std::uint32_t>> destination::*, std::optional<citation> destination::*>;

struct limit_entry {
  std::string_view key;  ///< in configuration files and in every list of limits
  limit_member member;
  explanation statement;  ///< before the value, where a limit is explained; for advice, instead of one
  explanation meaning;    ///< what it limits, and its unit
};

/// Every limit that a destination can have. A new one is a member of destination and a line here; configuration files,
/// the commands `destinations` and `explain`, docs/destinations.md and the tests know it from here.
inline constexpr std::array limit_table{
    limit_entry{"formats", &destination::formats, "", "accepted formats, by name"},
    limit_entry{"max-bytes", &destination::max_bytes, "at most ", "largest file, in bytes"},
    limit_entry{"safe-max-bytes", &destination::safe_max_bytes, "at most ",
                "safe size in bytes where a limit can be read in two ways (15 MB or 15 MiB); above it, up to "
                "`max-bytes`, a file gets a warning"},
    limit_entry{"video-min", &destination::min_video_size, "at least ", "smallest video, width x height in pixels"},
    limit_entry{"video-max", &destination::max_video_size, "at most ", "largest video, width x height in pixels"},
    limit_entry{"picture-min", &destination::advised_picture_size, "at least ",
                "smallest picture that looks good, width x height in pixels; a smaller one gets a warning"},
    limit_entry{"aspect", &destination::picture_aspect, "",
                "shape of a picture, width:height; any other shape gets a warning"},
    limit_entry{"aspect-required", &destination::required_aspect, "",
                "shape of a picture, width:height; any other shape is refused"},
    limit_entry{"max-files", &destination::max_files, "for one user or webinar, at most ",
                "number of files of one user or webinar"},
    limit_entry{"advise-opaque", &destination::opaque_advised, "no transparency",
                "`true`: transparency gets a warning"},
    limit_entry{"advise-still", &destination::still_advised, "a still picture", "`true`: animation gets a warning"},
    limit_entry{"advise-h264", &destination::h264_advised, "H.264", "`true`: other video codecs get a warning"},
};

}  // namespace preflight
