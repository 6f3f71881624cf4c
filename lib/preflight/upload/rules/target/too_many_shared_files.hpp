#pragma once

#include <cstdint>

#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule too_many_shared_files{
    {
        .id = "too-many-shared-files",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "A group or account would have more files than Zoom allows for a user.",
        .why = "Zoom documents the limit for users; whether it applies here is unknown.",
        .fix = "Remove some that are already there if Zoom refuses this one.",
        .limit = "max-files",
    },
    [](const request_subject& s, const destination& d, finding& out) {
      if (s.request.use != purpose::background || s.request.kind == target_kind::user || s.in_run == nullptr ||
          !d.max_files || s.in_run->accepted_before < d.max_files->value) {
        return false;
      }
      const std::uint64_t place = std::uint64_t{s.in_run->accepted_before} + 1;
      out.actual << place;
      out.limit << d.max_files->value;
      out.message << "This would be file " << place << " for the " << name_of(s.request.kind) << "; the limit for "
                  << d.title << " is " << d.max_files->value << " for one user.";
      return true;
    },
};

}  // namespace preflight::upload::rules
