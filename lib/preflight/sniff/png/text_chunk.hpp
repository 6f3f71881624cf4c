#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/metadata/exif.hpp>
#include <preflight/sniff/metadata/xmp.hpp>
#include <preflight/sniff/png/chunk_table.hpp>
#include <preflight/sniff/png/text_value.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::png_parts {

/// Searches a text chunk for what its keyword says may be there (PNG 11.3.3): XMP, or the profiles in which programs
/// kept Exif and XMP before PNG had chunks for them. Positions and orientation are said to be at the chunk.
class text_chunk {
 public:
  constexpr text_chunk() {}  // NOLINT(modernize-use-equals-default): else {} would fill its memory with zeros

  /// The chunk's data, of `length` bytes, stands at `offset`; all of it lies in the file.
  constexpr void begin(std::uint32_t type, std::uint64_t offset, std::uint32_t length) {
    type_ = type;
    offset_ = offset;
    end_ = offset + length;
    state_ = state::keyword;
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
  enum class state : std::uint8_t { keyword, plain_xmp, value, done };
  enum class content : std::uint8_t { xmp, exif_profile, xmp_profile, coordinate };
  struct keyword {
    std::string_view text;
    png_parts::text_chunk::content content;
  };
  // The names of profiles are ImageMagick's; Exiv2 and GIMP write them, too.
  static constexpr std::array<keyword, 6> keywords{{{"XML:com.adobe.xmp", content::xmp},
                                                    {"Raw profile type exif", content::exif_profile},
                                                    {"Raw profile type APP1", content::exif_profile},
                                                    {"Raw profile type xmp", content::xmp_profile},
                                                    {"exif:GPSLatitude", content::coordinate},
                                                    {"exif:GPSLongitude", content::coordinate}}};
  static constexpr std::uint32_t max_head = 80 + 3;  // a keyword with its end, and two fields of one byte
  static constexpr std::string_view exif_signature{"Exif\0\0", 6};
  static constexpr std::string_view xmp_signature{"http://ns.adobe.com/xap/1.0/\0", 29};

  constexpr read_request step(byte_view window, const sniff_request& request, facts& f) {
    switch (state_) {
      case state::keyword: return read_keyword(window, request);
      case state::plain_xmp: {
        const read_request more = xmp_.advance(window, request, f);
        state_ = more.is_done() ? state::done : state_;
        return more;
      }
      case state::value: return read_value(window, request, f);
      case state::done: break;
    }
    return done;
  }

  constexpr read_request read_keyword(byte_view window, const sniff_request& request) {
    const std::uint64_t reach = std::min<std::uint64_t>(end_ - offset_, max_head);
    if (!window.covers(offset_, reach)) {
      return request.request_range(offset_, reach);
    }
    state_ = state::done;
    for (const keyword& k : keywords) {
      byte_cursor bytes{window.part(offset_, reach)};
      if (bytes.take(k.text) && bytes.left() > 0 && bytes.u8() == 0) {
        begin_value(bytes, k.content);
        break;
      }
    }
    return done;
  }

  constexpr void begin_value(byte_cursor bytes, content kind) {
    content_ = kind;
    const bool is_international = type_ == png_chunks::itxt.type;
    const bool is_compressed = type_ == png_chunks::ztxt.type || (is_international && bytes.u8() == 1);
    if (type_ != png_chunks::text.type) {
      bytes.skip(1);  // the method of compression; only one is defined
    }
    if (kind == content::xmp && !is_compressed) {
      xmp_.begin(bytes.position(), end_ - bytes.position());
      state_ = state::plain_xmp;
      return;
    }
    const bool is_profile = kind == content::exif_profile || kind == content::xmp_profile;
    value_.begin(bytes.position(), end_,
                 {.is_compressed = is_compressed, .is_hexadecimal = is_profile, .names = is_international ? 2U : 0U});
    is_known_ = false;
    state_ = state::value;
  }

  constexpr read_request read_value(byte_view window, const sniff_request& request, facts& f) {
    if (!value_.is_ready()) {
      const read_request more = value_.advance(window, request, f.faults);
      if (!more.is_done()) {
        return more;
      }
    }
    if (!is_known_) {
      recognise(f);
    } else {
      search(f);
    }
    return done;
  }

  /// What stands at the beginning decides, whatever the keyword.
  constexpr void recognise(facts& f) {
    is_known_ = true;
    const byte_view head = value_.view();
    byte_cursor bytes{head};
    if (content_ == content::coordinate) {
      state_ = state::done;
      if (has_digit(bytes) && f.location != location_source::exif) {
        f.location = location_source::exif;
        f.location_offset = offset_;
      }
    } else if (bytes.take(exif_signature) || (content_ == content::exif_profile && is_tiff(head))) {
      exif_.begin(bytes.position(), value_.length() - bytes.position());
      reader_ = content::exif_profile;
      search(f);
    } else if (content_ == content::xmp || content_ == content::xmp_profile || bytes.take(xmp_signature)) {
      xmp_.begin(bytes.position(), value_.length() - bytes.position());
      reader_ = content::xmp;
      search(f);
    } else {
      state_ = state::done;
    }
  }

  /// The readers see the value as if it were a file of its own, a piece at a time.
  constexpr void search(facts& f) {
    const sniff_request whole{.file_size = value_.length()};
    const location_source location = f.location;
    const std::uint8_t orientation = f.orientation;
    const read_request more =
        reader_ == content::xmp ? xmp_.advance(value_.view(), whole, f) : exif_.advance(value_.view(), whole, f);
    if (f.location != location) {
      f.location_offset = offset_;
    }
    if (f.orientation != orientation) {
      f.orientation_offset = offset_;
    }
    if (more.is_done() || !value_.show(more.offset)) {
      state_ = state::done;
    }
  }

  [[nodiscard]] static constexpr bool has_digit(byte_cursor bytes) {
    while (bytes.left() > 0) {
      const std::uint8_t letter = bytes.u8();
      if (letter >= '0' && letter <= '9') {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] static constexpr bool is_tiff(byte_view head) {
    byte_cursor bytes{head};
    return bytes.take("II*") || bytes.take("MM");
  }

  std::uint64_t offset_ = 0;
  std::uint64_t end_ = 0;
  std::uint32_t type_ = 0;
  state state_ = state::done;
  content content_ = content::xmp;
  content reader_ = content::xmp;
  bool is_known_ = false;
  metadata::exif exif_{};
  metadata::xmp xmp_{};
  text_value value_{};
};

}  // namespace preflight::detail::png_parts
