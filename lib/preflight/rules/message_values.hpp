#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/text/digit_grouping.hpp>

/// How values read in sentences. Every message is written with these, so the same value looks the same everywhere.
namespace preflight {

/// "1920x1080"
template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, extent e) {
  return out << e.width << 'x' << e.height;
}

/// "16:9"
template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, ratio r) {
  return out << r.a << ':' << r.b;
}

/// "1 byte", "512 bytes", "15,728,641 bytes (15.0 MiB)"
struct byte_count {
  std::uint64_t value = 0;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, byte_count bytes) {
  constexpr std::uint64_t mebibyte = 1U << 20;
  out << digit_grouping{bytes.value} << (bytes.value == 1 ? " byte" : " bytes");
  if (bytes.value >= mebibyte / 10) {
    const std::uint64_t tenths = bytes.value / mebibyte * 10 + (bytes.value % mebibyte * 10 + mebibyte / 2) / mebibyte;
    out << " (" << digit_grouping{tenths / 10} << '.' << tenths % 10 << " MiB)";
  }
  return out;
}

/// "PNG"; formats with a written name of their own are given it.
[[nodiscard]] constexpr std::string_view display_name(format f) {
  switch (f) {
    case format::png: return "PNG";
    case format::jpeg: return "JPEG";
    case format::gif: return "GIF";
    case format::mp4: return "MP4";
    case format::mov: return "MOV";
    case format::webp: return "WebP";
    case format::heic: return "HEIC";
    case format::avif: return "AVIF";
    default: return info(f).name;
  }
}

/// "PNG, JPEG or GIF"
template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, format_set set) {
  std::size_t left = 0;
  for (const format_info& format : formats) {
    left += set.contains(format.id) ? 1U : 0U;
  }
  for (const format_info& format : formats) {
    if (set.contains(format.id)) {
      --left;
      out << display_name(format.id) << (left > 1 ? ", " : left == 1 ? " or " : "");
    }
  }
  return out;
}

/// Eight digits: "0012D687"
struct hexadecimal {
  std::uint32_t value;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, hexadecimal number) {
  for (int shift = 28; shift >= 0; shift -= 4) {
    out << std::string_view{"0123456789ABCDEF"}.substr((number.value >> shift) & 0xFU, 1);
  }
  return out;
}

/// A four-character code as text, or as a number where it is not printable: "hvc1", "0x00000001"
struct four_characters {
  std::uint32_t code = 0;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, four_characters code) {
  std::array<char, 4> letters{};
  bool printable = true;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::uint32_t byte = (code.code >> (24 - 8 * i)) & 0xFFU;
    printable = printable && byte >= 0x20 && byte < 0x7F;
    letters[i] = static_cast<char>(byte);
  }
  if (printable) {
    std::string_view text{letters.data(), letters.size()};
    while (text.size() > 1 && text.back() == ' ') {
      text.remove_suffix(1);
    }
    return out << text;
  }
  return out << "0x" << hexadecimal{code.code};
}

/// The track that a sentence is about: "The video", or "Video track 3" (its ID) where there are several.
struct track_subject {
  const facts& file;
  const video_track& track;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, const track_subject& subject) {
  return subject.file.video_tracks > 1 ? out << "Video track " << subject.track.id : out << "The video";
}

/// A clause as the beginning of a sentence: its first letter made a capital.
struct capitalized {
  std::string_view clause;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, capitalized s) {
  if (!s.clause.empty() && s.clause.front() >= 'a' && s.clause.front() <= 'z') {
    const char capital = static_cast<char>(s.clause.front() - 'a' + 'A');
    out << std::string_view{&capital, 1};
    s.clause.remove_prefix(1);
  }
  return out << s.clause;
}

/// What is wrong: "the IEND chunk is not empty", "the tEXt chunk has a CRC that does not match its bytes"
struct fault_clause {
  const fault& subject;
  bool begins_sentence = false;
};

template <std::size_t N>
constexpr inline_string<N>& operator<<(inline_string<N>& out, fault_clause clause) {
  if (clause.subject.chunk != 0) {
    out << (clause.begins_sentence ? "The " : "the ") << four_characters{clause.subject.chunk} << " chunk ";
    return out << clause.subject.what;
  }
  return clause.begins_sentence ? out << capitalized{clause.subject.what} : out << clause.subject.what;
}

/// Says a fault: "The IEND chunk is not empty [at byte 57, see PNG 11.2.5]: 0 expected, 4 found."
constexpr void describe(const fault& f, finding& out) {
  // A ceiling can concern the file as a whole; every other fault has a place.
  const bool has_place = f.kind != fault_kind::over_budget || f.offset > 0;
  out.message << fault_clause{f, true};
  if (has_place) {
    out.offset = f.offset;
  }
  if (has_place || !f.clause.empty()) {
    out.message << " [";
    if (has_place) {
      out.message << "at byte " << digit_grouping{f.offset} << (f.clause.empty() ? "" : ", ");
    }
    out.message << (f.clause.empty() ? "" : "see ") << f.clause << ']';
  }
  if (f.is_checksum) {
    const hexadecimal expected{static_cast<std::uint32_t>(f.expected)};
    const hexadecimal actual{static_cast<std::uint32_t>(f.actual)};
    out.actual << actual;
    out.limit << expected;
    out.message << ": " << expected << " expected, " << actual << " found";
  } else if (f.has_numbers) {
    out.actual << f.actual;
    out.limit << f.expected;
    switch (f.kind) {
      case fault_kind::truncated:
        out.message << ": the file should have at least " << digit_grouping{f.expected} << " bytes, but has "
                    << digit_grouping{f.actual};
        break;
      case fault_kind::over_budget:
        out.message << ": " << digit_grouping{f.expected} << " allowed, " << digit_grouping{f.actual} << " found";
        break;
      default:
        out.message << ": " << (f.is_bound ? "at most " : "") << digit_grouping{f.expected}
                    << (f.is_bound ? " allowed, " : " expected, ") << digit_grouping{f.actual} << " found";
    }
  }
  out.message << '.';
}

/// Says what came of decoding, after `before`, and who says so: "Decoding failed: IDAT: CRC error (libpng 1.6.39)."
constexpr void describe(std::string_view before, const decode_result& d, finding& out) {
  std::string_view words = d.message.empty() ? std::string_view{"no reason given"} : d.message.text();
  words = words.substr(0, words.find_last_not_of(". ") + 1);
  if (d.offset > 0) {
    out.offset = d.offset;
  }
  if (before.empty()) {
    out.message << capitalized{words};
  } else {
    out.message << before << words;
  }
  if (!d.codec.empty()) {
    out.message << " (" << d.codec.text() << ')';
  }
  out.message << '.';
}

}  // namespace preflight
