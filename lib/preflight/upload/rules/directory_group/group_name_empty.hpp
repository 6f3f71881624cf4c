#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule group_name_empty{
    .id = "group-name-empty",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The name for the directory group is empty or blank.",
    .why = "The service answers \"Missing field: name\".",
    .fix = "Give the group a name, or leave the option away to keep the one it has.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->form == nullptr || !s.asked->form->name ||
              s.asked->form->name->find_first_not_of(" \t\r\n\v\f") != std::string_view::npos) {
            return false;
          }
          out.message << "The new name of the group is " << (s.asked->form->name->empty() ? "empty" : "blank") << '.';
          return true;
        },
};

}  // namespace preflight::rules
