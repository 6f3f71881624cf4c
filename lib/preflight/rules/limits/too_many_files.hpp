#pragma once

#include <cstdint>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule too_many_files{
    .id = "too-many-files",
    .since = "0.1",
    .severity = severity::error,
    .summary = "One user would have more files than the service keeps for a user.",
    .why = "The service refuses every file above the number.",
    .fix = "Choose fewer files, or remove some that are already there.",
    .check =
        [](const subject& s, const destination& d, finding& out) {
          if (s.not_read != nullptr || s.in_run == nullptr || !d.most_files ||
              s.in_run->accepted_before < d.most_files->value ||
              (s.asked != nullptr && s.asked->kind != target_kind::user)) {
            return false;
          }
          const std::uint64_t place = std::uint64_t{s.in_run->accepted_before} + 1;
          out.actual << place;
          out.limit << d.most_files->value;
          out.message << "This would be file " << place << " for one user; the limit for " << d.title << " is "
                      << d.most_files->value << '.';
          if (s.asked != nullptr) {
            out.fix << "Choose fewer files, remove some that are already there, or let --make-room own delete the "
                       "oldest of those that were sent from here.";
          }
          return true;
        },
    .limit_at = [](const destination& d) { return shown("at most ", d.most_files); },
};

}  // namespace preflight::rules
