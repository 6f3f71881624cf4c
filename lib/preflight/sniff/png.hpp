#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/metadata/crc32.hpp>
#include <preflight/sniff/metadata/exif.hpp>
#include <preflight/sniff/png/animation.hpp>
#include <preflight/sniff/png/chunk_order.hpp>
#include <preflight/sniff/png/chunk_table.hpp>
#include <preflight/sniff/png/crc_check.hpp>
#include <preflight/sniff/png/text_chunk.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// PNG and APNG, by the third edition of the PNG specification (2023); section numbers below are its own.
class png {
 public:
  static constexpr std::array formats{format::png};

  constexpr png() {}  // NOLINT(modernize-use-equals-default): else {} would fill what text_ leaves unset

  static constexpr format claim(byte_view head) {
    byte_cursor bytes{head};
    const bool starts = bytes.take("\x89PNG");
    return starts && !bytes.take("mdat") ? format::png : format::unknown;  // a mdat may be of 2,303,741,511 bytes
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
  enum class state : std::uint8_t { signature, chunk, crc, exif, text, done };

  static constexpr std::uint32_t overhead = 12;  // of a chunk: length, type, CRC
  static constexpr std::uint32_t look_ahead = 64;
  static constexpr std::uint32_t max_number = png_chunks::chunk{}.max_length;

  constexpr read_request step(byte_view window, const sniff_request& request, facts& f) {
    switch (state_) {
      case state::signature: return signature(window, request, f);
      case state::chunk: return chunk(window, request, f);
      case state::crc: return check_crc(window, request, f);
      case state::exif: return then_next_chunk(exif_.advance(window, request, f));
      case state::text: return then_next_chunk(text_.advance(window, request, f));
      case state::done: break;
    }
    return done;
  }

  constexpr read_request then_next_chunk(read_request more) {
    if (more.is_done()) {
      state_ = state::chunk;
    }
    return more;
  }

  [[gnu::always_inline]] constexpr read_request stop(facts& f, const fault& reason) {
    f.faults.add(reason);
    state_ = state::done;
    return done;
  }

  constexpr read_request signature(byte_view window, const sniff_request& request, facts& f) {
    f.animated = false;
    f.has_alpha = false;
    byte_cursor bytes{window, 0};
    if (bytes.take("\x89PNG\r\n\x1a\n")) {
      position_ = 8;
      state_ = state::chunk;
      return done;
    }
    if (request.file_size < 8) {
      return stop(f, {fault_kind::truncated, "the file ends inside the PNG signature", "PNG 5.2", request.file_size});
    }
    if (bytes.take("\x89PNG\n") || bytes.take("\x89PNG\r\r") || bytes.take("\x89PNG\r\n\x1a\r")) {
      return stop(f, {fault_kind::malformed, "the file was changed by a transfer in text mode", "PNG 5.2", 4});
    }
    return stop(f, {fault_kind::malformed, "the PNG signature is wrong after its first four bytes", "PNG 5.2", 4});
  }

  constexpr read_request chunk(byte_view window, const sniff_request& request, facts& f) {
    if (++chunks_ > request.ceilings.units) {
      return stop(
          f, ceiling_fault(ceiling::png_chunks, "too many PNG chunks", position_, request.ceilings.units, chunks_));
    }
    if (!request.inside(position_, overhead)) {
      return stop(
          f, {fault_kind::truncated,
              has(png_chunks::ihdr) ? "the file ends before the IEND chunk" : "the file ends before the IHDR chunk",
              "PNG 5.6", request.file_size});
    }
    if (!window.covers(position_, 8)) {
      --chunks_;
      return request.request_range(position_, look_ahead);
    }
    byte_cursor bytes{window, position_};
    const std::uint32_t length = bytes.u32be();
    const std::uint32_t type = bytes.u32be();
    if (!png_chunks::is_type(type)) {
      return stop(f, {fault_kind::malformed, "a chunk type is not four letters", "PNG 5.3", position_ + 4});
    }
    if (length > max_number) {
      return stop(f, {fault_kind::malformed, "a chunk claims more than 2^31 - 1 bytes", "PNG 5.3", position_,
                      max_number, length, true, true});
    }
    if (!has(png_chunks::ihdr) && type != png_chunks::ihdr.type) {
      return stop(f, {fault_kind::malformed,
                      type == cgbi ? "this is Apple's CgBI variant, not a valid PNG; only Apple software reads it"
                                   : "the first chunk is not IHDR",
                      "PNG 5.6", position_ + 4});
    }
    if (type == png_chunks::ihdr.type) {
      return header(window, request, f, length);
    }
    return body(window, request, f, type, length);
  }

  constexpr read_request header(byte_view window, const sniff_request& request, facts& f, std::uint32_t length) {
    using png_chunks::ihdr;
    constexpr std::uint32_t whole = ihdr.max_length + overhead;
    if (has(ihdr) || !ihdr.fits(length)) {
      static_cast<void>(order_.judge(ihdr, position_, length, f.faults));
      state_ = state::done;
      return done;
    }
    if (!request.inside(position_, whole)) {
      return stop(f, {fault_kind::truncated, "the file ends inside the IHDR chunk", ihdr.clause, request.file_size});
    }
    if (!window.covers(position_, whole)) {
      --chunks_;
      return request.request_range(position_, look_ahead);
    }
    byte_cursor bytes{window, position_ + 8};
    const std::uint32_t width = bytes.u32be();
    const std::uint32_t height = bytes.u32be();
    const std::uint8_t depth = bytes.u8();
    const std::uint8_t color_type = bytes.u8();
    const std::uint8_t compression = bytes.u8();
    const std::uint8_t filter = bytes.u8();
    const std::uint8_t interlace = bytes.u8();
    const std::uint32_t stored = bytes.u32be();
    const std::uint32_t computed = crc32_of(window, position_ + 4, 17);
    if (stored != computed) {
      f.faults.add({.kind = fault_kind::malformed,
                    .what = "the IHDR CRC does not match its bytes",
                    .clause = "PNG 5.3",
                    .offset = position_ + 21,
                    .expected = computed,
                    .actual = stored,
                    .has_numbers = true,
                    .is_checksum = true});
    }
    if (width <= max_number && height <= max_number) {
      f.coded = {width, height};
    }
    if (!f.coded.usable()) {
      f.faults.add(
          {fault_kind::malformed, "the width or height is zero or above 2^31 - 1", "PNG 11.2.1", position_ + 8});
      f.faults.add({fault_kind::no_dimensions, "IHDR gives an impossible size", "", position_ + 8});
    }
    if (!allowed(color_type, depth) || compression != 0 || filter != 0 || interlace > 1) {
      f.faults.add({fault_kind::malformed,
                    "IHDR has a combination of colour type, bit depth and methods that is not allowed", "PNG 11.2.1",
                    position_ + 16});
    } else {
      f.bit_depth = color_type == 3 ? 8 : depth;
      f.channels = static_cast<std::uint8_t>(color_type == 0 ? 1 : color_type == 4 ? 2 : color_type == 6 ? 4 : 3);
      f.has_alpha = color_type == 4 || color_type == 6;
      f.samples_offset = position_ + 16;
    }
    f.frames = 1;
    order_.begin(color_type);
    position_ += whole;
    return done;
  }

  constexpr read_request body(byte_view window, const sniff_request& request, facts& f, std::uint32_t type,
                              std::uint32_t length) {
    const std::uint64_t data = position_ + 8;
    if (!request.inside(position_, std::uint64_t{length} + overhead)) {
      return stop(f, {fault_kind::truncated, "a chunk reaches past the end of the file", "PNG 5.3", position_,
                      position_ + length + overhead, request.file_size, true});
    }
    const std::size_t index = png_chunks::index_of(type);
    const bool is_shallow = request.depth == depth::header;
    state after = state::chunk;
    if (index == png_chunks::all.size()) {
      if (png_chunks::is_critical(type)) {
        f.faults.add({fault_kind::malformed, "there is an unknown critical chunk", "PNG 5.4", position_ + 4});
      }
    } else if (type == png_chunks::idat.type) {
      if (is_shallow) {
        state_ = state::done;
        return done;
      }
      image_data(f);
    } else if (type == png_chunks::iend.type) {
      end(f, length);
      after = state::done;
    } else {
      const png_chunks::chunk& chunk = *png_chunks::all[index];
      const bool counts = order_.judge(chunk, position_, length, f.faults) || chunk.is_metadata;
      const bool is_read = counts && length >= chunk.read_length && (!chunk.at_structure || !is_shallow);
      if (is_read && !window.covers(data, chunk.read_length)) {
        --chunks_;
        return request.request_range(position_, look_ahead);
      }
      if (is_read) {
        after = read(chunk, window, f, length);
      }
    }
    order_.pass(type, length);
    position_ = data + length + 4;
    state_ = after;
    // Those of the data, which is most of a file, are left to whoever decodes it.
    if (!is_shallow && type != png_chunks::idat.type && type != png_chunks::fdat.type) {
      crc_.begin(data - 4, length);
      after_crc_ = after;
      state_ = state::crc;
    }
    return done;
  }

  constexpr read_request check_crc(byte_view window, const sniff_request& request, facts& f) {
    const read_request more = crc_.advance(window, request);
    if (more.is_done()) {
      state_ = after_crc_;
      if (crc_.stored() != crc_.computed()) {
        const bool is_ancillary = !png_chunks::makes_pictures(order_.previous());
        f.faults.add({.kind = is_ancillary ? fault_kind::ancillary_chunk : fault_kind::malformed,
                      .what = "has a CRC that does not match its bytes",
                      .clause = "PNG 5.3",
                      .offset = crc_.offset(),
                      .expected = crc_.computed(),
                      .actual = crc_.stored(),
                      .has_numbers = true,
                      .chunk = order_.previous(),
                      .is_checksum = true});
      }
    }
    return more;
  }

  /// What is to be done next.
  constexpr state read(const png_chunks::chunk& chunk, byte_view window, facts& f, std::uint32_t length) {
    const std::uint64_t data = position_ + 8;
    switch (chunk.type) {
      case png_chunks::trns.type:
        if (f.has_alpha == false) {
          f.has_alpha = true;
          f.samples_offset = position_;
          f.channels = static_cast<std::uint8_t>(f.channels + 1);
        }
        break;
      case png_chunks::actl.type: animation_.begin(byte_cursor{window, data}, f); break;
      case png_chunks::fctl.type: animation_.add_frame(byte_cursor{window, data}, f); break;
      case png_chunks::exif.type: exif_.begin(data, length); return state::exif;
      case png_chunks::text.type:
      case png_chunks::ztxt.type:
      case png_chunks::itxt.type: text_.begin(chunk.type, data, length); return state::text;
      default: break;
    }
    return state::chunk;
  }

  constexpr void image_data(facts& f) const {
    if (has(png_chunks::idat) && order_.previous() != png_chunks::idat.type) {
      f.faults.add({fault_kind::malformed, "the IDAT chunks are not consecutive", "PNG 5.6", position_ + 4});
    }
    if (order_.color_type() == 3 && !has(png_chunks::plte)) {
      f.faults.add(
          {fault_kind::malformed, "a palette picture has no PLTE chunk before its data", "PNG 5.6", position_ + 4});
    }
  }

  constexpr void end(facts& f, std::uint32_t length) {
    animation_.end(f);
    static_cast<void>(order_.judge(png_chunks::iend, position_, length, f.faults));
    if (!has(png_chunks::idat)) {
      f.faults.add({fault_kind::malformed, "there is no IDAT chunk", "PNG 5.6", position_ + 4});
    }
    f.end = position_ + length + overhead;
  }

  static constexpr bool allowed(std::uint8_t color, std::uint8_t depth) {
    switch (color) {
      case 0: return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case 3: return depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case 2:
      case 4:
      case 6: return depth == 8 || depth == 16;
      default: return false;
    }
  }

  [[nodiscard]] constexpr bool has(const png_chunks::chunk& chunk) const { return order_.has(chunk); }

  static constexpr std::uint32_t cgbi = fourcc("CgBI");

  metadata::exif exif_{};
  png_parts::chunk_order order_{};
  png_parts::animation animation_{};
  png_parts::crc_check crc_{};
  png_parts::text_chunk text_{};
  std::uint64_t position_ = 0;
  std::uint32_t chunks_ = 0;
  state state_ = state::signature;
  state after_crc_ = state::chunk;
};

}  // namespace preflight::detail::sniffers
