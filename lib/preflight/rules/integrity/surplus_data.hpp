#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

/// What was found, and the clause that leaves no place for it.
struct surplus_words {
  std::string_view what;
  std::string_view clause;
};
inline constexpr std::array<surplus_words, surplus_count> all_surplus_words{{
    {},
    {"LZW codes are left over when the picture is complete", "GIF89a, appendix F"},
    {"Coded bytes are left over when the picture is complete", "T.81 F.1.2.3"},
    {"The bits that fill up the last coded byte are not all ones", "T.81 F.1.2.3"},
    {"A block has codes for more than its 64 coefficients", "T.81 F.2.2.2"},
    {"A coefficient is larger than 8-bit samples can produce", "T.81 A.3.3"},
    {"Image data is left over when the picture is complete", "PNG 11.2.3"},
}};

inline constexpr file_rule surplus_data{
    {
        .id = "surplus-data",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "Coded data is left over when the picture is complete, or has values that no encoder writes "
                   "(checked only at "
                   "depth decode).",
        .why = "This is often damage that programs do not report: part of the picture may be shifted, grey or in the "
               "wrong colours.",
        .fix = "Look at the whole picture. If something is wrong, get a fresh copy; if not, open it in an image editor "
               "and save it again.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.decoded == nullptr || s.decoded->surplus == surplus::none ||
          s.decoded->outcome != decode_outcome::decoded) {
        return false;
      }
      const surplus_words& words = all_surplus_words[static_cast<std::size_t>(s.decoded->surplus)];
      out.message << words.what << " [";
      if (s.decoded->surplus_offset > 0) {
        out.offset = s.decoded->surplus_offset;
        out.message << "at byte " << digit_grouping{s.decoded->surplus_offset} << ", ";
      }
      out.message << words.clause << "].";
      return true;
    },
};

}  // namespace preflight::rules
