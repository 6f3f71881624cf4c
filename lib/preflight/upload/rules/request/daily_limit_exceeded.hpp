#pragma once

#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule daily_limit_exceeded{
    {
        .id = "daily-limit-exceeded",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The run makes more calls than the account's plan allows in a day, and this file comes after them.",
        .why =
            "The service answers no more calls of this kind until 00:00 UTC, whichever app of the account makes them.",
        .fix = "Send the rest on another day: what is left over stays queued, and the same command goes on with it.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!s.request.calls_a_day || s.request.call_number <= *s.request.calls_a_day) {
        return false;
      }
      out.actual << s.request.call_number;
      out.limit << *s.request.calls_a_day;
      out.message << "This would be call " << grouped{s.request.call_number} << " of the run; the plan allows "
                  << grouped{*s.request.calls_a_day} << " of its kind a day.";
      return true;
    },
};

}  // namespace preflight::upload::rules
