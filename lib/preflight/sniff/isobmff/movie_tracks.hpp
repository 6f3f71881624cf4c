#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/sample_entry_boxes.hpp>

namespace preflight::detail {

/// The tables of one track agree with each other. Those of tracks other than pictures and sound do not matter.
constexpr void check_tables(track_builder& track) {
  if ((!track.is_video() && !track.is_audible()) || track.video.external) {
    return;
  }
  const std::uint32_t samples = track.sizes.count;
  if (samples > 0 && track.times.entry_bits == 0) {
    track.note_problem("a track has samples but no table of their times (stts)", "ISO 14496-12 8.6.1.2",
                       track.sizes.offset);
  } else if (track.timed_samples != samples) {
    track.note_problem({fault_kind::malformed, "the time-to-sample table (stts) does not match the number of samples",
                        "ISO 14496-12 8.6.1.2", track.times.offset, samples, track.timed_samples, true});
  }
  if (track.last_sync_sample > samples) {
    track.note_problem({fault_kind::malformed, "the sync sample table (stss) names a sample that does not exist",
                        "ISO 14496-12 8.6.2", track.sync_samples.offset, samples, track.last_sync_sample, true});
  }
  if (samples > 0 && track.chunks.entry_bits == 0) {
    track.note_problem("a track has samples but no table of their positions", "ISO 14496-12 8.7.5", track.sizes.offset);
  }
  if (samples > 0 && track.runs.entry_bits == 0) {
    track.note_problem("a track has samples but no table of their chunks (stsc)", "ISO 14496-12 8.7.4",
                       track.sizes.offset);
  }
}

/// The video tracks of a movie as they are gathered, and in the end what is wrong with those that are shown.
class movie_tracks {
 public:
  /// The track whose box began at `offset` is over.
  constexpr void add(movie_builder& m, std::uint64_t offset, bool is_cut, facts& f) {
    track_builder& track = m.track;
    f.audio_tracks += track.is_audible() ? 1U : 0U;
    if (track.is_video() && !is_cut) {
      boxes::finish_entry(track);
    } else if (track.is_video()) {
      boxes::keep_later_entry(track);
    }
    if ((track.is_video() || track.is_audible()) && track.timescale == 0 && track.has_media_header) {
      track.note_problem("the time scale of a track is 0", "ISO 14496-12 8.4.2", track.media_header_offset);
    }
    if (track.is_video() || track.is_audible()) {
      track_total& total = m.totals.of(track.video.id);
      total.timescale = track.timescale;
      total.is_video = track.is_video();
      total.add(track.timed_samples, track.timed_duration);
    }
    if (!track.is_video()) {
      add_problem(track.problem, f);
      return;
    }
    if (f.timescale == 0 && track.timescale > 0 && track.duration > 0) {
      f.timescale = track.timescale;
      f.duration = track.duration;
    }
    if (f.video_tracks < f.tracks.size()) {
      f.tracks[f.video_tracks] = track.video;
      places_[f.video_tracks] = {.track = offset,
                                 .entry = track.entry_offset,
                                 .matrix = track.matrix_offset,
                                 .has_entry = track.has_entry || is_cut,
                                 .has_samples = track.sizes.count > 0 || is_cut,
                                 .is_auxiliary = track.is_auxiliary,
                                 .problem = track.problem};
    } else {
      f.faults.add(
          ceiling_fault(ceiling::tracks, "too many video tracks", offset, f.tracks.size(), f.video_tracks + 1));
    }
    ++f.video_tracks;
  }

  /// No more tracks come. True where one that is shown has samples.
  constexpr bool conclude(movie_builder& m, facts& f) {
    drop_chapter_pictures(m, f);
    measure_lengths(m, f);
    drop_hidden_tracks(m, f);
    return check_tracks(f);
  }

 private:
  /// Where a video track says what, and what it has.
  struct track_places {
    std::uint64_t track = 0;
    std::uint64_t entry = 0;
    std::uint64_t matrix = 0;
    bool has_entry = false;  // or may have had one, where the file is cut
    bool has_samples = false;
    bool is_auxiliary = false;
    fault problem;
  };

  static constexpr void add_problem(const fault& problem, facts& f) {
    if (!problem.what.empty()) {
      f.faults.add(problem);
    }
  }

  template <class Hidden>
  constexpr void drop(facts& f, Hidden hidden) {
    if (f.video_tracks > f.tracks.size()) {
      return;  // which is an error of its own: not all of them are known
    }
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < f.video_tracks; ++i) {
      if (!hidden(f.tracks[i], places_[i])) {
        places_[kept] = places_[i];
        f.tracks[kept++] = f.tracks[i];
      }
    }
    f.video_tracks = kept;
  }

  template <class Hidden>
  constexpr void drop_unless_all(facts& f, Hidden hidden) {
    std::uint32_t hidden_tracks = 0;
    for (std::uint32_t i = 0; i < f.kept_tracks().size(); ++i) {
      hidden_tracks += hidden(f.tracks[i], places_[i]) ? 1U : 0U;
    }
    if (hidden_tracks < f.video_tracks) {
      drop(f, hidden);
    }
  }

  /// A track of pictures that another track names as its chapters is not shown as video.
  constexpr void drop_chapter_pictures(const movie_builder& m, facts& f) {
    const auto chapters = std::span{m.chapter_tracks}.first(m.chapter_count);
    drop(f, [&](const video_track& track, const track_places&) {
      return std::find(chapters.begin(), chapters.end(), track.id) != chapters.end();
    });
  }

  /// Tracks that players leave out where there are others: what only belongs to another track, what has no samples, and
  /// what is switched off (ISO 14496-12, 8.3.2: "treated as if the track was not present"). Where none would be left,
  /// they are what the file has to show.
  constexpr void drop_hidden_tracks(const movie_builder& m, facts& f) {
    drop_unless_all(f, [](const video_track&, const track_places& places) { return places.is_auxiliary; });
    const bool may_follow = f.depth_reached == depth::header && m.has_fragments;
    drop_unless_all(f, [&](const video_track& track, const track_places& places) {
      return !places.has_samples && track.samples == 0 && !may_follow;
    });
    drop_unless_all(f, [](const video_track& track, const track_places&) { return track.disabled; });
  }

  /// At depth header the tables have not been read, nor what stands after moov.
  static constexpr void measure_lengths(movie_builder& m, facts& f) {
    if (f.depth_reached == depth::header) {
      if (m.has_fragments_elsewhere) {
        f.duration = f.timescale = 0;
      }
      return;
    }
    for (std::size_t i = 0; i < f.kept_tracks().size(); ++i) {
      const track_total& total = m.totals.of(f.tracks[i].id);
      f.tracks[i].samples = total.samples;
      f.tracks[i].length = {total.duration, total.timescale};
    }
    if (!f.fragmented) {
      return;
    }
    const media_time pictures = m.totals.longest(true);
    f.fragmented_length = pictures.known() ? pictures : m.totals.longest(false);
    if (!f.fragmented_length.known() && f.duration == 0 && m.indexed.ticks > 0) {
      f.fragmented_length = m.indexed;
    }
  }

  /// What is wrong with tracks that are shown as video. True where one of them has samples.
  constexpr bool check_tracks(facts& f) const {
    bool has_samples = false;
    for (std::size_t i = 0; i < f.kept_tracks().size(); ++i) {
      const video_track& track = f.tracks[i];
      const track_places& places = places_[i];
      add_problem(places.problem, f);
      if (!places.has_entry) {
        f.faults.add(
            {fault_kind::no_dimensions, "a video track has no sample entry", "ISO 14496-12 8.5.2", places.track});
      } else if (places.entry > 0 && !track.sample_entry.usable()) {
        f.faults.add({fault_kind::no_dimensions, "the sample entry of a video track gives no width or no height",
                      "ISO 14496-12 12.1.3", places.entry});
      }
      if (!track.matrix.identity() && f.orientation_offset == 0) {
        f.orientation_offset = places.matrix;
      }
      has_samples = has_samples || places.has_samples;
    }
    return has_samples;
  }

  std::array<track_places, max_video_tracks> places_{};
};

}  // namespace preflight::detail
