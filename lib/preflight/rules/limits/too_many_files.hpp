#pragma once

#include <cstdint>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule too_many_files{
    {
        .id = "too-many-files",
        .since = "0.1",
        .severity = severity::error,
        .summary = "A user, or a webinar, would have more files than the service allows.",
        .why = "The service refuses every file above the limit.",
        .fix = "Choose fewer files, or remove some that are already there.",
        .limit = "max-files",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (s.not_read != nullptr || s.in_run == nullptr || !d.max_files ||
          s.in_run->accepted_before < d.max_files->value) {
        return false;
      }
      const std::uint64_t place = std::uint64_t{s.in_run->accepted_before} + 1;
      out.actual << place;
      out.limit << d.max_files->value;
      out.message << "This would be file " << place << " for one " << s.in_run->holder << "; the limit for " << d.title
                  << " is " << d.max_files->value << '.';
      out.fix << s.in_run->fix;
      return true;
    },
};

}  // namespace preflight::rules
