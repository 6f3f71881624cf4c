#pragma once

#include <algorithm>

#include <preflight/rules/message_values.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule file_name_unusual{
    {
        .id = "file-name-unusual",
        .since = "0.1",
        .severity = severity::note,
        .summary = "The file name has non-ASCII characters or is longer than 60 characters.",
        .why = "Zoom does not document its limits for names; people may see a different name.",
        .fix = "None needed, unless the name matters; then give the file a short ASCII name.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      constexpr std::size_t sure = 60;
      const std::size_t length = code_points(s.request.sent_name);
      const bool plain = std::all_of(s.request.sent_name.begin(), s.request.sent_name.end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (plain && length <= sure) {
        return false;
      }
      out.actual << length;
      out.limit << sure;
      out.message << "The name has " << length << (length == 1 ? " character" : " characters")
                  << (plain ? "" : ", not all ASCII") << "; only ASCII names of up to " << sure
                  << " characters are known to arrive unchanged.";
      return true;
    },
};

}  // namespace preflight::upload::rules
