#include "decode/validate_reply.hpp"

#include <cstddef>
#include <string_view>

namespace preflight::cli {
namespace {

template <std::size_t Capacity>
bool copy_printable(const inline_string<Capacity>& text, inline_string<Capacity>& out) {
  const std::size_t claimed_length = text.text().size();
  if (claimed_length > Capacity) {
    return false;
  }
  for (const char c : text.text()) {
    out << (c >= 0x20 && c < 0x7F ? c : '?');
  }
  return true;
}

/// A worker that lives has not crashed: `crashed` is for its parent to say.
constexpr bool may_be_claimed(decode_outcome o) {
  return o == decode_outcome::decoded || o == decode_outcome::rejected || o == decode_outcome::over_budget ||
         o == decode_outcome::unsupported;
}

}  // namespace

std::optional<decode_result> validate_reply(const decode_result& reply) {
  // A field more in a decoding is a field more to check here.
  static_assert(sizeof(decode_result) == 352);
  decode_result out{};
  if (!may_be_claimed(reply.outcome) || static_cast<std::size_t>(reply.ceiling) >= ceiling_count ||
      reply.rotation <= -360 || reply.rotation >= 360 || !copy_printable(reply.codec, out.codec) ||
      !copy_printable(reply.message, out.message)) {
    return std::nullopt;
  }
  out.outcome = reply.outcome;
  out.ceiling = reply.ceiling;
  out.size = reply.size;
  out.rotation = reply.rotation;
  out.video_codec = reply.video_codec;
  out.frames = reply.frames;
  out.packets = reply.packets;
  out.offset = reply.offset;
  out.duration_milliseconds = reply.duration_milliseconds;
  return out;
}

}  // namespace preflight::cli
