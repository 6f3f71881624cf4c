#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule scope_missing{
    .id = "scope-missing",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The token lacks every scope that a planned call accepts.",
    .why = "The service refuses the call, for each file anew.",
    .fix = "Add one of these scopes to the app in the Zoom App Marketplace; it may take hours until it counts.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || !s.asked->granted) {
            return false;
          }
          for (const planned_call& each : s.asked->calls) {
            if (!suffices(*s.asked->granted, each.scopes)) {
              out.actual << (s.asked->granted->empty() ? std::string_view{"no scope"} : *s.asked->granted);
              out.message << "To " << each.what << ", the token needs one of these scopes and has none of them: ";
              for (const std::string_view& scope : each.scopes) {
                out.message << (&scope == each.scopes.data() ? "" : ", ") << scope;
              }
              out.message << '.';
              return true;
            }
          }
          return false;
        },
};

}  // namespace preflight::rules
