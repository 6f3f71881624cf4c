#pragma once

#include <preflight/rule.hpp>

namespace preflight::rules {

/// Never found by looking at a file: a report says it of itself, with the severity of the worst finding it left out.
inline constexpr file_rule findings_omitted{
    {
        .id = "findings-omitted",
        .since = "0.1",
        .severity = severity::note,
        .is_fixed = true,
        .summary = "The file has more findings than a report holds.",
        .why = "The verdict counts the findings that are left out, but their messages are not shown.",
        .fix = "Fix what is listed, then check the file again.",
    },
    [](const subject&, const destination&, finding&) { return false; },
};

}  // namespace preflight::rules
