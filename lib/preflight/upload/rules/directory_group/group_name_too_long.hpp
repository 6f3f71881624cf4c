#pragma once

#include <preflight/text/utf8.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_name_too_long{
    {
        .id = "group-name-too-long",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The name for the directory group has more than 128 characters.",
        .why = "Zoom documents a limit of 128; whether it counts characters or bytes is unknown.",
        .fix = "Shorten the name; a name of up to 128 bytes in UTF-8 is safe either way.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      constexpr std::size_t most = 128;
      if (s.request.form == nullptr || !s.request.form->name || code_points(*s.request.form->name) <= most) {
        return false;
      }
      const std::size_t length = code_points(*s.request.form->name);
      out.actual << length;
      out.limit << most;
      out.message << "The new name of the group has " << length << " characters; the limit is " << most << '.';
      return true;
    },
};

}  // namespace preflight::upload::rules
