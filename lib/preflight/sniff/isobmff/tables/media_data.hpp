#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail {

/// The fault of a table entry that names a chunk which lies elsewhere.
[[nodiscard]] constexpr fault misplaced_samples(std::uint64_t entry) {
  return {fault_kind::malformed, "samples lie outside the media data (mdat)", "ISO 14496-12 8.7.5", entry};
}

/// Where the media data of a file lies (mdat, ISO 14496-12 8.1.1), and whether the chunks of its tracks lie in there. A
/// chunk in front of the end of moov is looked up when the tables are followed; of those after it, which are followed
/// before the boxes there are known, only the first and the last are remembered.
class media_data {
 public:
  [[nodiscard]] static constexpr bool is_media(std::uint32_t type) {
    return type == fourcc("mdat") || type == fourcc("idat") || type == fourcc("imda");
  }

  /// A box that stands in no other, in the order of the file.
  constexpr void add_box(const box& b) {
    if (b.type == fourcc("moov")) {
      movie_start_ = b.offset;
      movie_end_ = b.end;
    } else if (is_media(b.type)) {
      movie_end_ == 0 ? add_earlier({b.payload, b.end}) : add_later({b.payload, b.end});
    }
    previous_is_media_ = is_media(b.type);
  }

  /// The chunk [start, end) that a table names in the entry at `entry`. False where it lies in another box.
  constexpr bool add_chunk(std::uint64_t start, std::uint64_t end, std::uint64_t entry) {
    if (start < movie_end_) {
      const auto holds = [&](const range& media) { return start >= media.start && end <= media.end; };
      return (has_more_ && end <= movie_start_) || std::any_of(earlier_.begin(), earlier_.begin() + count_, holds);
    }
    if (first_.entry == 0 || start < first_.position) {
      first_ = {start, entry};
    }
    if (end > last_.position) {
      last_ = {end, entry};
    }
    return true;
  }

  /// Once every box is known: the table entry of a chunk that lies outside the media data; 0 where there is none.
  [[nodiscard]] constexpr std::uint64_t misplaced_chunk() const {
    if (first_.entry != 0 && first_.position < later_.start) {
      return first_.entry;
    }
    return last_.entry != 0 && last_.position > later_.end ? last_.entry : 0;
  }

 private:
  struct range {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
  };
  struct chunk_edge {
    std::uint64_t position = 0;
    std::uint64_t entry = 0;
  };

  /// Boxes of media data one after the other count as one.
  constexpr void add_earlier(range media) {
    if (previous_is_media_ && count_ > 0) {
      earlier_[count_ - 1].end = media.end;
    } else if (count_ < earlier_.size()) {
      earlier_[count_++] = media;
    } else {
      has_more_ = true;
    }
  }

  constexpr void add_later(range media) {
    later_.start = later_.end == 0 ? media.start : later_.start;
    later_.end = media.end;
  }

  std::array<range, 8> earlier_{};
  std::size_t count_ = 0;
  bool has_more_ = false;
  bool previous_is_media_ = false;
  std::uint64_t movie_start_ = 0;
  std::uint64_t movie_end_ = 0;
  range later_;
  chunk_edge first_;
  chunk_edge last_;
};

}  // namespace preflight::detail
