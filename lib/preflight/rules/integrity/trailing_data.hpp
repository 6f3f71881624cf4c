#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule trailing_data{
    {
        .id = "trailing-data",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "Extra bytes follow the end of the picture or video.",
        .why = "The extra bytes, such as the video of a motion photo or an archive, are uploaded too. Some services "
               "refuse such files.",
        .fix = "Save it again in an editor, which drops them.",
    },
    [](const subject& s, const destination&, finding& out) {
      const std::uint64_t count = s.file.trailing_bytes();
      if (count == 0) {
        return false;
      }
      const format second = s.file.trailing_format;
      out.actual << count;
      out.offset = *s.file.end;
      out.message << byte_count{count} << (count == 1 ? " follows" : " follow") << " the end of the "
                  << display_name(s.file.format) << " data at byte " << digit_grouping{*s.file.end};
      if (second != format::unknown) {
        out.message << ": " << info(second).title;
        if (s.file.format == format::jpeg && info(second).kind == kind::video) {
          out.message << ", as in a motion photo";
        }
      }
      out.message << '.';
      out.fix << "Cut off the rest: head -c " << *s.file.end << " FILE > out."
              << info(s.file.format).extensions.front();
      return true;
    }};

}  // namespace preflight::rules
