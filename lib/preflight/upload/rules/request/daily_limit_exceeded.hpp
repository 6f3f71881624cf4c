#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule daily_limit_exceeded{
    .id = "daily-limit-exceeded",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The run makes more calls than the account's plan allows in a day, and this file comes after them.",
    .why = "The service answers no more calls of this kind until 00:00 UTC, whichever app of the account makes them.",
    .fix = "Send the rest on another day: what is left over stays queued, and the same command goes on with it.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || !s.asked->calls_a_day || s.asked->call_number <= *s.asked->calls_a_day) {
            return false;
          }
          out.actual << s.asked->call_number;
          out.limit << *s.asked->calls_a_day;
          out.message << "This would be call " << grouped{s.asked->call_number} << " of the run; the plan allows "
                      << grouped{*s.asked->calls_a_day} << " of its kind a day.";
          return true;
        },
};

}  // namespace preflight::rules
