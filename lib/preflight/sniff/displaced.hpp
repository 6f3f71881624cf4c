#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/sniff/gif.hpp>
#include <preflight/sniff/isobmff/isobmff.hpp>
#include <preflight/sniff/jpeg.hpp>
#include <preflight/sniff/png.hpp>
#include <preflight/sniff/signatures/text.hpp>

namespace preflight::detail {

/// What a conversion of text makes of a signature.
struct mangled_signature {
  preflight::format format;
  std::string_view bytes;
  std::string_view conversion;
};
inline constexpr std::string_view utf8_replacement{"bytes above 7F were replaced by EF BF BD (UTF-8 decoding)"};
inline constexpr std::string_view latin_1_to_utf8{"each byte above 7F was written as two (Latin-1 to UTF-8)"};
inline constexpr std::array mangled_signatures{
    mangled_signature{format::png, "\xEF\xBF\xBDPNG", utf8_replacement},
    mangled_signature{format::png, "\xC2\x89PNG", latin_1_to_utf8},
    mangled_signature{format::png, "\x09PNG\r\n", "the highest bit of each byte was cleared"},
    mangled_signature{format::jpeg, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", utf8_replacement},
    mangled_signature{format::jpeg, "\xC3\xBF\xC3\x98\xC3\xBF", latin_1_to_utf8},
};

/// How text in front of a picture or video begins, and what it is then.
struct leading_text {
  std::string_view beginning;
  std::string_view name;
};
inline constexpr std::array leading_texts{
    leading_text{"\xEF\xBB\xBF", "a byte order mark"},
    leading_text{"--", "the header of a multipart form"},
    leading_text{"HTTP/", "the header of an HTTP response"},
    leading_text{"Content-", "the header of an HTTP response"},
    leading_text{"<br", "the output of a program"},
    leading_text{"<", "markup"},
    leading_text{"\n", "a blank line"},
    leading_text{"\r", "a blank line"},
    leading_text{"", "text"},
};

[[nodiscard]] constexpr bool is_text(format f) {
  return f == format::html || f == format::json || f == format::xml || f == format::text;
}

/// Names what was a picture or a video before text was put in front of it or it was converted as if it were text. No
/// program reads it, so neither is it walked. Only text can stand in front: other formats contain pictures rightly.
class displaced {
 public:
  /// Precondition: no sniffer claims the head, or one that names texts.
  static constexpr bool find(byte_view head, facts& f) { return is_mangled(head, f) || is_behind_text(head, f); }

 private:
  static constexpr bool is_mangled(byte_view head, facts& f) {
    const auto* const found = std::ranges::find_if(
        mangled_signatures, [&](const mangled_signature& one) { return byte_cursor{head}.take(one.bytes); });
    if (found == mangled_signatures.end()) {
      return false;
    }
    f.format = found->format;
    f.faults.add({fault_kind::text_mangled, found->conversion, {}, 0});
    return true;
  }

  static constexpr bool is_behind_text(byte_view head, facts& f) {
    const std::uint64_t end = signatures::end_of_utf8_text(head);
    if (end == head.offset() || end == head.end()) {
      return false;
    }
    if (const format claimed = claim(head, end); claimed != format::unknown) {
      note(head, claimed, end, f);
      return true;
    }
    // The letters of a GIF's header can be text, and so can up to seven bytes after them.
    for (std::uint64_t letters = 6; letters <= 13 && letters < end; ++letters) {
      byte_cursor bytes{head, end - letters};
      if (bytes.take("GIF89a") || bytes.take("GIF87a")) {
        note(head, format::gif, end - letters, f);
        return true;
      }
    }
    return false;
  }

  static constexpr format claim(byte_view head, std::uint64_t offset) {
    const byte_view rest = head.part(offset, head.size());
    byte_cursor box{rest};
    box.skip(4);
    return byte_cursor{rest}.take("\xFF\xD8\xFF") ? format::jpeg
           : box.take("ftyp")                     ? sniffers::isobmff::claim(rest)
                                                  : sniffers::png::claim(rest);
  }

  static constexpr void note(byte_view head, format claimed, std::uint64_t offset, facts& f) {
    f.format = claimed;
    const auto* const text = std::ranges::find_if(
        leading_texts, [&](const leading_text& one) { return byte_cursor{head}.take(one.beginning); });
    f.faults.add({fault_kind::leading_data, text->name, {}, offset});
  }
};

}  // namespace preflight::detail
