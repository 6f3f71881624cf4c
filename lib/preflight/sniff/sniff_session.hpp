#pragma once

#include <cstdint>
#include <tuple>

#include <preflight/facts.hpp>
#include <preflight/sniff/displaced.hpp>
#include <preflight/sniff/sniffer.hpp>
#include <preflight/sniff/sniffers.hpp>

namespace preflight {

/// One file being sniffed, from first byte to facts, without doing any input or output itself:
///
///   sniff_session session{file_size};
///   for (read_request next = session.first(); !next.is_done(); next = session.feed(window)) {
///     if (!read_into(window, next)) { return; }  // shorter than file_size said: feed() would ask for the same again
///   }
///   session.facts();
///
/// A state of about 42 KiB, most of it for the text that a PNG may have in compressed form; no allocation, no pointer
/// into any window kept.
class sniff_session {
 public:
  constexpr explicit sniff_session(std::uint64_t file_size, preflight::depth depth = preflight::depth::structure,
                                   const budget& ceilings = {})
      : request_{file_size, depth, ceilings} {
    facts_.file_size = file_size;
    facts_.depth_reached = depth;
    if (file_size == 0) {
      facts_.format = format::empty;
    }
    next_ = request_.request_range(0, head_size);
  }

  [[nodiscard]] constexpr read_request first() const { return next_; }

  /// `window` must cover the request last answered; one that does not is answered with the same request again.
  constexpr read_request feed(byte_view window) {
    if (next_.is_done() || !window.covers(next_.offset, next_.length)) {
      return next_;
    }
    requested_bytes_ += next_.length;
    if (phase_ == phase::claiming) {
      facts_.format = all_sniffers::claim(window.part(0, head_size));
      phase_ = phase::walking;
      const bool may_be_displaced = facts_.format == format::unknown || detail::is_text(facts_.format);
      if (may_be_displaced && detail::displaced::find(window.part(0, head_size), facts_)) {
        return next_ = done;
      }
    }
    next_ = phase_ == phase::walking ? walk(window) : trailer(window);
    if (!next_.is_done() && requested_bytes_ + next_.length > request_.ceilings.bytes) {
      facts_.faults.add(ceiling_fault(ceiling::bytes, "too many bytes would have to be read", next_.offset,
                                      request_.ceilings.bytes, requested_bytes_ + next_.length));
      next_ = done;
    }
    return next_;
  }

  /// What is known so far; all that will be known once feed() answers that it needs nothing more.
  [[nodiscard]] constexpr const preflight::facts& facts() const { return facts_; }

 private:
  enum class phase : std::uint8_t { claiming, walking, trailer };
  static constexpr std::uint32_t trailer_size = 64;

  // Before its caller: clang 14 instantiates it too late for constant expressions otherwise.
  template <class... S>
  constexpr read_request dispatch(byte_view window, S&... states) {
    read_request more = done;
    const auto advance = [&](auto& state) {
      for (const format f : state.formats) {
        if (f == facts_.format) {
          more = state.advance(window, request_, facts_);
          return true;
        }
      }
      return false;
    };
    static_cast<void>((advance(states) || ...));
    return more;
  }

  constexpr read_request walk(byte_view window) {
    const read_request more = std::apply([&](auto&... states) { return dispatch(window, states...); }, states_);
    if (!more.is_done()) {
      return more;
    }
    if (facts_.max_pixels() > request_.ceilings.pixels) {
      facts_.faults.add(ceiling_fault(
          ceiling::pixels,
          facts_.video_tracks > 0 ? "a frame of the video has too many pixels" : "the picture has too many pixels", 0,
          request_.ceilings.pixels, facts_.max_pixels()));
    }
    if (facts_.trailing_bytes() == 0) {
      return done;
    }
    phase_ = phase::trailer;
    const read_request rest = request_.request_range(*facts_.end, trailer_size);
    return window.covers(rest.offset, rest.length) ? trailer(window) : rest;
  }

  constexpr read_request trailer(byte_view window) {
    const byte_view rest = window.part(*facts_.end, request_.request_range(*facts_.end, trailer_size).length);
    facts_.trailing_format = all_sniffers::claim(rest);
    return done;
  }

  sniff_request request_;
  read_request next_;
  std::uint64_t requested_bytes_ = 0;
  phase phase_ = phase::claiming;
  preflight::facts facts_;
  all_sniffers::states states_{};
};

}  // namespace preflight
