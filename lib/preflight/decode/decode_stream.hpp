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

/// A file from front to back, in pieces, as codec libraries ask for it. Where reading fails, time is up or the ceiling
/// of bytes is reached it ends as if the file did; interrupted() tells which. Time is up at the job's deadline or after
/// the budget's seconds, counted from the construction, whichever comes first: a codec that asks for bytes cannot work
/// on for long without noticing.
class decode_stream {
 public:
  explicit decode_stream(const decode_job& job)
      : file_{&job.file},
        max_bytes_{job.ceilings.bytes},
        seconds_{job.ceilings.seconds},
        own_deadline_{now() + std::chrono::seconds{seconds_}},
        job_deadline_{job.deadline} {}

  /// The bytes that come next, at least one; none at the end.
  std::span<const unsigned char> take() {
    refill();
    exhausted_ = exhausted_ || rest_.empty();
    return std::exchange(rest_, {});
  }

  /// How many bytes were left to put into `buffer`.
  std::size_t read(std::span<unsigned char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      refill();
      const std::size_t count = std::min(rest_.size(), buffer.size() - filled);
      if (count == 0) {
        exhausted_ = true;
        break;
      }
      std::ranges::copy(rest_.first(count), buffer.subspan(filled).begin());
      rest_ = rest_.subspan(count);
      filled += count;
    }
    return filled;
  }

  void skip(std::uint64_t count) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(count, rest_.size()));
    rest_ = rest_.subspan(skipped);
    position_ += std::min(count - skipped, file_->size - std::min(position_, file_->size));
  }

  /// Of the byte that comes next, in bytes.
  [[nodiscard]] std::uint64_t position() const { return position_ - rest_.size(); }

  /// Goes on from another place, before or after.
  void seek(std::uint64_t offset) {
    rest_ = {};
    position_ = std::min(offset, file_->size);
    exhausted_ = false;
  }

  /// Asks the clock; once late, always late.
  bool late() {
    if (state_ == state::open && now() > std::min(own_deadline_, job_deadline_)) {
      state_ = state::late;
    }
    return state_ == state::late;
  }

  /// Whether more bytes were asked for than there are.
  [[nodiscard]] bool exhausted() const { return exhausted_; }

  /// Says why, where it was not the end of the file that ended this stream.
  bool interrupted(decode_result& out) const {
    if (state_ == state::too_long) {
      out.exceed(ceiling::bytes, "decoding reads too much data: ");
      out.message << digit_grouping{max_bytes_} << " bytes allowed";
    } else if (state_ == state::unreadable) {
      out.end(decode_outcome::rejected, "the file could not be read to its end");
    } else if (state_ == state::late && own_deadline_ <= job_deadline_) {
      out.exceed(ceiling::seconds, "decoding takes too long: ");
      out.message << digit_grouping{seconds_} << (seconds_ == 1 ? " second allowed" : " seconds allowed");
    } else if (state_ == state::late) {
      out.exceed(ceiling::seconds, "decoding takes too long: the deadline of the whole run has passed");
    }
    return state_ != state::open;
  }

 private:
  enum class state : std::uint8_t { open, late, too_long, unreadable };
  using clock = std::chrono::steady_clock;
  static clock::time_point now() { return clock::now(); }

  void refill() {
    if (!rest_.empty() || position_ >= file_->size || late() || state_ != state::open) {
      return;
    }
    if (position_ >= max_bytes_) {
      state_ = state::too_long;
      return;
    }
    const std::uint64_t end = std::min(file_->size, max_bytes_);
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(window_.size(), end - position_));
    const std::ptrdiff_t count = file_->read(file_->context, position_, std::span{window_}.first(length));
    if (count < 0 || static_cast<std::size_t>(count) > length) {
      state_ = state::unreadable;
      return;
    }
    rest_ = std::span{window_}.first(static_cast<std::size_t>(count));
    position_ += static_cast<std::uint64_t>(count);
  }

  const byte_reader* file_;
  std::uint64_t max_bytes_;
  std::uint32_t seconds_;
  clock::time_point own_deadline_;
  clock::time_point job_deadline_;
  std::uint64_t position_ = 0;  // of the first byte after the window
  std::span<const unsigned char> rest_;
  state state_ = state::open;
  bool exhausted_ = false;
  std::array<unsigned char, 16384> window_;  // left uninitialised on purpose: rest_ never covers what was not read
};

}  // namespace preflight
