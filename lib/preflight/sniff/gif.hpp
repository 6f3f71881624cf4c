#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/metadata/xmp.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// GIF, by the GIF89a specification (CompuServe, 1990); section numbers below are its own. Where it is silent, what the
/// common decoders agree on decides.
class gif {
 public:
  static constexpr std::array formats{format::gif};

  /// Any version: GIF, two digits, a lower-case letter.
  static constexpr format claim(byte_view head) {
    byte_cursor bytes{head};
    const auto digit = [&] {
      const std::uint8_t c = bytes.u8();
      return c >= '0' && c <= '9';
    };
    const auto letter = [&] {
      const std::uint8_t c = bytes.u8();
      return c >= 'a' && c <= 'z';
    };
    return bytes.take("GIF") && digit() && digit() && letter() ? format::gif : format::unknown;
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
  enum class state : std::uint8_t { header, block, extension, image, code_size, sub_blocks, xmp, done };

  static constexpr std::uint8_t image_separator = 0x2C, extension_introducer = 0x21, trailer = 0x3B;
  static constexpr std::uint8_t graphic_control = 0xF9, application = 0xFF;
  static constexpr std::uint32_t header_size = 13;      // signature, version, logical screen descriptor: 17, 18
  static constexpr std::uint32_t descriptor_size = 10;  // separator included: 20
  static constexpr std::uint8_t max_code_size = 11;     // pixels need 8 at most; decoders read what fits their codes

  /// What is asked for at a time: at depth header only a GIF without a screen size gets beyond its first 13 bytes.
  static constexpr std::uint32_t look_ahead(const sniff_request& request) {
    return request.depth == depth::header ? 64 : window_size;
  }

  constexpr read_request step(byte_view window, const sniff_request& request, facts& f) {
    switch (state_) {
      case state::header: return header(window, request, f);
      case state::block: return block(window, request, f);
      case state::extension: return extension(window, request, f);
      case state::image: return image(window, request, f);
      case state::code_size: return code_size(window, request, f);
      case state::sub_blocks: return sub_blocks(window, request, f);
      case state::xmp: return then(state::block, xmp_.advance(window, request, f));
      case state::done: break;
    }
    return done;
  }

  constexpr read_request then(state next, read_request more = done) {
    if (more.is_done()) {
      state_ = next;
    }
    return more;
  }

  constexpr read_request finish(facts& f) {
    if (!f.canvas.usable()) {
      f.faults.add({fault_kind::no_dimensions, "neither the logical screen nor a frame has a width and a height",
                    "GIF89a 18", 6});
    }
    return then(state::done);
  }

  [[gnu::always_inline]] constexpr read_request stop(facts& f, const fault& reason) {
    f.faults.add(reason);
    return then(state::done);
  }

  constexpr read_request ends_too_early(const sniff_request& request, facts& f, std::string_view words,
                                        std::string_view clause) {
    return stop(f, {fault_kind::truncated, words, clause, request.file_size});
  }

  constexpr read_request header(byte_view window, const sniff_request& request, facts& f) {
    byte_cursor bytes{window, 0};
    if (!bytes.take("GIF87a") && !bytes.take("GIF89a")) {
      f.faults.add({fault_kind::malformed, "the version is neither 87a nor 89a", "GIF89a 17", 3});
      bytes.skip(6);
    }
    const std::uint16_t width = bytes.u16le();
    const std::uint16_t height = bytes.u16le();
    if (!bytes.exhausted()) {
      f.coded = {width, height};
      f.canvas = f.coded;
      f.bit_depth = 8;
    }
    const std::uint8_t packed = bytes.u8();
    if (request.file_size < header_size) {
      return ends_too_early(request, f, "the file ends inside the logical screen descriptor", "GIF89a 18");
    }
    position_ = header_size;
    if (request.depth == depth::header && f.coded.usable()) {
      return then(state::done);
    }
    return color_table(request, f, packed, state::block);
  }

  /// Passes the table that `packed` announces, if it does: 3 x 2^(size + 1) bytes.
  constexpr read_request color_table(const sniff_request& request, facts& f, std::uint8_t packed, state next) {
    if ((packed & 0x80) != 0) {
      const std::uint32_t size = 3U << ((packed & 0x07) + 1);
      if (!request.inside(position_, size)) {
        return ends_too_early(request, f, "the file ends inside a colour table", "GIF89a 19");
      }
      position_ += size;
    }
    return then(next);
  }

  constexpr read_request block(byte_view window, const sniff_request& request, facts& f) {
    if (!request.inside(position_, 1)) {
      return ends_too_early(request, f, "the file ends before the trailer", "GIF89a 27");
    }
    if (!window.covers(position_, 1)) {
      return request.request_range(position_, look_ahead(request));
    }
    if (blocks_ == request.ceilings.units) {
      return stop(f, ceiling_fault(ceiling::gif_blocks, "too many GIF blocks", position_, request.ceilings.units,
                                   std::uint64_t{blocks_} + 1));
    }
    ++blocks_;
    switch (byte_cursor{window, position_}.u8()) {
      case extension_introducer: return then(state::extension);
      case image_separator: return then(state::image);
      case trailer: return end_of_blocks(f);
      default:
        return stop(f,
                    {fault_kind::malformed, "there is a block that is neither an image, an extension nor the trailer",
                     "GIF89a, appendix B", position_});
    }
  }

  constexpr read_request end_of_blocks(facts& f) {
    if (frames_ == 0) {
      f.faults.add({fault_kind::malformed, "there is no image before the trailer", "GIF89a 20", position_});
    }
    if (!f.animated) {
      f.animated = false;
    }
    if (!f.has_alpha) {
      f.has_alpha = false;
    }
    f.channels = *f.has_alpha ? 4 : 3;
    f.end = position_ + 1;
    return finish(f);
  }

  constexpr read_request extension(byte_view window, const sniff_request& request, facts& f) {
    const std::uint32_t reach = 4 + xmp_identifier.size();  // introducer, label, block size, and the longest we compare
    const read_request whole = request.request_range(position_, reach);
    if (!window.covers(whole.offset, whole.length)) {
      return request.request_range(position_, look_ahead(request));
    }
    byte_cursor bytes{window, position_ + 1};
    const std::uint8_t label = bytes.u8();
    if (label == graphic_control && bytes.take("\x04") && (bytes.u8() & 0x01) != 0) {
      f.has_alpha = true;
    }
    is_xmp_ = label == application && bytes.take(xmp_identifier);
    position_ += 2;
    data_start_ = position_;
    return then(state::sub_blocks);
  }

  constexpr read_request image(byte_view window, const sniff_request& request, facts& f) {
    if (!request.inside(position_, descriptor_size)) {
      return ends_too_early(request, f, "the file ends inside an image descriptor", "GIF89a 20");
    }
    if (!window.covers(position_, descriptor_size)) {
      return request.request_range(position_, look_ahead(request));
    }
    if (frames_ == request.ceilings.frames) {
      f.frames_at_least = true;
      return finish(f);
    }
    byte_cursor bytes{window, position_ + 1};
    const std::uint32_t left = bytes.u16le();
    const std::uint32_t top = bytes.u16le();
    const std::uint32_t width = bytes.u16le();
    const std::uint32_t height = bytes.u16le();
    const std::uint8_t packed = bytes.u8();
    if (width > 0 && height > 0) {  // players give a frame without them the size of the screen
      f.canvas = hull(f.canvas, {left + width, top + height});
    }
    if (request.depth == depth::header) {
      return finish(f);
    }
    f.frames = ++frames_;
    if (frames_ > 1) {
      f.animated = true;
    }
    position_ += descriptor_size;
    return color_table(request, f, packed, state::code_size);
  }

  constexpr read_request code_size(byte_view window, const sniff_request& request, facts& f) {
    if (!request.inside(position_, 1)) {
      return ends_too_early(request, f, "the file ends before a frame's data", "GIF89a 22");
    }
    if (!window.covers(position_, 1)) {
      return request.request_range(position_, look_ahead(request));
    }
    const std::uint8_t bits = byte_cursor{window, position_}.u8();
    if (bits > max_code_size) {
      f.faults.add({fault_kind::malformed, "a frame's LZW minimum code size is above 11 (codes have at most 12 bits)",
                    "GIF89a, appendix F", position_, max_code_size, bits, true});
    }
    ++position_;
    is_xmp_ = false;
    return then(state::sub_blocks);
  }

  /// Hops from one size byte to the next up to the block terminator: 15, 16.
  constexpr read_request sub_blocks(byte_view window, const sniff_request& request, facts& f) {
    while (window.covers(position_, 1)) {
      const std::uint8_t size = byte_cursor{window, position_}.u8();
      position_ += 1U + size;
      if (size == 0) {
        if (is_xmp_ && request.depth != depth::header) {
          xmp_.begin(data_start_, position_ - data_start_);
          return then(state::xmp);
        }
        return then(state::block);
      }
    }
    if (!request.inside(position_, 1)) {
      return ends_too_early(request, f, "the file ends inside a block", "GIF89a 15");
    }
    return request.request_range(position_, look_ahead(request));
  }

  static constexpr std::string_view xmp_identifier = "\x0BXMP DataXMP";  // XMP part 3, 1.1.2

  metadata::xmp xmp_{};
  std::uint64_t position_ = 0;
  std::uint64_t data_start_ = 0;
  std::uint32_t blocks_ = 0;
  std::uint32_t frames_ = 0;
  state state_ = state::header;
  bool is_xmp_ = false;
};

}  // namespace preflight::detail::sniffers
