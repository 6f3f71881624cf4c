#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail {

/// Reads the tables that follow a track through time, as they are passed: stts and stss, which are held against the
/// samples when the sample table ends (ISO 14496-12, 8.6.1.2 and 8.6.2), and the durations in trun and sidx.
class entry_table_walker {
 public:
  enum class table : std::uint8_t { times, sync_samples, run, index };

  constexpr void begin(table kind, const entry_table& entries) {
    kind_ = kind;
    entries_ = entries;
    entry_ = 0;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, movie_builder& m, facts& f) {
    const std::uint32_t width = entries_.entry_bits / 8U;
    while (entry_ < entries_.count) {
      const std::uint64_t offset = entries_.offset + std::uint64_t{entry_} * width;
      if (!window.covers(offset, width)) {
        return request.request_range(offset, std::uint64_t{entries_.count - entry_} * width);
      }
      if (++steps_ > request.ceilings.table_entries) {
        f.faults.add(ceiling_fault(ceiling::samples, "too many entries in the track tables", offset,
                                   request.ceilings.table_entries, steps_));
        entries_ = {};
        return done;
      }
      add(byte_cursor{window, offset}, offset, m);
      ++entry_;
    }
    return done;
  }

 private:
  constexpr void add(byte_cursor fields, std::uint64_t offset, movie_builder& m) const {
    const std::uint32_t first = fields.u32be();
    switch (kind_) {
      case table::times:
        m.track.timed_samples += first;
        m.track.timed_duration = saturating_add(m.track.timed_duration, std::uint64_t{first} * fields.u32be());
        break;
      case table::sync_samples: add_sync_sample(first, offset, m.track); break;
      case table::run: m.totals.of(m.fragment.track).add(1, first); break;
      case table::index: m.indexed.ticks += (first >> 31) == 0 ? fields.u32be() : 0; break;
    }
  }

  static constexpr void add_sync_sample(std::uint32_t number, std::uint64_t offset, track_builder& track) {
    if (number <= track.last_sync_sample) {
      track.note_problem("the sync sample table (stss) is not in ascending order", "ISO 14496-12 8.6.2", offset);
    }
    track.last_sync_sample = std::max(track.last_sync_sample, number);
  }

  entry_table entries_;
  std::uint64_t steps_ = 0;
  std::uint32_t entry_ = 0;
  table kind_ = table::times;
};

}  // namespace preflight::detail
