#pragma once

#include <string_view>
#include <utility>

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_search_not_boolean{
    {
        .id = "group-search-not-boolean",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "A search option of the directory group is neither true nor false.",
        .why = "Zoom documents only these two values; if it misread another value, everyone might find the group.",
        .fix = "Write true or false.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr) {
        return false;
      }
      const group_form& form = *s.request.form;
      for (const auto& [name, value] :
           {std::pair<std::string_view, std::optional<std::string_view>>{"--search-by-domain", form.search_by_domain},
            {"--search-by-account", form.search_by_account},
            {"--search-by-ma-account", form.search_by_ma_account}}) {
        if (value && *value != "true" && *value != "false") {
          out.actual << *value;
          out.limit << "true or false";
          out.message << "Option " << name << " must be true or false, not '" << *value << "'.";
          return true;
        }
      }
      return false;
    },
};

}  // namespace preflight::upload::rules
