#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/file_extension.hpp>

namespace preflight::rules {

inline constexpr file_rule extension_missing{
    {
        .id = "extension-missing",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The format is accepted, but the name has no extension.",
        .why = "It is not documented whether the service goes by the name or by the content; if by the name, it "
               "refuses this file.",
        .fix = "Add the usual extension of the format.",
    },
    [](const subject& s, const destination& d, finding& out) {
      const format is = s.file.format;
      if (s.name.empty() || is == format::unknown || is == format::empty || !d.accepts(is) ||
          !extension_of(s.name).empty()) {
        return false;
      }
      const std::string_view usual = info(is).extensions.front();
      out.message << "The name has no extension; the file is " << info(is).title << '.';
      if (!usual.empty()) {
        out.fix << "Rename it to end in ." << usual;
      }
      return true;
    },
};

}  // namespace preflight::rules
