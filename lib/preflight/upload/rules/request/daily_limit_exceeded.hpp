#pragma once

#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule daily_limit_exceeded{
    {
        .id = "daily-limit-exceeded",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The run needs more calls than the account's Zoom plan allows in a day; the limit is reached before "
                   "this file.",
        .why = "Once the limit is reached, Zoom refuses all calls of this kind, from every app of the account, until "
               "00:00 UTC.",
        .fix = "Send the rest on another day: it stays queued, and the same command continues with it.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!s.request.calls_a_day || s.request.call_number <= *s.request.calls_a_day) {
        return false;
      }
      out.actual << s.request.call_number;
      out.limit << *s.request.calls_a_day;
      out.message << "This would be call " << digit_grouping{s.request.call_number}
                  << " of the run; the Zoom plan allows " << digit_grouping{*s.request.calls_a_day}
                  << " of this kind per day.";
      return true;
    },
};

}  // namespace preflight::upload::rules
