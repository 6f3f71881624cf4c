#pragma once

#include <preflight/decode/decoder.hpp>

#include "protocol.hpp"

namespace preflight::worker {

/// The first frame of the first video track, small. Leaves it empty where there is no way.
void make_video_thumbnail(const decode_job& job, format expected, thumbnail& out);

}  // namespace preflight::worker
