#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule scope_missing{
    {
        .id = "scope-missing",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The token has no scope for a planned call.",
        .why = "Zoom refuses the call for every file.",
        .fix = "In the Zoom App Marketplace, give your app a scope that allows the call. This can take hours to take "
               "effect.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!s.request.granted) {
        return false;
      }
      for (const planned_call& call : s.request.calls) {
        if (!suffices(*s.request.granted, call.scopes)) {
          out.actual << (s.request.granted->empty() ? std::string_view{"no scope"} : *s.request.granted);
          out.message << "To " << call.what << ", the token needs "
                      << (call.scopes.size() == 1 ? "the scope " : "one of these scopes: ");
          for (const std::string_view& scope : call.scopes) {
            out.message << (&scope == call.scopes.data() ? "" : ", ") << scope;
          }
          out.message << '.';
          return true;
        }
      }
      return false;
    },
};

}  // namespace preflight::upload::rules
