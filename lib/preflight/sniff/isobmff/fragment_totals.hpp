#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// What the samples of one track add up to, those of moov and those of all fragments.
struct track_total {
  std::uint32_t id = 0;
  std::uint32_t default_duration = 0;  ///< trex
  std::uint32_t timescale = 0;
  bool is_video = false;
  std::uint64_t samples = 0;
  std::uint64_t duration = 0;

  constexpr void add(std::uint64_t count, std::uint64_t ticks) {
    samples = saturating_add(samples, count);
    duration = saturating_add(duration, ticks);
  }
};

/// Of the first tracks of a movie: more than a few have never been seen in one file.
class track_totals {
 public:
  /// One that may be written to: of the track with this id, or of none where there are too many.
  constexpr track_total& of(std::uint32_t id) {
    for (std::size_t i = 0; i < count_; ++i) {
      if (totals_[i].id == id) {
        return totals_[i];
      }
    }
    track_total& next = count_ < totals_.size() ? totals_[count_++] : surplus_;
    next = {.id = id};
    return next;
  }

  /// The longest of the tracks with pictures, or of the others where none of those has a length.
  [[nodiscard]] constexpr media_time longest(bool video) const {
    media_time result;
    for (std::size_t i = 0; i < count_; ++i) {
      const media_time length{totals_[i].duration, totals_[i].timescale};
      if (totals_[i].is_video == video && length.seconds() > result.seconds()) {
        result = length;
      }
    }
    return result;
  }

 private:
  std::array<track_total, 16> totals_{};
  track_total surplus_;
  std::size_t count_ = 0;
};

}  // namespace preflight::detail
