#pragma once

#include <preflight/decode/decoder.hpp>

#include "protocol.hpp"

namespace preflight::worker {

/// The picture, or its first frame, small. Leaves it empty where there is no way.
void make_picture_thumbnail(const decode_job& job, format expected, thumbnail& out);

}  // namespace preflight::worker
