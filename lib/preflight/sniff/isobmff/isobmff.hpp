#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/box_table.hpp>
#include <preflight/sniff/isobmff/brands.hpp>
#include <preflight/sniff/isobmff/movie_tracks.hpp>
#include <preflight/sniff/isobmff/tables/entry_table_walker.hpp>
#include <preflight/sniff/isobmff/tables/media_data.hpp>
#include <preflight/sniff/isobmff/tables/sample_table_walker.hpp>
#include <preflight/sniff/metadata/xmp.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// The family of ISO 14496-12: MP4, QuickTime, 3GP and M4A are walked box by box; HEIC and AVIF are named by their
/// brands. What each box says is in box_table; this is only the walk.
class isobmff {
 public:
  static constexpr std::array formats{format::mp4,  format::mov,  format::m4a, format::threegp,
                                      format::heic, format::avif, format::cr3};

  static constexpr format claim(byte_view head) {
    byte_cursor bytes{head};
    const std::uint32_t size = bytes.u32be();
    const std::uint32_t type = bytes.u32be();
    if (bytes.exhausted() || (size > 1 && size < 8)) {
      return format::unknown;
    }
    // A text or another format's header can have these letters in its fifth to eighth byte; its size field would then
    // be above 0x20000000, which only a mdat is.
    constexpr std::uint32_t implausible = 0x20000000;
    if (type == fourcc("ftyp") && size < implausible) {
      const format named = format_of_file_type(bytes, size > 8 ? size - 8 : 0);
      return std::find(formats.begin(), formats.end(), named) != formats.end() ? named : format::unknown;
    }
    // QuickTime files from before 2005 have no ftyp.
    for (const std::uint32_t first :
         {fourcc("moov"), fourcc("wide"), fourcc("skip"), fourcc("free"), fourcc("pnot"), fourcc("udta")}) {
      if (type == first && size < implausible) {
        return format::mov;
      }
    }
    for (const std::uint32_t segment :
         {fourcc("styp"), fourcc("moof"), fourcc("sidx"), fourcc("emsg"), fourcc("prft")}) {
      if (type == segment && size < implausible) {
        return format::mp4;
      }
    }
    return type == fourcc("mdat") ? format::mov : format::unknown;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    if (!is_walked(f.format)) {
      return done;
    }
    while (state_ != state::done) {
      const read_request more = advance_part(window, request, f);
      if (!more.is_done()) {
        return more;
      }
    }
    return done;
  }

 private:
  enum class state : std::uint8_t { boxes, entries, samples, xmp, done };
  struct level {
    std::uint32_t role = top;
    std::uint64_t end = 0;
  };
  static constexpr std::size_t max_levels = 16;
  static constexpr std::uint32_t header_look_ahead = 512;
  static constexpr std::uint32_t hop = 64;

  constexpr read_request advance_part(byte_view window, const sniff_request& request, facts& f) {
    if (state_ == state::boxes) {
      return next_box(window, request, f);
    }
    const read_request more = state_ == state::samples ? samples_.advance(window, request, media_, f)
                              : state_ == state::xmp   ? xmp_.advance(window, request, f)
                                                       : entries_.advance(window, request, movie_, f);
    if (more.is_done()) {
      if (state_ == state::samples && !samples_.problem().what.empty()) {
        movie_.track.note_problem(samples_.problem());
      }
      state_ = state::boxes;
    }
    return more;
  }

  constexpr read_request next_box(byte_view window, const sniff_request& request, facts& f) {
    if (depth_ > 0 && position_ >= inner().end) {
      close(request, f);
      return done;
    }
    const std::uint64_t end = depth_ > 0 ? inner().end : request.file_size;
    const std::uint64_t left = end - position_;
    if (left < 8) {
      // User data may end with four zero bytes (QTFF, "User data atoms"), sample entries with other padding.
      return depth_ > 0 ? step_over(end) : finish(position_, f);
    }
    if (!window.covers(position_, std::min<std::uint64_t>(left, 16))) {
      return request.request_range(position_, look_ahead(request));
    }
    byte_cursor bytes{window, position_};
    box b{.offset = position_};
    std::uint64_t size = bytes.u32be();
    b.type = bytes.u32be();
    const bool to_end = size == 0;
    const bool long_size = size == 1 && left >= 16;
    size = long_size ? bytes.u64be() : to_end ? left : size;
    b.payload = bytes.position();
    if (++boxes_ > request.ceilings.units) {
      f.faults.add(ceiling_fault(ceiling::boxes, "too many boxes", position_, request.ceilings.units, boxes_));
      return finish(request.file_size, f);
    }
    if (depth_ == 0) {
      return top_level(b, size, window, request, f);
    }
    if (to_end || size < b.payload - position_) {
      if (!lenient() && !(to_end && b.type == 0)) {
        malformed(f, "a nested box is smaller than its own header", "ISO 14496-12 4.2", position_);
      }
      return step_over(end);
    }
    if (size > left) {
      if (!is_cut_ && !lenient()) {
        malformed(f, "a box reaches past the end of its parent", "ISO 14496-12 4.2", position_);
      }
      size = left;
    }
    b.end = position_ + size;
    return enter(b, window, request, f);
  }

  constexpr read_request top_level(box b, std::uint64_t size, byte_view window, const sniff_request& request,
                                   facts& f) {
    const std::uint64_t left = request.file_size - position_;
    const bool known = is_top_level(b.type);
    if (size < b.payload - position_ || (size > left && !known)) {
      if (seen_moov_) {
        return finish(position_, f);  // not a box: something was appended
      }
      malformed(f, "this is not a box", "ISO 14496-12 4.2", position_);
      return finish(request.file_size, f);
    }
    if (size > left) {
      f.faults.add({fault_kind::truncated,
                    b.type == fourcc("mdat") ? "the media data (mdat) reaches past the end of the file"
                                             : "a box reaches past the end of the file",
                    "ISO 14496-12 4.2", position_, saturating_add(position_, size), request.file_size, true});
      is_cut_ = true;
      size = left;
    }
    b.end = position_ + size;
    const bool file_type = b.type == fourcc("ftyp");
    if (file_type && b.end - b.payload < 8 && !is_cut_) {
      malformed(f, "the file type box (ftyp) has no major brand and minor version", "ISO 14496-12 4.3", position_);
    }
    if (file_type && boxes_ > 1) {
      // Late, but it still says what the file is.
      const std::uint64_t room = std::min<std::uint64_t>(b.end - b.payload, hop);
      if (!window.covers(b.payload, room)) {
        --boxes_;
        return request.request_range(b.offset, hop + 16);
      }
      const format named = format_of_file_type(byte_cursor{window.part(b.payload, room)}, room);
      f.format = is_walked(named) ? named : f.format;
    }
    if (b.type == fourcc("moov")) {
      if (seen_moov_) {
        malformed(f, "there is a second moov box", "ISO 14496-12 8.2.1", position_);
        return step_over(b.end);
      }
      seen_moov_ = true;
    }
    f.fragmented = f.fragmented || b.type == fourcc("moof");
    media_.add_box(b);
    return enter(b, window, request, f);
  }

  constexpr read_request enter(const box& b, byte_view window, const sniff_request& request, facts& f) {
    const std::uint32_t parent = depth_ > 0 ? inner().role : top;
    const box_rule* const rule = find_box(b.type, parent);
    const std::uint64_t room = b.end - b.payload;
    if (rule == nullptr) {
      return step_over(b.end);
    }
    if (room < rule->min_size) {
      if (!is_cut_ && !lenient()) {
        malformed(f, "a box is too short for its own fields", "ISO 14496-12 4.2", b.offset);
      }
      return step_over(b.end);
    }
    // meta is a full box in ISO files and a plain one in QuickTime's, where hdlr follows at once.
    const bool meta = b.type == fourcc("meta") && room >= 8;
    const std::uint64_t wanted = meta ? 8 : std::min<std::uint64_t>(room, rule->read_size);
    if (!window.covers(b.payload, wanted)) {
      --boxes_;
      return request.request_range(b.offset, std::max(look_ahead(request), b.payload - b.offset + wanted));
    }
    if (rule->container) {
      std::uint64_t fields = rule->min_size;
      if (meta) {
        byte_cursor peek{window, b.payload + 4};
        fields = peek.u32be() == fourcc("hdlr") ? 0 : 4;
      }
      return open(b.type, b.payload + fields, b.end, request, f);
    }
    if (!rule->read(byte_cursor{window.part(b.payload, wanted)}, b, movie_, f) && !is_cut_) {
      malformed(f, "the fields of a box contradict its length", "ISO 14496-12 4.2", b.offset);
    }
    if (request.depth != depth::header && !is_cut_) {
      walk_entries(b.type, parent);
    }
    if (request.depth != depth::header && movie_.xmp.end > movie_.xmp.offset) {
      xmp_.begin(movie_.xmp.offset, movie_.xmp.end - movie_.xmp.offset);
      state_ = state::xmp;
    }
    movie_.xmp = {};
    const bool entry = parent == fourcc("stsd") && movie_.track.is_video();
    if (entry && room > boxes::visual_entry_fields) {
      return open(visual_entry, b.payload + boxes::visual_entry_fields, b.end, request, f);
    }
    return step_over(b.end);
  }

  /// Of the tables that are read as they are passed.
  constexpr void walk_entries(std::uint32_t type, std::uint32_t parent) {
    using enum entry_table_walker::table;
    if (parent == fourcc("stbl") && type == fourcc("stts")) {
      entries_.begin(times, movie_.track.times);
    } else if (parent == fourcc("stbl") && type == fourcc("stss")) {
      entries_.begin(sync_samples, movie_.track.sync_samples);
    } else if (type == fourcc("trun")) {
      entries_.begin(run, movie_.fragment.entries);
    } else if (type == fourcc("sidx")) {
      entries_.begin(index, movie_.fragment.entries);
    } else {
      return;
    }
    state_ = state::entries;
  }

  constexpr read_request step_over(std::uint64_t end) {
    position_ = end;
    return done;
  }

  constexpr read_request open(std::uint32_t role, std::uint64_t start, std::uint64_t end, const sniff_request& request,
                              facts& f) {
    if (const std::size_t max_depth = std::min<std::size_t>(max_levels, request.ceilings.depth); depth_ >= max_depth) {
      f.faults.add(ceiling_fault(ceiling::boxes, "boxes are nested too deeply", position_, max_depth, depth_ + 1));
      return finish(request.file_size, f);
    }
    if (role == fourcc("trak")) {
      movie_.track = {};
      track_offset_ = position_;
    }
    if (role == fourcc("mvex")) {
      movie_.has_fragments = movie_.has_fragments_elsewhere = true;
    }
    levels_[depth_++] = {role, end};
    position_ = start;
    return done;
  }

  constexpr void close(const sniff_request& request, facts& f) {
    const level closed = levels_[--depth_];
    position_ = closed.end;
    if (closed.role == fourcc("trak")) {
      tracks_.add(movie_, track_offset_, is_cut_, f);
    } else if (closed.role == fourcc("stbl") && request.depth != depth::header && !is_cut_) {
      check_tables(movie_.track);
      samples_.begin(movie_.track, request);
      movie_.track.chunks = {};  // another stbl walks its own table, not this one again
      state_ = state::samples;
    } else if (closed.role == fourcc("moov") && request.depth == depth::header) {
      conclude(f);  // and no end: what follows has not been looked at
    }
  }

  constexpr read_request finish(std::uint64_t end, facts& f) {
    f.end = end;
    return conclude(f);
  }

  constexpr read_request conclude(facts& f) {
    state_ = state::done;
    const bool broken = f.faults.has(fault_kind::malformed);  // what is missing then may only not have been reached
    const bool has_samples = tracks_.conclude(movie_, f);
    if (const std::uint64_t entry = media_.misplaced_chunk(); entry != 0 && !is_cut_ && f.end) {
      f.faults.add(misplaced_samples(entry));
    }
    if (!seen_moov_ && !broken) {
      f.faults.add({fault_kind::truncated,
                    f.fragmented ? "this is a segment of a longer file: it has no moov box"
                                 : "the file ends without a moov box: it was not finished",
                    "ISO 14496-12 8.2.1", f.file_size});
    }
    if (f.depth_reached != depth::header && f.video_tracks > 0 && !has_samples && !f.fragmented && !broken) {
      f.faults.add({fault_kind::truncated, "the video track has no samples, as in an initialization segment",
                    "ISO 14496-12 8.7.3", f.file_size});
    }
    if (f.format == format::m4a && f.video_tracks > 0) {
      f.format = format::mp4;
    }
    if (f.video_tracks > 0) {
      f.coded = f.tracks[0].sample_entry;
      f.bit_depth = f.tracks[0].pixels.bit_depth;
    }
    return done;
  }

  static constexpr void malformed(facts& f, std::string_view words, std::string_view clause, std::uint64_t offset) {
    f.faults.add({fault_kind::malformed, words, clause, offset});
  }

  /// The others of the family are named, and no more.
  static constexpr bool is_walked(format f) {
    return f != format::heic && f != format::avif && f != format::cr3 &&
           std::find(formats.begin(), formats.end(), f) != formats.end();
  }

  static constexpr bool is_top_level(std::uint32_t type) {
    for (const std::uint32_t code : {fourcc("ftyp"), fourcc("moov"), fourcc("mdat"), fourcc("free"), fourcc("skip"),
                                     fourcc("wide"), fourcc("uuid"), fourcc("moof"), fourcc("mfra"), fourcc("sidx"),
                                     fourcc("ssix"), fourcc("styp"), fourcc("prft"), fourcc("pdin"), fourcc("meta"),
                                     fourcc("emsg"), fourcc("pnot"), fourcc("PICT"), fourcc("udta"), fourcc("junk")}) {
      if (type == code) {
        return true;
      }
    }
    return false;
  }

  /// Players step over what they do not understand here, and no size depends on it.
  [[nodiscard]] constexpr bool lenient() const {
    const std::uint32_t role = depth_ > 0 ? inner().role : top;
    return role == visual_entry || role == fourcc("udta") || role == fourcc("meta") || role == fourcc("ilst") ||
           role == fourcc("keys") || role == fourcc("stsd") || role == fourcc("tref");
  }

  [[nodiscard]] constexpr const level& inner() const { return levels_[depth_ - 1]; }

  /// How much to ask for where a box header stands outside the window.
  [[nodiscard]] constexpr std::uint64_t look_ahead(const sniff_request& request) const {
    if (request.depth == depth::header) {
      return header_look_ahead;
    }
    return depth_ > 0 ? levels_[0].end - position_ : head_size;
  }

  movie_builder movie_{};
  sample_table_walker samples_{};
  std::array<level, max_levels> levels_{};
  entry_table_walker entries_{};
  metadata::xmp xmp_{};
  media_data media_{};
  movie_tracks tracks_{};
  std::size_t depth_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t track_offset_ = 0;
  std::uint32_t boxes_ = 0;
  state state_ = state::boxes;
  bool seen_moov_ = false;
  bool is_cut_ = false;
};

}  // namespace preflight::detail::sniffers
