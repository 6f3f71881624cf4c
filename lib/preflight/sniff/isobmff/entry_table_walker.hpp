#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail {

/// Reads the tables that follow a track through time, stts and stss (ISO 14496-12, 8.6.1.2 and 8.6.2), as they are
/// passed: what they count is held against the samples when the sample table ends.
class entry_table_walker {
 public:
  enum class table : std::uint8_t { times, sync_samples };

  constexpr void begin(table kind, const track_builder& track) {
    kind_ = kind;
    entries_ = kind == table::times ? track.times : track.sync_samples;
    entry_ = 0;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, track_builder& track, facts& f) {
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
      byte_cursor fields{window, offset};
      if (kind_ == table::times) {
        track.timed_samples += fields.u32be();
      } else {
        add_sync_sample(fields.u32be(), offset, track);
      }
      ++entry_;
    }
    return done;
  }

 private:
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
