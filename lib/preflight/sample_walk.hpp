#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <preflight/box.hpp>

namespace preflight {

/// Follows one track's sample tables chunk by chunk (stsc: how many samples, stsz or stz2: how large, stco or co64:
/// where) and says whether every sample lies inside the file. Needs no table whole: it keeps a few entries of each.
class sample_walk {
 public:
  constexpr void begin(const track_draft& track) {
    *this = {};
    sizes_ = track.sizes;
    one_size_ = track.one_size;
    runs_ = track.runs;
    chunks_ = track.chunks;
    entries_ = track.entries;
    live_ = sizes_.entry_bits != 0 && runs_.entry_bits != 0 && chunks_.entry_bits != 0 && sizes_.count > 0 &&
            !track.seen.external;
  }

  constexpr need advance(view window, const errand& e, facts& f) {
    while (live_ && chunk_ < chunks_.count && sample_ < sizes_.count) {
      const need more = step(window, e, f);
      if (!more.nothing()) {
        return more;
      }
    }
    live_ = false;
    return nothing_more;
  }

 private:
  static constexpr std::uint32_t batch = 32;
  static constexpr std::uint32_t size_look_ahead = 8192;

  struct run {
    std::uint32_t first_chunk = 0;  // counts from 1
    std::uint32_t samples = 0;
  };

  constexpr need step(view window, const errand& e, facts& f) {
    if (runs_.count == 0) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table is empty", "ISO 14496-12 8.7.4", runs_.offset});
    }
    if (chunk_ >= chunk_batch_ + batch || !have_chunks_) {
      return load_chunks(window, e);
    }
    // A run is in force until the first chunk of the next one, so the next one has to be here too.
    if (!have_runs_ || (run_ + 1 < runs_.count && run_ + 1 >= run_batch_ + batch)) {
      return load_runs(window, e);
    }
    if (chunk_ == 0 && run_ == 0 && kept_runs_[0].first_chunk != 1) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table does not begin with the first chunk",
                      "ISO 14496-12 8.7.4", runs_.offset, 1, kept_runs_[0].first_chunk, true});
    }
    if (run_ + 1 < runs_.count) {
      const run& next = kept_runs_[run_ + 1 - run_batch_];
      if (next.first_chunk <= kept_runs_[run_ - run_batch_].first_chunk) {
        return stop(f, {fault_kind::malformed, "the sample-to-chunk table is not in ascending order",
                        "ISO 14496-12 8.7.4", runs_.offset + std::uint64_t{run_ + 1} * 12});
      }
      if (chunk_ + 1 >= next.first_chunk) {
        ++run_;
        return nothing_more;
      }
    }
    if (run_ == bad_run_) {
      return stop(f, {fault_kind::malformed, "the sample-to-chunk table names a sample entry that there is not",
                      "ISO 14496-12 8.7.4", runs_.offset + std::uint64_t{run_} * 12 + 8});
    }
    if (left_in_chunk_ == 0 && !in_chunk_) {
      if (kept_runs_[run_ - run_batch_].samples == 0) {
        return stop(f, {fault_kind::malformed, "the sample-to-chunk table has chunks without a sample",
                        "ISO 14496-12 8.7.4", runs_.offset + std::uint64_t{run_} * 12 + 4});
      }
      in_chunk_ = true;
      left_in_chunk_ = std::min(kept_runs_[run_ - run_batch_].samples, sizes_.count - sample_);
      chunk_bytes_ = 0;
    }
    const need more = add_sizes(window, e);
    if (!more.nothing() || left_in_chunk_ > 0) {
      return more;
    }
    const std::uint64_t start = kept_chunks_[chunk_ - chunk_batch_];
    if (chunk_bytes_ > 0 && !e.inside(start, chunk_bytes_)) {
      // The place is that of the table entry: where it points to there is nothing to look at.
      return stop(f, {fault_kind::truncated, "samples lie past the end of the file", "ISO 14496-12 8.7.5",
                      chunks_.offset + std::uint64_t{chunk_} * (chunks_.entry_bits / 8U),
                      saturating_add(start, chunk_bytes_), e.file_size, true});
    }
    in_chunk_ = false;
    ++chunk_;
    return nothing_more;
  }

  constexpr need stop(facts& f, const fault& why) {
    f.faults.add(why);
    live_ = false;
    return nothing_more;
  }

  constexpr need load_chunks(view window, const errand& e) {
    const std::uint32_t width = chunks_.entry_bits / 8U;
    const std::uint32_t count = std::min(batch, chunks_.count - chunk_);
    const std::uint64_t at = chunks_.offset + std::uint64_t{chunk_} * width;
    if (!window.covers(at, std::uint64_t{count} * width)) {
      return e.wanting(at, std::uint64_t{count} * width);
    }
    cursor entries{window, at};
    for (std::uint32_t i = 0; i < count; ++i) {
      kept_chunks_[i] = width == 8 ? entries.u64be() : entries.u32be();
    }
    chunk_batch_ = chunk_;
    have_chunks_ = true;
    return nothing_more;
  }

  constexpr need load_runs(view window, const errand& e) {
    const std::uint32_t count = std::min(batch, runs_.count - run_);
    const std::uint64_t at = runs_.offset + std::uint64_t{run_} * 12;
    if (!window.covers(at, std::uint64_t{count} * 12)) {
      return e.wanting(at, std::uint64_t{count} * 12);
    }
    cursor entries{window, at};
    bad_run_ = runs_.count;
    for (std::uint32_t i = 0; i < count; ++i) {
      kept_runs_[i] = {entries.u32be(), entries.u32be()};
      const std::uint32_t entry = entries.u32be();
      if ((entry == 0 || entry > entries_) && entries_ > 0 && bad_run_ == runs_.count) {
        bad_run_ = run_ + i;
      }
    }
    run_batch_ = run_;
    have_runs_ = true;
    return nothing_more;
  }

  constexpr need add_sizes(view window, const errand& e) {
    if (one_size_ != 0) {
      chunk_bytes_ = std::uint64_t{one_size_} * left_in_chunk_;
      sample_ += left_in_chunk_;
      left_in_chunk_ = 0;
      return nothing_more;
    }
    while (left_in_chunk_ > 0) {
      const std::uint64_t bit = std::uint64_t{sample_} * sizes_.entry_bits;
      const std::uint64_t at = sizes_.offset + bit / 8;
      const std::uint32_t width = std::max(sizes_.entry_bits / 8U, 1U);
      if (!window.covers(at, width)) {
        // Up to the end of the batch: the next batch of chunks is read in between, and moves the window away.
        const std::uint64_t chunks_left = std::min(batch, chunks_.count - chunk_batch_) - (chunk_ - chunk_batch_) - 1;
        const std::uint64_t samples = std::min<std::uint64_t>(
            sizes_.count - sample_, left_in_chunk_ + chunks_left * kept_runs_[run_ - run_batch_].samples);
        return e.wanting(at, std::clamp<std::uint64_t>((samples * sizes_.entry_bits + 7) / 8, width, size_look_ahead));
      }
      cursor entry{window, at};
      std::uint32_t size = 0;
      switch (sizes_.entry_bits) {
        case 4: size = bit % 8 == 0 ? entry.u8() >> 4 : entry.u8() & 15U; break;
        case 8: size = entry.u8(); break;
        case 16: size = entry.u16be(); break;
        default: size = entry.u32be(); break;
      }
      chunk_bytes_ += size;
      ++sample_;
      --left_in_chunk_;
    }
    return nothing_more;
  }

  entry_table sizes_;
  entry_table runs_;
  entry_table chunks_;
  std::array<std::uint64_t, batch> kept_chunks_{};
  std::array<run, batch> kept_runs_{};
  std::uint64_t chunk_bytes_ = 0;
  std::uint32_t one_size_ = 0;
  std::uint32_t chunk_ = 0;        // counts from 0
  std::uint32_t chunk_batch_ = 0;  // number of kept_chunks_[0]
  std::uint32_t run_ = 0;
  std::uint32_t run_batch_ = 0;
  std::uint32_t bad_run_ = 0;  // the first one kept whose sample entry there is not; else runs_.count
  std::uint32_t entries_ = 0;  // sample entries; 0: not counted
  std::uint32_t sample_ = 0;
  std::uint32_t left_in_chunk_ = 0;
  bool have_chunks_ = false;
  bool have_runs_ = false;
  bool in_chunk_ = false;
  bool live_ = false;
};

}  // namespace preflight
