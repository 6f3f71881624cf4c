#pragma once

#include <algorithm>

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_type_unknown{
    {
        .id = "group-type-unknown",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The directory group has an unknown type.",
        .why = "Zoom has three types, written in lower case.",
        .fix = "Write normal (members see each other, others can find them), shared (everyone in the account sees the "
               "group) or restricted "
               "(only members see it).",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr || !s.request.form->type ||
          std::find(group_types.begin(), group_types.end(), *s.request.form->type) != group_types.end()) {
        return false;
      }
      out.actual << *s.request.form->type;
      out.limit << "normal, shared or restricted";
      out.message << "Unknown type '" << *s.request.form->type << "'; use normal, shared or restricted.";
      return true;
    },
};

}  // namespace preflight::upload::rules
