#pragma once

#include <string>

#include <preflight/engine/engine.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/upload/rules/all.hpp>

#include "rules/rule_cases.hpp"

namespace preflight::test {

/// What all rules together find in a case, each at its own severity.
[[nodiscard]] inline report judged(const rule_case& one) {
  report found;
  found.file = one.file;
  const std::string path = path_of(one);
  if (one.form) {
    upload::request asked = one.asked.value_or(upload::request{});
    asked.form = &*one.form;
    run_rules(upload::all_request_rules, {asked}, *one.where, severities{}, found);
    return found;
  }
  // As the sender does: the number of files is documented for a user, and what cannot be read takes no place.
  std::optional<run_position> position = one.in_run;
  if (position && one.asked && one.asked->kind != upload::target_kind::user) {
    position->accepted_before = 0;
  }
  engine::judge({.file = found.file,
                 .name = path,
                 .not_read = one.not_read ? &*one.not_read : nullptr,
                 .in_run = position ? &*position : nullptr,
                 .decoded = one.decoded ? &*one.decoded : nullptr},
                *one.where, severities{}, found);
  if (one.asked) {
    run_rules(upload::all_request_rules,
              {*one.asked, one.file.format, one.in_run && !one.not_read ? &*one.in_run : nullptr}, *one.where,
              severities{}, found);
  }
  return found;
}

}  // namespace preflight::test
