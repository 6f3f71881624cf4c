#pragma once

#include <optional>

#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>

namespace preflight::cli {

/// What a worker claims, as a value that is safe to use and to print: every field in its range, texts no longer than
/// they may be and of printable ASCII. Nothing where that takes more than replacing characters. The worker may be under
/// the control of the file it was given, so nothing in `reply` is believed; it may hold any bytes.
/// That a picture was decoded takes a frame of the size that the facts know.
[[nodiscard]] std::optional<decode_result> validate_reply(const decode_result& reply, const facts& file);

}  // namespace preflight::cli
