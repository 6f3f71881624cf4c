#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/decoder.hpp>

namespace preflight {

/// A file from front to back, in pieces, as codec libraries ask for it. Where reading fails or time is up it ends as if
/// the file did; interrupted() tells which. Time is up at the job's deadline or after the budget's seconds, counted
/// from the construction, whichever comes first: a codec that asks for bytes cannot work on for long without noticing.
class decode_stream {
 public:
  explicit decode_stream(const decode_job& job)
      : from_{&job.file},
        seconds_{job.ceilings.seconds},
        own_{now() + std::chrono::seconds{seconds_}},
        given_{job.deadline} {}

  /// The bytes that come next, at least one; none at the end.
  std::span<const unsigned char> take() {
    refill();
    ran_out_ = ran_out_ || rest_.empty();
    return std::exchange(rest_, {});
  }

  /// How many bytes were left to put into `into`.
  std::size_t read(std::span<unsigned char> into) {
    std::size_t filled = 0;
    while (filled < into.size()) {
      refill();
      const std::size_t count = std::min(rest_.size(), into.size() - filled);
      if (count == 0) {
        ran_out_ = true;
        break;
      }
      std::ranges::copy(rest_.first(count), into.subspan(filled).begin());
      rest_ = rest_.subspan(count);
      filled += count;
    }
    return filled;
  }

  void skip(std::uint64_t count) {
    const auto held = static_cast<std::size_t>(std::min<std::uint64_t>(count, rest_.size()));
    rest_ = rest_.subspan(held);
    at_ += std::min(count - held, from_->size - std::min(at_, from_->size));
  }

  /// Of the byte that comes next, in bytes.
  [[nodiscard]] std::uint64_t position() const { return at_ - rest_.size(); }

  /// Goes on from another place, before or behind.
  void seek(std::uint64_t offset) {
    rest_ = {};
    at_ = std::min(offset, from_->size);
    ran_out_ = false;
  }

  /// Asks the clock; once late, always late.
  bool late() {
    if (state_ == state::open && now() > std::min(own_, given_)) {
      state_ = state::late;
    }
    return state_ == state::late;
  }

  /// Whether more bytes were asked for than there are.
  [[nodiscard]] bool exhausted() const { return ran_out_; }

  /// Says why, where it was not the end of the file that ended this stream.
  bool interrupted(decode_result& out) const {
    if (state_ == state::unreadable) {
      out.end(decode_outcome::rejected, "the file could not be read to its end");
    } else if (state_ == state::late && own_ <= given_) {
      out.exceed(ceiling::seconds, "decoding takes too long: ");
      out.message << digit_grouping{seconds_} << (seconds_ == 1 ? " second allowed" : " seconds allowed");
    } else if (state_ == state::late) {
      out.exceed(ceiling::seconds, "decoding takes too long: the deadline of the whole run has passed");
    }
    return state_ != state::open;
  }

 private:
  enum class state : std::uint8_t { open, late, unreadable };
  using clock = std::chrono::steady_clock;
  static clock::time_point now() { return clock::now(); }

  void refill() {
    if (!rest_.empty() || at_ >= from_->size || late() || state_ != state::open) {
      return;
    }
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(window_.size(), from_->size - at_));
    const std::ptrdiff_t count = from_->read(from_->context, at_, std::span{window_}.first(wanted));
    if (count < 0 || static_cast<std::size_t>(count) > wanted) {
      state_ = state::unreadable;
      return;
    }
    rest_ = std::span{window_}.first(static_cast<std::size_t>(count));
    at_ += static_cast<std::uint64_t>(count);
  }

  const byte_reader* from_;
  std::uint32_t seconds_;
  clock::time_point own_;
  clock::time_point given_;
  std::uint64_t at_ = 0;  // of the first byte behind the window
  std::span<const unsigned char> rest_;
  state state_ = state::open;
  bool ran_out_ = false;
  std::array<unsigned char, 16384> window_;  // left uninitialised on purpose: rest_ never covers what was not read
};

}  // namespace preflight
