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
         o == decode_outcome::unsupported || o == decode_outcome::not_used;
}

/// What was decoded has frames, and a picture's are of its size. Sound alone has none.
bool may_be_decoded(const decode_result& reply, const facts& file) {
  if (file.video_tracks > 0 || info(file.format).kind != kind::image) {
    return true;  // whether its frames came, and of what size, is for the rules to say
  }
  const extent stored{file.coded.width, file.height_after_scan.value_or(file.coded.height)};
  return reply.frames > 0 && (!stored.usable() || reply.size == stored);
}

}  // namespace

std::optional<decode_result> validate_reply(const decode_result& reply, const facts& file) {
  // A field more in a decoding is a field more to check here.
  static_assert(sizeof(decode_result) == 360);
  decode_result out{};
  if (!may_be_claimed(reply.outcome) || static_cast<std::size_t>(reply.surplus) >= surplus_count ||
      static_cast<std::size_t>(reply.ceiling) >= ceiling_count ||
      static_cast<std::size_t>(reply.proof) >= decode_proof_names.size() ||
      (reply.proof == decode_proof::none) == (reply.outcome == decode_outcome::decoded) || reply.rotation <= -360 ||
      reply.rotation >= 360 || !copy_printable(reply.codec, out.codec) || !copy_printable(reply.message, out.message) ||
      (reply.outcome == decode_outcome::decoded && !may_be_decoded(reply, file))) {
    return std::nullopt;
  }
  out.outcome = reply.outcome;
  out.ceiling = reply.ceiling;
  out.proof = reply.proof;
  out.size = reply.size;
  out.rotation = reply.rotation;
  out.video_codec = reply.video_codec;
  out.frames = reply.frames;
  out.packets = reply.packets;
  out.offset = reply.offset;
  out.surplus = reply.surplus;
  out.surplus_offset = reply.surplus_offset;
  out.duration_milliseconds = reply.duration_milliseconds;
  return out;
}

}  // namespace preflight::cli
