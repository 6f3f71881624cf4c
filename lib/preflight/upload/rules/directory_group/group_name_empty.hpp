#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_name_empty{
    {
        .id = "group-name-empty",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The name for the directory group is empty or blank.",
        .why = "Zoom answers \"Missing field: name\".",
        .fix = "Give the group a name, or leave out the option to keep its name.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr || !s.request.form->name ||
          s.request.form->name->find_first_not_of(" \t\r\n\v\f") != std::string_view::npos) {
        return false;
      }
      out.message << "The new name of the group is " << (s.request.form->name->empty() ? "empty" : "blank") << '.';
      return true;
    },
};

}  // namespace preflight::upload::rules
