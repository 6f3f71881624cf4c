#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/tables/media_data.hpp>

namespace preflight::detail {

/// Follows each track's sample tables chunk by chunk (stsc: how many samples, stsz or stz2: how large, stco or co64:
/// where) and says whether every sample lies inside the file. Needs no table whole: it keeps some entries of each. Each
/// entry is a step, and of steps there is a ceiling for all tracks of a file together.
class sample_table_walker {
 public:
  /// The tables stay the same until advance() says that it is done.
  constexpr void begin(const track_builder& track, const sniff_request& request) {
    sizes_ = track.sizes;
    one_size_ = track.one_size;
    runs_ = track.runs;
    chunks_ = track.chunks;
    entries_ = track.entries;
    is_shown_ = track.is_video() || track.is_audible();
    place_ = {};
    problem_ = {};
    active_ = sizes_.entry_bits != 0 && runs_.entry_bits != 0 && chunks_.entry_bits != 0 && sizes_.count > 0 &&
              !track.video.external && steps_ <= request.ceilings.table_entries;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, media_data& media, facts& f) {
    while (active_ && place_.chunk < chunks_.count && place_.sample < sizes_.count) {
      const read_request more = step(window, request, media, f);
      if (!more.is_done()) {
        return more;
      }
    }
    if (active_ && place_.sample < sizes_.count) {
      stop(f, {fault_kind::malformed, "the chunks of a track do not contain all its samples", "ISO 14496-12 8.7.4",
               chunks_.offset, sizes_.count, place_.sample, true});
    } else if (active_ && is_shown_ && (place_.chunk < chunks_.count || place_.has_surplus)) {
      stop(f, {fault_kind::malformed, "the chunks of a track contain more samples than it has", "ISO 14496-12 8.7.4",
               chunks_.offset});
    }
    active_ = false;
    return done;
  }

  /// What makes the track that was followed unusable; no text where nothing does.
  [[nodiscard]] constexpr const fault& problem() const { return problem_; }

 private:
  static constexpr std::uint32_t batch = 256;
  static constexpr std::uint32_t size_look_ahead = 8192;

  struct run {
    std::uint32_t first_chunk = 0;  // counts from 1
    std::uint32_t samples = 0;
  };

  /// How far the track at hand has been followed.
  struct place {
    std::uint64_t chunk_bytes = 0;
    std::uint32_t chunk = 0;        // counts from 0
    std::uint32_t chunk_batch = 0;  // number of kept_chunks_[0]
    std::uint32_t chunks_kept = 0;
    std::uint32_t run = 0;
    std::uint32_t run_batch = 0;
    std::uint32_t runs_kept = 0;
    std::uint32_t bad_run = 0;  // the first one kept whose sample entry there is not; else the count of all
    std::uint32_t sample = 0;
    std::uint32_t left_in_chunk = 0;
    bool in_chunk = false;
    bool has_surplus = false;  // the last chunk would hold more samples than are left
  };

  constexpr read_request step(byte_view window, const sniff_request& request, media_data& media, facts& f) {
    if (runs_.count == 0) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table is empty", "ISO 14496-12 8.7.4", runs_.offset});
    }
    if (place_.chunk >= place_.chunk_batch + place_.chunks_kept) {
      return load_chunks(window, request);
    }
    // A run is in force until the first chunk of the next one, so the next one has to be here too.
    if (std::min(place_.run + 1, runs_.count - 1) >= place_.run_batch + place_.runs_kept) {
      return load_runs(window, request);
    }
    const run& current = kept_runs_[place_.run - place_.run_batch];
    if (place_.chunk == 0 && place_.run == 0 && current.first_chunk != 1) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table does not start with the first chunk",
                      "ISO 14496-12 8.7.4", runs_.offset, 1, current.first_chunk, true});
    }
    if (place_.run + 1 < runs_.count) {
      const run& next = kept_runs_[place_.run + 1 - place_.run_batch];
      if (next.first_chunk <= current.first_chunk) {
        return stop(f, {fault_kind::malformed, "the sample-to-chunk table is not in ascending order",
                        "ISO 14496-12 8.7.4", offset_of_run(place_.run + 1)});
      }
      if (place_.chunk + 1 >= next.first_chunk) {
        ++place_.run;
        count_step(offset_of_run(place_.run), request, f);
        return done;
      }
    }
    if (place_.run == place_.bad_run) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table refers to a missing sample entry",
                      "ISO 14496-12 8.7.4", offset_of_run(place_.run) + 8});
    }
    if (!place_.in_chunk) {
      if (current.samples == 0) {
        return stop(f, {fault_kind::malformed, "the sample-to-chunk table has chunks without samples",
                        "ISO 14496-12 8.7.4", offset_of_run(place_.run) + 4});
      }
      if (!count_step(offset_of_chunk(place_.chunk), request, f)) {
        return done;
      }
      place_.in_chunk = true;
      place_.left_in_chunk = std::min(current.samples, sizes_.count - place_.sample);
      place_.has_surplus = current.samples > place_.left_in_chunk;
      place_.chunk_bytes = 0;
    }
    const read_request more = add_sizes(window, request, f);
    if (!more.is_done() || place_.left_in_chunk > 0) {
      return more;
    }
    const std::uint64_t start = kept_chunks_[place_.chunk - place_.chunk_batch];
    if (place_.chunk_bytes > 0 && !request.inside(start, place_.chunk_bytes)) {
      // The place is that of the table entry: where it points to there is nothing to look at.
      return stop(f,
                  {fault_kind::truncated, "samples lie past the end of the file", "ISO 14496-12 8.7.5",
                   offset_of_chunk(place_.chunk), saturating_add(start, place_.chunk_bytes), request.file_size, true});
    }
    // No reason to stop: a chunk further on may show that the file was cut, which says more.
    if (place_.chunk_bytes > 0 && is_shown_ && problem_.what.empty() &&
        !media.add_chunk(start, start + place_.chunk_bytes, offset_of_chunk(place_.chunk))) {
      problem_ = misplaced_samples(offset_of_chunk(place_.chunk));
    }
    place_.in_chunk = false;
    ++place_.chunk;
    return done;
  }

  [[gnu::always_inline]] constexpr read_request stop(facts& f, const fault& reason) {
    if (reason.kind == fault_kind::malformed) {
      problem_ = problem_.what.empty() ? reason : problem_;
    } else {
      f.faults.add(reason);
    }
    active_ = false;
    return done;
  }

  /// One step more, to the entry that stands there. False where that is one too many.
  constexpr bool count_step(std::uint64_t entry, const sniff_request& request, facts& f) {
    if (++steps_ <= request.ceilings.table_entries) {
      return true;
    }
    stop(f, ceiling_fault(ceiling::samples, "too many samples and chunks in the track tables", entry,
                          request.ceilings.table_entries, steps_));
    return false;
  }

  [[nodiscard]] constexpr std::uint64_t offset_of_chunk(std::uint32_t number) const {
    return chunks_.offset + std::uint64_t{number} * (chunks_.entry_bits / 8U);
  }
  [[nodiscard]] constexpr std::uint64_t offset_of_run(std::uint32_t number) const {
    return runs_.offset + std::uint64_t{number} * 12;
  }

  constexpr read_request load_chunks(byte_view window, const sniff_request& request) {
    const std::uint32_t width = chunks_.entry_bits / 8U;
    const std::uint32_t count = std::min(batch, chunks_.count - place_.chunk);
    const std::uint64_t offset = offset_of_chunk(place_.chunk);
    if (!window.covers(offset, std::uint64_t{count} * width)) {
      return request.request_range(offset, std::uint64_t{count} * width);
    }
    byte_cursor entries{window, offset};
    for (std::uint32_t i = 0; i < count; ++i) {
      kept_chunks_[i] = width == 8 ? entries.u64be() : entries.u32be();
    }
    place_.chunk_batch = place_.chunk;
    place_.chunks_kept = count;
    return done;
  }

  constexpr read_request load_runs(byte_view window, const sniff_request& request) {
    const std::uint32_t count = std::min(batch, runs_.count - place_.run);
    const std::uint64_t offset = offset_of_run(place_.run);
    if (!window.covers(offset, std::uint64_t{count} * 12)) {
      return request.request_range(offset, std::uint64_t{count} * 12);
    }
    byte_cursor entries{window, offset};
    place_.bad_run = runs_.count;
    for (std::uint32_t i = 0; i < count; ++i) {
      kept_runs_[i] = {entries.u32be(), entries.u32be()};
      const std::uint32_t entry = entries.u32be();
      if ((entry == 0 || entry > entries_) && entries_ > 0 && place_.bad_run == runs_.count) {
        place_.bad_run = place_.run + i;
      }
    }
    place_.run_batch = place_.run;
    place_.runs_kept = count;
    return done;
  }

  constexpr read_request add_sizes(byte_view window, const sniff_request& request, facts& f) {
    if (one_size_ != 0) {
      place_.chunk_bytes = std::uint64_t{one_size_} * place_.left_in_chunk;
      place_.sample += place_.left_in_chunk;
      place_.left_in_chunk = 0;
      return done;
    }
    while (place_.left_in_chunk > 0) {
      const std::uint64_t bit = std::uint64_t{place_.sample} * sizes_.entry_bits;
      const std::uint64_t offset = sizes_.offset + bit / 8;
      const std::uint32_t width = std::max(sizes_.entry_bits / 8U, 1U);
      if (!window.covers(offset, width)) {
        // Up to the end of the batch: the next batch of chunks is read in between, and moves the window away.
        const std::uint64_t chunks_left = place_.chunk_batch + place_.chunks_kept - place_.chunk - 1;
        const std::uint64_t samples = std::min<std::uint64_t>(
            sizes_.count - place_.sample,
            place_.left_in_chunk + chunks_left * kept_runs_[place_.run - place_.run_batch].samples);
        return request.request_range(
            offset, std::clamp<std::uint64_t>((samples * sizes_.entry_bits + 7) / 8, width, size_look_ahead));
      }
      if (!count_step(offset, request, f)) {
        return done;
      }
      byte_cursor entry{window, offset};
      std::uint32_t size = 0;
      switch (sizes_.entry_bits) {
        case 4: size = bit % 8 == 0 ? entry.u8() >> 4 : entry.u8() & 15U; break;
        case 8: size = entry.u8(); break;
        case 16: size = entry.u16be(); break;
        default: size = entry.u32be(); break;
      }
      place_.chunk_bytes += size;
      ++place_.sample;
      --place_.left_in_chunk;
    }
    return done;
  }

  entry_table sizes_;
  entry_table runs_;
  entry_table chunks_;
  std::array<std::uint64_t, batch> kept_chunks_{};
  std::array<run, batch> kept_runs_{};
  place place_;
  fault problem_;
  std::uint64_t steps_ = 0;
  std::uint32_t one_size_ = 0;
  std::uint32_t entries_ = 0;  // sample entries; 0: not counted
  bool is_shown_ = false;      // or heard; faults of other tracks do not matter
  bool active_ = false;
};

}  // namespace preflight::detail
