#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include <preflight/destination.hpp>

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
};

/// Every limit that a destination can have. A new one is a member of destination and a line here; configuration files,
/// the command `destinations` and the tests know it from here.
inline constexpr std::array limit_table{
    limit_entry{"formats", &destination::formats},
    limit_entry{"max-bytes", &destination::max_bytes},
    limit_entry{"sure-bytes", &destination::safe_max_bytes},
    limit_entry{"video-min", &destination::min_video_size},
    limit_entry{"video-max", &destination::max_video_size},
    limit_entry{"picture-min", &destination::advised_picture_size},
    limit_entry{"aspect", &destination::picture_aspect},
    limit_entry{"max-files", &destination::max_files},
    limit_entry{"advise-opaque", &destination::opaque_advised},
    limit_entry{"advise-still", &destination::still_advised},
    limit_entry{"advise-h264", &destination::h264_advised},
};

}  // namespace preflight
