#pragma once

#include <preflight/decode/decoder.hpp>
#include <preflight/facts/format.hpp>

#include "protocol.hpp"

namespace preflight::worker {

/// Decodes one file that is said to be of this format. Whatever it throws but std::bad_alloc ends the process.
using decode_function = void (*)(const decode_job&, format expected, decode_result& out);

/// Makes a thumbnail of a file that was decoded without complaint.
using thumbnail_function = void (*)(const decode_job&, format expected, thumbnail& out);

/// The life of a worker: takes its orders, enters the jail, answers requests until its parent hangs up. Returns the
/// exit status of the process.
[[nodiscard]] int serve(decode_function decode, thumbnail_function make_thumbnail = nullptr);

}  // namespace preflight::worker
