#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule text_mangled{
    {
        .id = "text-mangled",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file was converted as if it were text.",
        .why = "No program can open it, and the original bytes cannot always be restored.",
        .fix = "Get a fresh copy, and transfer it as binary data, not as text.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* mangled = s.file.faults.first(fault_kind::text_mangled);
      if (mangled == nullptr) {
        return false;
      }
      out.message << "This was a " << display_name(s.file.format)
                  << " before it was converted as text: " << mangled->what << '.';
      return true;
    },
};

}  // namespace preflight::rules
