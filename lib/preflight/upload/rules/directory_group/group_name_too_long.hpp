#pragma once

#include <preflight/rule.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule group_name_too_long{
    .id = "group-name-too-long",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The name for the directory group has more than 128 characters.",
    .why = "The service's description of the call limits it to 128; whether it counts characters or bytes is unknown.",
    .fix = "Shorten the name; up to 128 bytes of UTF-8 it is safe by either way of counting.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          constexpr std::size_t most = 128;
          if (s.asked == nullptr || s.asked->form == nullptr || !s.asked->form->name ||
              code_points(*s.asked->form->name) <= most) {
            return false;
          }
          const std::size_t length = code_points(*s.asked->form->name);
          out.actual << length;
          out.limit << most;
          out.message << "The new name of the group has " << length << " characters; the limit is " << most << '.';
          return true;
        },
};

}  // namespace preflight::rules
