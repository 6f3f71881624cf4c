#pragma once

#include <cstddef>
#include <cstdio>  // jpeglib.h names FILE and size_t without saying where they come from

#include <jpeglib.h>
// Has to come after it.
#include <jerror.h>

#include <algorithm>
#include <array>
#include <climits>
#include <csetjmp>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/decode/decode_stream.hpp>
#include <preflight/decode/decoder.hpp>
#include <preflight/decode/jpeg/jpeg_checker.hpp>

namespace preflight::decoders {

/// JPEG, by libjpeg-turbo: every code of every scan is read up to EOI.
///
/// Most pictures have one scan, sequential and Huffman-coded. For them libjpeg reads the headers, and a walk of our own
/// the codes, because it takes less time and finds more: what libjpeg takes without a word, such as a run of zeros that
/// leads beyond coefficient 63 of a block. Only where that walk finds anything at all, libjpeg reads the picture, too,
/// and what it says counts; what the walk found is told as surplus where libjpeg has nothing to say. Of others come the
/// coefficients, not the pixels: the inverse transform has no way to fail.
///
/// A picture in one scan is held a few lines at a time, one in several as its coefficients.
class jpeg {
 public:
  static constexpr std::array formats{format::jpeg};

  static void decode(const decode_job& job, const facts& /*known*/, decode_result& out) noexcept {
    out = {};
    out.codec << library;
    decode_stream stream{job};
    detail::jpeg_parts::jpeg_checker codes;
    const bool is_plain = has_one_scan(job.ceilings, stream, out);
    if (is_plain) {
      check_codes(stream, out, codes);
      if (codes.is_sound() && out.is_open()) {
        out.frames = 1;
        out.finish();
      }
    }
    if (!out.is_open()) {
      return;
    }
    stream.seek(0);
    session all{job.ceilings, stream, out};
    read_all(all);
    if (out.outcome != decode_outcome::decoded) {
      return;
    }
    if (!is_plain) {
      check_codes(stream, out, codes);
    }
    if (codes.surplus() != surplus::none) {
      out.add_surplus(codes.surplus(), codes.offset());
    }
  }

 private:
#define MEDIA_PREFLIGHT_QUOTED(x) #x
#define MEDIA_PREFLIGHT_VALUE(x) MEDIA_PREFLIGHT_QUOTED(x)
#ifdef LIBJPEG_TURBO_VERSION
  static constexpr std::string_view library = "libjpeg-turbo " MEDIA_PREFLIGHT_VALUE(LIBJPEG_TURBO_VERSION);
#else
  static constexpr std::string_view library = "libjpeg " MEDIA_PREFLIGHT_VALUE(JPEG_LIB_VERSION);
#endif
#undef MEDIA_PREFLIGHT_VALUE
#undef MEDIA_PREFLIGHT_QUOTED

  struct session {
    session(const budget& limits, decode_stream& file, decode_result& result)
        : ceilings{&limits}, out{&result}, stream{file} {}
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session() { jpeg_destroy_decompress(&codec); }

    const budget* ceilings;
    decode_result* out;
    decode_stream& stream;
    std::span<const unsigned char> ahead;  // taken from the stream, not yet given to libjpeg
    jpeg_decompress_struct codec{};
    jpeg_error_mgr errors{};
    jpeg_source_mgr source{};
    jpeg_progress_mgr progress{};
    std::uint32_t components = 0;  // one bit for each that a scan was seen for
    std::jmp_buf refusal{};
  };

  static void check_codes(decode_stream& stream, decode_result& out, detail::jpeg_parts::jpeg_checker& codes) {
    stream.seek(0);
    for (std::uint64_t offset = 0; !codes.is_done();) {
      const std::span<const unsigned char> piece = stream.take();
      if (piece.empty()) {
        break;
      }
      codes.take(piece, offset);
      offset += piece.size();
    }
    stream.interrupted(out);
  }

  /// Whether this is a picture that can be walked, and libjpeg takes its headers. What is wrong with them is told.
  static bool has_one_scan(const budget& ceilings, decode_stream& stream, decode_result& out) {
    session s{ceilings, stream, out};
    return read_headers(s) && s.codec.arith_code == FALSE && jpeg_has_multiple_scans(&s.codec) == FALSE && start(s);
  }

  // These are the frames that libjpeg's errors come back to: nothing in them has a destructor, and what changes lives
  // in `s`.

  static bool read_headers(session& s) {
    if (setjmp(s.refusal) != 0) {
      return false;
    }
    connect(s);
    jpeg_read_header(&s.codec, TRUE);
    s.out->size = {s.codec.image_width, s.codec.image_height};
    return within_budget(s) && has_colours(s);
  }

  /// Pixels would come out at an eighth of the size: they are not looked at.
  static bool start(session& s) {
    if (setjmp(s.refusal) != 0) {
      return false;
    }
    s.codec.scale_num = 1;
    s.codec.scale_denom = 8;
    s.codec.out_color_space = s.codec.jpeg_color_space;
    s.codec.do_fancy_upsampling = FALSE;
    s.codec.do_block_smoothing = FALSE;
    jpeg_start_decompress(&s.codec);
    return true;
  }

  static void read_all(session& s) {
    if (!read_headers(s)) {
      return;
    }
    if (jpeg_has_multiple_scans(&s.codec) != FALSE) {
      read_scans(s);
    } else if (start(s)) {
      read_lines(s);
    }
  }

  static void read_scans(session& s) {
    if (setjmp(s.refusal) != 0) {
      return;
    }
    if (!can_be_sampled_up(s)) {
      s.errors.msg_code = JERR_FRACT_SAMPLE_NOTIMPL;
      refuse(s);
    }
    jpeg_read_coefficients(&s.codec);
    if (is_complete(s)) {
      end(s);
    }
  }

  static void read_lines(session& s) {
    if (setjmp(s.refusal) != 0) {
      return;
    }
    jpeg_decompress_struct& codec = s.codec;
    const JDIMENSION samples = codec.output_width * static_cast<JDIMENSION>(codec.output_components);
    const auto lines = static_cast<JDIMENSION>(codec.rec_outbuf_height);
    JSAMPARRAY rows = codec.mem->alloc_sarray(common(s), JPOOL_IMAGE, samples, lines);
    while (codec.output_scanline < codec.output_height) {
      jpeg_read_scanlines(&codec, rows, lines);
    }
    end(s);
  }

  static void end(session& s) {
    jpeg_finish_decompress(&s.codec);
    s.out->frames = 1;
    // Nearly any bits are a valid arithmetic code: T.81, annex D.
    s.out->finish(s.codec.arith_code != FALSE ? decode_proof::partial : decode_proof::full);
  }

  static void connect(session& s) {
    s.codec.err = jpeg_std_error(&s.errors);
    s.errors.error_exit = [](j_common_ptr codec) { refuse(session_of(codec)); };
    s.errors.emit_message = [](j_common_ptr codec, int level) {
      if (level < 0 && lost(session_of(codec))) {
        refuse(session_of(codec));
      }
    };
    s.errors.output_message = [](j_common_ptr) {};
    s.codec.client_data = &s;
    jpeg_create_decompress(&s.codec);
    s.codec.mem->max_memory_to_use = static_cast<long>(std::min<std::uint64_t>(s.ceilings->memory, LONG_MAX));

    s.progress.progress_monitor = [](j_common_ptr codec) { watch(session_of(codec)); };
    s.codec.progress = &s.progress;

    s.source.init_source = [](j_decompress_ptr) {};
    s.source.fill_input_buffer = fill;
    s.source.skip_input_data = skip;
    s.source.resync_to_restart = jpeg_resync_to_restart;
    s.source.term_source = [](j_decompress_ptr) {};
    s.codec.src = &s.source;
  }

  static bool within_budget(session& s) {
    if (s.out->size.pixels() > s.ceilings->pixels) {
      s.out->exceed(ceiling::pixels, "the picture has too many pixels", s.ceilings->pixels, s.out->size.pixels());
      return false;
    }
    const std::uint64_t bytes = jpeg_has_multiple_scans(&s.codec) != FALSE ? coefficients(s) : 0;
    if (bytes > s.ceilings->memory) {
      s.out->exceed(ceiling::scans, "the coefficients of a picture in several scans take too many bytes of memory",
                    s.ceilings->memory, bytes);
      return false;
    }
    return true;
  }

  /// libjpeg gives the samples of 2 or of more than 4 components as they are; no program can show them.
  static bool has_colours(session& s) {
    if (s.codec.jpeg_color_space != JCS_UNKNOWN) {
      return true;
    }
    s.out->end(decode_outcome::rejected, "unsupported number of components: ");
    s.out->message << static_cast<unsigned>(s.codec.num_components);
    return false;
  }

  /// Bytes that libjpeg needs to hold a picture in several scans.
  static std::uint64_t coefficients(const session& s) {
    std::uint64_t blocks = 0;
    for (const jpeg_component_info& component : components(s)) {
      blocks += std::uint64_t{component.width_in_blocks} * component.height_in_blocks;
    }
    return blocks * sizeof(JBLOCK);
  }

  /// libjpeg's condition for making pixels, which it does not look at where coefficients alone are read.
  static bool can_be_sampled_up(const session& s) {
    return std::ranges::all_of(components(s), [&](const jpeg_component_info& component) {
      return s.codec.max_h_samp_factor % component.h_samp_factor == 0 &&
             s.codec.max_v_samp_factor % component.v_samp_factor == 0;
    });
  }

  /// libjpeg paints a component grey that no scan holds, and does not mention it.
  static bool is_complete(session& s) {
    for (const jpeg_component_info& component : components(s)) {
      if ((s.components >> static_cast<unsigned>(component.component_index) & 1U) == 0) {
        s.out->end(decode_outcome::rejected, "no scan contains component ");
        s.out->message << static_cast<unsigned>(component.component_id);
        return false;
      }
    }
    return true;
  }

  /// libjpeg calls this at every row of blocks it reads and every few lines it gives.
  static void watch(session& s) {
    for (const jpeg_component_info* component : std::span{s.codec.cur_comp_info}.first(scanned(s))) {
      s.components |= 1U << static_cast<unsigned>(component->component_index);
    }
    const auto scans = static_cast<std::uint32_t>(std::max(s.codec.input_scan_number, 0));
    if (scans > s.ceilings->scans) {
      s.out->exceed(ceiling::scans, "too many scans", s.ceilings->scans, scans);
    } else if (s.stream.late()) {
      s.stream.interrupted(*s.out);
    } else {
      return;
    }
    std::longjmp(s.refusal, 1);
  }

  static std::size_t scanned(const session& s) { return static_cast<std::size_t>(std::max(s.codec.comps_in_scan, 0)); }

  static std::span<const jpeg_component_info> components(const session& s) {
    return {s.codec.comp_info, static_cast<std::size_t>(s.codec.num_components)};
  }

  /// Where libjpeg-turbo sees 512 bytes a block it reads codes in a faster way, which takes one that no table holds for
  /// a zero and says nothing.
  static constexpr std::size_t max_given = 511;

  static boolean fill(j_decompress_ptr codec) {
    session& s = session_of(reinterpret_cast<j_common_ptr>(codec));
    if (s.ahead.empty()) {
      s.ahead = s.stream.take();
    }
    if (s.ahead.empty()) {
      s.errors.msg_code = JWRN_JPEG_EOF;
      refuse(s);
    }
    const std::size_t count = std::min(s.ahead.size(), max_given);
    s.source.next_input_byte = s.ahead.data();
    s.source.bytes_in_buffer = count;
    s.ahead = s.ahead.subspan(count);
    return TRUE;
  }

  static void skip(j_decompress_ptr codec, long count) {
    session& s = session_of(reinterpret_cast<j_common_ptr>(codec));
    const auto length = static_cast<std::size_t>(std::max(count, 0L));
    const std::span buffer{s.source.next_input_byte, s.source.bytes_in_buffer};
    const std::size_t buffered = std::min(length, buffer.size());
    s.source.next_input_byte = buffer.subspan(buffered).data();
    s.source.bytes_in_buffer -= buffered;
    const std::size_t ahead = std::min(length - buffered, s.ahead.size());
    s.ahead = s.ahead.subspan(ahead);
    s.stream.skip(length - buffered - ahead);
  }

  [[noreturn]] static void refuse(session& s) {
    if (!s.stream.interrupted(*s.out)) {
      std::array<char, JMSG_LENGTH_MAX> words{};
      s.errors.format_message(common(s), words.data());
      s.out->end(outcome_of(s), words.data());
      if (s.out->outcome == decode_outcome::over_budget) {
        s.out->ceiling = ceiling::memory;
        s.out->message << ": " << digit_grouping{s.ceilings->memory} << " bytes of memory allowed";
      }
    }
    std::longjmp(s.refusal, 1);
  }

  static decode_outcome outcome_of(const session& s) {
    switch (s.errors.msg_code) {
      case JERR_NO_BACKING_STORE:
      case JERR_OUT_OF_MEMORY: return decode_outcome::over_budget;
#if JPEG_LIB_VERSION < 70
      case JERR_ARITH_NOTIMPL:
#endif
      case JERR_CCIR601_NOTIMPL:
      case JERR_COMPONENT_COUNT:
      case JERR_CONVERSION_NOTIMPL:
      case JERR_FRACT_SAMPLE_NOTIMPL:
      case JERR_IMAGE_TOO_BIG:
      case JERR_NOT_COMPILED:
      case JERR_NOTIMPL:
      case JERR_SOF_UNSUPPORTED: return decode_outcome::unsupported;
      case JERR_BAD_PRECISION:  // T.81 knows 8 and 12
        return s.codec.data_precision == 12 ? decode_outcome::unsupported : decode_outcome::rejected;
      case JERR_EMPTY_IMAGE:  // T.81 B.2.5: the height may follow the first scan
        return s.codec.image_height == 0 && s.codec.image_width > 0 ? decode_outcome::unsupported
                                                                    : decode_outcome::rejected;
      default: return decode_outcome::rejected;
    }
  }

  /// Whether a warning means samples that are not what the file said.
  static bool lost(session& s) {
    const auto& numbers = s.errors.msg_parm.i;
    switch (s.errors.msg_code) {
      case JWRN_ADOBE_XFORM:
      case JWRN_JFIF_MAJOR:
      case JWRN_NOT_SEQUENTIAL: return false;
      // Before the first scan, bytes between segments. In a scan, codes left over after the last block, so the blocks
      // before are not what was coded; but some cameras fill up the end of a scan or of a restart interval.
      case JWRN_EXTRANEOUS_DATA:
        if (s.codec.input_scan_number == 0) {
          return false;
        }
        s.out->add_surplus(surplus::jpeg_bytes, position(s));
        return numbers[0] >= 16 || !ends_codes(numbers[1]);
      default: return true;
    }
  }

  /// In bytes, of what libjpeg reads next.
  static std::uint64_t position(const session& s) {
    return s.stream.position() - s.ahead.size() - s.source.bytes_in_buffer;
  }

  static bool ends_codes(int marker) { return (marker >= JPEG_RST0 && marker <= JPEG_RST0 + 7) || marker == JPEG_EOI; }

  static j_common_ptr common(session& s) { return reinterpret_cast<j_common_ptr>(&s.codec); }
  static session& session_of(j_common_ptr codec) { return *static_cast<session*>(codec->client_data); }
};
static_assert(decoder<jpeg>);

}  // namespace preflight::decoders
