#pragma once

#include <string>

#include <preflight/engine/engine.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/upload/rules/all.hpp>

#include "rules/rule_cases.hpp"

namespace preflight::test {

/// What all rules together find in a case, each at its own severity.
[[nodiscard]] inline report case_report(const rule_case& test) {
  report result;
  result.file = test.file;
  const std::string path = path_of(test);
  if (test.form) {
    upload::request request = test.request.value_or(upload::request{});
    request.form = &*test.form;
    run_rules(upload::all_request_rules, {request}, *test.destination, severities{}, result);
    return result;
  }
  // As the sender does: the number of files is documented for a user, and what cannot be read takes no place.
  std::optional<run_position> position = test.in_run;
  if (position && test.request && test.request->kind != upload::target_kind::user) {
    position->accepted_before = 0;
  }
  engine::judge({.file = result.file,
                 .name = path,
                 .not_read = test.not_read ? &*test.not_read : nullptr,
                 .in_run = position ? &*position : nullptr,
                 .decoded = test.decoded ? &*test.decoded : nullptr},
                *test.destination, severities{}, result);
  if (test.request) {
    run_rules(upload::all_request_rules,
              {*test.request, test.file.format, test.in_run && !test.not_read ? &*test.in_run : nullptr},
              *test.destination, severities{}, result);
  }
  return result;
}

}  // namespace preflight::test
