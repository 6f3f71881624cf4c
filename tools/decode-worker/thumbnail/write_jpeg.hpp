#pragma once

#include "protocol.hpp"
#include "thumbnail/shrunk_picture.hpp"

namespace preflight::worker {

/// Fills in the picture as a JPEG. Leaves it empty where it is not complete, or would be too long.
void write_jpeg(const shrunk_picture& picture, thumbnail& out);

}  // namespace preflight::worker
