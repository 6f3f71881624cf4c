#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/sniff/isobmff/fragment_totals.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail {

/// A box of ISO 14496-12 (clause 4.2), or an atom of the QuickTime File Format: the same thing.
struct box {
  std::uint32_t type = 0;
  std::uint64_t offset = 0;   ///< of its size field
  std::uint64_t payload = 0;  ///< offset of what follows the header
  std::uint64_t end = 0;      ///< never past the end of its parent or of the file
};

/// One of the tables that lead from a track to its samples: where its entries stand.
struct entry_table {
  std::uint64_t offset = 0;
  std::uint32_t count = 0;
  std::uint8_t entry_bits = 0;  ///< 0 where there is no such table
};

/// The a, b, c, d of a matrix {a b u, c d v, x y w}, in 16.16 fixed point: p' = p * matrix (ISO 14496-12, 6.2.2).
struct linear_map {
  std::int32_t a = 0x10000;
  std::int32_t b = 0;
  std::int32_t c = 0;
  std::int32_t d = 0x10000;
  friend constexpr bool operator==(const linear_map&, const linear_map&) = default;
};

/// What is gathered about one track until its box ends.
struct track_builder {
  video_track video;
  std::uint32_t handler = 0;  ///< hdlr: 'vide', 'soun', …
  bool visual_header = false;
  bool is_auxiliary = false;  ///< a thumbnail, depth or alpha of another track
  bool has_entry = false;
  std::uint32_t entry_type = 0;  ///< of the entry at hand
  std::uint64_t entry_offset = 0;
  std::uint64_t matrix_offset = 0;
  std::uint64_t latest_entry_offset = 0;
  bool has_configuration = false;  ///< the entry at hand has one that a decoder can begin with
  std::uint32_t entries = 0;       ///< of stsd, seen so far
  extent later_entry;              ///< the latest of them but for the first
  ratio later_aspect;              ///< its pixel aspect
  std::uint64_t media_header_offset = 0;
  bool has_media_header = false;
  std::uint64_t duration = 0;
  std::uint32_t timescale = 0;
  entry_table sizes;           ///< stsz, stz2
  std::uint32_t one_size = 0;  ///< stsz: the size of every sample, where it is not 0
  entry_table runs;            ///< stsc
  entry_table chunks;          ///< stco, co64
  entry_table times;           ///< stts
  std::uint64_t timed_samples = 0;
  std::uint64_t timed_duration = 0;  ///< of those, in 1/timescale seconds
  entry_table sync_samples;          ///< stss
  std::uint32_t last_sync_sample = 0;
  fault problem;  ///< the first thing that makes the track unusable; it is not a fault of the file if the track is not
                  ///< shown

  [[nodiscard]] constexpr bool is_video() const { return handler == fourcc("vide") || (handler == 0 && visual_header); }
  [[nodiscard]] constexpr bool is_audible() const { return handler == fourcc("soun"); }

  constexpr void note_problem(std::string_view words, std::string_view clause, std::uint64_t offset) {
    note_problem(fault{fault_kind::malformed, words, clause, offset});
  }
  constexpr void note_problem(const fault& reason) {
    if (problem.what.empty()) {
      problem = reason;
    }
  }
};

/// What the fragment at hand says of its samples.
struct fragment_builder {
  std::uint32_t track = 0;
  std::uint32_t default_duration = 0;
  entry_table entries;  ///< of the latest trun or sidx, where they say durations
};

/// What is gathered about a movie while its boxes are walked.
struct movie_builder {
  track_builder track;
  linear_map matrix;                              ///< mvhd
  std::uint64_t matrix_offset = 0;                ///< of the former
  std::uint32_t timescale = 0;                    ///< mvhd
  std::array<std::uint32_t, 8> chapter_tracks{};  ///< ids that some track's tref names as its chapters
  std::size_t chapter_count = 0;
  track_totals totals;
  fragment_builder fragment;
  struct {
    std::uint64_t offset = 0;
    std::uint64_t end = 0;
  } xmp;                                 ///< a packet to be searched; empty: none
  media_time indexed;                    ///< sidx
  bool has_fragments = false;            ///< mvex: samples may follow after moov
  bool has_fragments_elsewhere = false;  ///< without mehd: moov does not say how long the movie is
};

/// Reads a box's fields. False if they contradict the box they stand in: it is malformed then.
using box_reader = bool (*)(byte_cursor fields, const box& b, movie_builder& m, facts& f);

/// What to do with a box of one type inside one parent.
struct box_rule {
  std::uint32_t type = 0;       ///< any_type: whatever stands in that parent
  std::uint32_t parent = 0;     ///< `top` for a box that stands in no other
  std::uint32_t min_size = 0;   ///< bytes of fields it must have
  std::uint32_t read_size = 0;  ///< bytes of fields that `read` can use
  box_reader read = nullptr;
  bool container = false;  ///< boxes follow, `min_size` bytes into the payload
};

inline constexpr std::uint32_t any_type = 0;
/// The parent of boxes that stand in no other.
inline constexpr std::uint32_t top = fourcc("    ");

}  // namespace preflight::detail
