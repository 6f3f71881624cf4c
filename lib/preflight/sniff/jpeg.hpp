#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/jpeg/frame.hpp>
#include <preflight/sniff/jpeg/tables.hpp>
#include <preflight/sniff/metadata/exif.hpp>
#include <preflight/sniff/metadata/jpeg_marker.hpp>
#include <preflight/sniff/metadata/xmp.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// JPEG, by ITU-T T.81 (ISO 10918-1). Where decoders are kinder than the standard (stray bytes between segments, RSTn
/// outside a scan), libjpeg decides: what it reads is not called malformed.
class jpeg {
 public:
  static constexpr std::array formats{format::jpeg};

  static constexpr format claim(byte_view head) {
    byte_cursor bytes{head};
    const bool starts = bytes.take("\xFF\xD8");
    bytes.skip(2);
    return starts && !bytes.take("mdat") ? format::jpeg : format::unknown;  // a mdat may be of 4,292,345,856 bytes
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    while (state_ != state::done) {
      const read_request more = step(window, request, f);
      if (!more.is_done()) {
        return more;
      }
    }
    return done;
  }

 private:
  using enum jpeg_marker;
  enum class state : std::uint8_t { marker, segment, tables, exif, xmp, scan, done };

  static constexpr std::uint64_t look_ahead = 256;

  constexpr read_request step(byte_view window, const sniff_request& request, facts& f) {
    switch (state_) {
      case state::marker: return marker(window, request, f);
      case state::segment: return segment(window, request, f);
      case state::tables: return then_next_marker(tables_.advance(window, request, f));
      case state::exif: return then_next_marker(exif_.advance(window, request, f));
      case state::xmp: return then_next_marker(xmp_.advance(window, request, f));
      case state::scan: return scan(window, request, f);
      case state::done: break;
    }
    return done;
  }

  constexpr read_request then_next_marker(read_request more) {
    if (more.is_done()) {
      state_ = state::marker;
    }
    return more;
  }

  [[gnu::always_inline]] constexpr read_request stop(facts& f, const fault& reason) {
    f.faults.add(reason);
    state_ = state::done;
    return done;
  }

  constexpr read_request ends_too_early(const sniff_request& request, facts& f) {
    return stop(f, {fault_kind::truncated,
                    !seen_sof_   ? "the file ends before the frame header (SOF)"
                    : !seen_sos_ ? "the file ends before the first scan (SOS)"
                                 : "the file ends before the EOI marker",
                    "T.81 B.2.1", request.file_size});
  }

  /// Finds the next marker: FF, and a byte that is neither 00 nor FF. Any number of FF may precede it (B.1.1.2).
  constexpr read_request marker(byte_view window, const sniff_request& request, facts& f) {
    if (!request.inside(position_, 2)) {
      return ends_too_early(request, f);
    }
    if (!window.covers(position_, 2)) {
      return request.request_range(position_,
                                   std::min(look_ahead + skipped_, request.ceilings.non_marker_bytes - skipped_ + 2));
    }
    byte_cursor bytes{window, position_};
    if (bytes.u8() == 0xFF) {
      code_ = jpeg_marker{bytes.u8()};
      if (code_ == fill) {
        return skip(request, f, fault_kind::over_budget, 1);
      }
      if (code_ == stuffing) {
        return skip(request, f, fault_kind::malformed, 2);
      }
      position_ += 2;
      state_ = state::segment;
      return done;
    }
    byte_cursor stray{window.part(position_, request.ceilings.non_marker_bytes - skipped_ + 1)};
    static_cast<void>(stray.seek(std::uint8_t{0xFF}));
    return skip(request, f, fault_kind::malformed, stray.position() - position_);
  }

  /// Passes bytes that belong to no segment: fill bytes, which are legal, and others, which libjpeg skips with a
  /// warning.
  constexpr read_request skip(const sniff_request& request, facts& f, fault_kind kind, std::uint64_t count) {
    if (skipped_ == 0) {
      skipped_offset_ = position_;
    }
    skipped_ += count;
    position_ += count;
    if (skipped_ > request.ceilings.non_marker_bytes) {
      return stop(f, {kind, "too many bytes between the marker segments", "T.81 B.1.1.2", skipped_offset_,
                      request.ceilings.non_marker_bytes, skipped_, true, true,
                      kind == fault_kind::over_budget ? ceiling::non_marker_bytes : ceiling::none});
    }
    return done;
  }

  /// position_ stands after the marker, on the segment's length if it has one.
  constexpr read_request segment(byte_view window, const sniff_request& request, facts& f) {
    if (segments_ == request.ceilings.segments) {
      return stop(f, ceiling_fault(ceiling::jpeg_segments, "too many JPEG marker segments", position_ - 2,
                                   request.ceilings.segments, std::uint64_t{segments_} + 1));
    }
    need_dnl_ = need_dnl_ && (!seen_sos_ || code_ == dnl);  // no later one counts: B.2.5
    if (code_ == tem || is_restart(code_)) {
      ++segments_;
      state_ = state::marker;
      return done;
    }
    if (code_ == eoi) {
      return end_of_image(f);
    }
    if (code_ == soi) {
      return stop(f, {fault_kind::malformed, "there is a second SOI marker before the EOI marker", "T.81 B.2.1",
                      position_ - 2});
    }
    if (is_reserved(code_)) {
      return stop(f, {fault_kind::malformed,
                      code_ == sof55 || code_ == lse ? "this is JPEG-LS, which JPEG decoders do not read"
                                                     : "there is a reserved marker, which decoders refuse",
                      "T.81 B.1.1.3", position_ - 2});
    }
    if (!request.inside(position_, 2)) {
      return ends_too_early(request, f);
    }
    if (!window.covers(position_, 2)) {
      return request.request_range(position_, look_ahead);
    }
    const std::uint16_t length = byte_cursor{window, position_}.u16be();
    if (length < 2) {
      return impossible_length(f, length);
    }
    if (!request.inside(position_, length)) {
      return stop(f, {fault_kind::truncated, "a marker segment reaches past the end of the file", "T.81 B.1.1.4",
                      position_ - 2, position_ + length, request.file_size, true});
    }
    return body(window, request, f, length);
  }

  /// libjpeg goes on after the length where it would have skipped the segment anyway, which may still tell the size.
  constexpr read_request impossible_length(facts& f, std::uint16_t length) {
    f.faults.add(
        {fault_kind::malformed, "a segment length is less than 2", "T.81 B.1.1.4", position_, 2, length, true});
    const bool skipped = code_ >= app0;
    ++segments_;
    position_ += 2;
    state_ = skipped ? state::marker : state::done;
    return done;
  }

  constexpr read_request body(byte_view window, const sniff_request& request, facts& f, std::uint16_t length) {
    const std::uint32_t reach = length < signature_reach ? length : signature_reach;
    if (!window.covers(position_, reach)) {
      return request.request_range(position_, look_ahead);
    }
    ++segments_;
    const std::uint64_t start = position_;
    const byte_cursor fields{window.part(position_, reach), position_};
    position_ += length;
    state_ = state::marker;
    if (is_frame_header(code_) || code_ == dhp) {
      return frame_header(fields, request, f, length);
    }
    if (code_ == sos) {
      return scan_header(fields, f, length);
    }
    if (code_ == dnl) {
      number_of_lines(fields, f, length);
    } else if (request.depth != depth::header && jpeg_parts::tables::reads(code_)) {
      tables_.begin(code_, start + 2, length - 2U);
      state_ = state::tables;
    } else if (code_ == app1) {
      application_data(fields, request, start, length);
    }
    return done;
  }

  constexpr read_request frame_header(byte_cursor bytes, const sniff_request& request, facts& f, std::uint16_t length) {
    const std::uint64_t start = bytes.position();
    bytes.skip(2);
    const std::uint8_t precision = bytes.u8();
    const std::uint16_t height = bytes.u16be();
    const std::uint16_t width = bytes.u16be();
    const std::uint8_t components = bytes.u8();
    if (bytes.exhausted() || length != 8 + 3 * components) {
      return stop(
          f, {fault_kind::malformed, "the length of the frame header (SOF) does not match its number of components",
              "T.81 B.2.2", start, 8U + 3U * components, length, true});
    }
    if (seen_sof_ && !hierarchical_) {
      return stop(f, {fault_kind::malformed, "there is a second frame header (SOF)", "T.81 B.2.1", start - 2});
    }
    frame_.begin(code_, bytes, components, f);
    if (seen_sof_) {
      return done;  // a later frame of a hierarchical picture refines the first: B.3
    }
    if (code_ == dhp) {
      hierarchical_ = true;
    } else {
      seen_sof_ = true;
    }
    if (f.jpeg_process == 0) {  // else the DHP segment before this frame has told the size of the whole: B.3.2
      f.jpeg_process = static_cast<std::uint8_t>(code_);
      picture(f, start, {width, height}, precision, components);
    }
    if (request.depth == depth::header) {
      state_ = state::done;
    }
    return done;
  }

  constexpr void picture(facts& f, std::uint64_t offset, extent size, std::uint8_t precision, std::uint8_t components) {
    f.coded = size;
    f.frames = 1;
    f.animated = false;
    f.has_alpha = false;
    f.bit_depth = precision;
    f.samples_offset = offset - 2;
    if (size.width == 0) {
      f.faults.add({fault_kind::malformed, "the frame header gives a width of 0", "T.81 B.2.2", offset + 5});
      f.faults.add({fault_kind::no_dimensions, "the picture has a width of 0", "", offset + 5});
    } else if (size.height == 0) {
      f.faults.add({fault_kind::no_dimensions, "the frame header gives a height of 0, and there is no DNL segment",
                    "T.81 B.2.5", offset + 3});
      need_dnl_ = true;
    }
    if (components == 0) {
      f.faults.add({fault_kind::malformed, "the frame header has no components", "T.81 B.2.2", offset + 7});
    } else if (components <= 4) {
      f.channels = components;
    }
    const bool allowed = code_ == sof0                        ? precision == 8
                         : is_lossless(code_) || code_ == dhp ? precision >= 2 && precision <= 16
                                                              : precision == 8 || precision == 12;
    if (!allowed) {
      f.faults.add({fault_kind::malformed, "the sample precision is not allowed in this JPEG process", "T.81 B.2.2",
                    offset + 2});
    }
  }

  constexpr read_request scan_header(byte_cursor bytes, facts& f, std::uint16_t length) {
    const std::uint64_t start = bytes.position();
    bytes.skip(2);
    const std::uint8_t components = bytes.u8();
    if (!seen_sof_) {
      return stop(
          f, {fault_kind::malformed, "there is a scan (SOS) before any frame header (SOF)", "T.81 B.2.1", start - 2});
    }
    if (bytes.exhausted() || length != 6 + 2 * components || components < 1 || components > 4) {
      return stop(f, {fault_kind::malformed, "the scan header (SOS) does not describe 1 to 4 components", "T.81 B.2.3",
                      start, 6U + 2U * components, length, true});
    }
    if (!hierarchical_) {
      frame_.scan(bytes, components, tables_, f);
    }
    seen_sos_ = true;
    state_ = state::scan;
    return done;
  }

  constexpr void number_of_lines(byte_cursor bytes, facts& f, std::uint16_t length) {
    const std::uint64_t start = bytes.position();
    bytes.skip(2);
    const std::uint16_t lines = bytes.u16be();
    if (length != 4 || lines == 0) {
      f.faults.add({fault_kind::malformed, "the DNL segment does not give a number of lines", "T.81 B.2.5", start});
    } else if (need_dnl_ && seen_sos_) {
      f.height_after_scan = lines;
    }
    need_dnl_ = need_dnl_ && !seen_sos_;
  }

  constexpr void application_data(byte_cursor bytes, const sniff_request& request, std::uint64_t start,
                                  std::uint16_t length) {
    bytes.skip(2);
    byte_cursor xmp = bytes;
    if ((!seen_exif_ || request.depth != depth::header) && bytes.take(exif_signature)) {
      seen_exif_ = true;
      exif_.begin(bytes.position(), start + length - bytes.position());
      state_ = state::exif;
    } else if (request.depth != depth::header && xmp.take(xmp_signature)) {
      xmp_.begin(xmp.position(), start + length - xmp.position());
      is_xmp_split_ = false;
      state_ = state::xmp;
    } else if (const std::uint64_t part = xmp.position() + more_xmp_signature.size() + more_xmp_fields;
               request.depth != depth::header && part <= start + length && xmp.take(more_xmp_signature)) {
      is_xmp_split_ ? xmp_.go_on(part, start + length - part) : xmp_.begin(part, start + length - part);
      is_xmp_split_ = true;
      state_ = state::xmp;
    }
  }

  /// Entropy-coded data to the next marker that is not RSTn: B.1.1.5.
  constexpr read_request scan(byte_view window, const sniff_request& request, facts& f) {
    if (!request.inside(position_, 2)) {
      return ends_too_early(request, f);
    }
    if (!window.covers(position_, 2)) {
      return request.request_range(position_, window_size);
    }
    byte_cursor bytes{window, position_};
    while (bytes.seek_before_nonzero(0xFF) && bytes.left() >= 2) {
      byte_cursor after = bytes;
      after.skip(1);
      code_ = jpeg_marker{after.u8()};
      if (is_restart(code_)) {
        bytes = after;
        continue;
      }
      position_ = bytes.position();
      if (code_ == fill) {
        return skip(request, f, fault_kind::over_budget, 1);
      }
      position_ += 2;
      state_ = state::segment;
      return done;
    }
    position_ = bytes.position();
    return done;
  }

  constexpr read_request end_of_image(facts& f) {
    state_ = state::done;
    f.end = position_;
    if (!seen_sof_) {
      f.faults.add({fault_kind::malformed, "there is no frame header (SOF)", "T.81 B.2.1", position_ - 2});
    } else if (!seen_sos_) {
      f.faults.add({fault_kind::malformed, "there is no scan (SOS)", "T.81 B.2.1", position_ - 2});
    } else if (!hierarchical_ && !f.faults.has(fault_kind::malformed)) {
      frame_.end(position_ - 2, f);
    }
    return done;
  }

  static constexpr std::string_view exif_signature{"Exif\0\0", 6};                        // Exif 2.32, 4.7.2
  static constexpr std::string_view xmp_signature{"http://ns.adobe.com/xap/1.0/\0", 29};  // XMP part 3, 1.1.3, both
  static constexpr std::string_view more_xmp_signature{"http://ns.adobe.com/xmp/extension/\0", 35};
  static constexpr std::uint32_t more_xmp_fields = 32 + 4 + 4;  // digest, length and offset of the whole packet
  static constexpr std::uint32_t signature_reach = 2 + more_xmp_signature.size();

  jpeg_parts::tables tables_{};
  jpeg_parts::frame frame_{};
  metadata::exif exif_{};
  metadata::xmp xmp_{};
  bool is_xmp_split_ = false;   // the last one was a part of an extended packet
  std::uint64_t position_ = 2;  // claim() has seen SOI
  std::uint64_t skipped_offset_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint32_t segments_ = 0;
  state state_ = state::marker;
  jpeg_marker code_ = jpeg_marker::soi;
  bool seen_sof_ = false;
  bool seen_sos_ = false;
  bool seen_exif_ = false;
  bool need_dnl_ = false;
  bool hierarchical_ = false;
};

}  // namespace preflight::detail::sniffers
