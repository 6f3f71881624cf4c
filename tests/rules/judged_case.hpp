#pragma once

#include <string>

#include <preflight/check.hpp>

#include "rules/rule_cases.hpp"

namespace preflight::test {

/// What all rules together find in a case, each at its own severity.
[[nodiscard]] inline report judged(const rule_case& one) {
  report found;
  found.file = one.file;
  const std::string path = path_of(one);
  if (one.form) {
    request asked = one.asked.value_or(request{});
    asked.form = &*one.form;
    judge(asked, *one.where, severities{}, found);
    return found;
  }
  judge({.file = found.file,
         .name = path,
         .not_read = one.not_read ? &*one.not_read : nullptr,
         .in_run = one.in_run ? &*one.in_run : nullptr,
         .decoded = one.decoded ? &*one.decoded : nullptr,
         .asked = one.asked ? &*one.asked : nullptr},
        *one.where, severities{}, found);
  return found;
}

}  // namespace preflight::test
