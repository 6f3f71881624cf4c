#pragma once

#include <string>
#include <string_view>

#include "rules/rule_case.hpp"

namespace preflight::test {

/// 129 characters in 130 bytes.
inline constexpr std::string_view long_group_name =
    "\xC3\xA4"
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
    "123456789012345678";

/// What a directory group is to become.
inline rule_cases group_form_cases() {
  const auto one = [](std::string_view rule, expected outcome, std::string_view name, const upload::group_form& form) {
    return rule_case{.rule = rule, .outcome = outcome, .name = name, .form = form};
  };
  using enum expected;
  return {
      one("group-unchanged", firing, "no field", {}),
      one("group-unchanged", silent, "a name", {.name = "Sales"}),
      one("group-unchanged", boundary, "one search option", {.search_by_ma_account = "false"}),

      one("group-name-empty", firing, "empty", {.name = ""}),
      one("group-name-empty", firing, "blank", {.name = " \t"}),
      one("group-name-empty", silent, "left as it is", {.type = "shared"}),
      one("group-name-empty", boundary, "one letter", {.name = "S"}),

      one("group-name-too-long", firing, "129 characters", {.name = std::string{long_group_name}}),
      one("group-name-too-long", silent, "left as it is", {.type = "shared"}),
      one("group-name-too-long", boundary, "128 characters", {.name = std::string{long_group_name.substr(0, 129)}}),

      one("group-name-taken", firing, "another's", {.name = "Sales", .name_is_taken = true}),
      one("group-name-taken", silent, "left as it is", {.type = "shared", .name_is_taken = true}),
      one("group-name-taken", boundary, "nobody's", {.name = "Sales"}),

      one("group-type-unknown", firing, "a word of its own", {.type = "private"}),
      one("group-type-unknown", firing, "empty", {.type = ""}),
      one("group-type-unknown", firing, "a capital letter", {.type = "Normal"}),
      one("group-type-unknown", silent, "left as it is", {.name = "Sales"}),
      one("group-type-unknown", boundary, "restricted", {.type = "restricted"}),

      one("group-search-not-boolean", firing, "yes", {.search_by_domain = "yes"}),
      one("group-search-not-boolean", firing, "1", {.search_by_account = "1"}),
      one("group-search-not-boolean", firing, "a capital letter", {.search_by_ma_account = "True"}),
      one("group-search-not-boolean", silent, "left as it is", {.name = "Sales"}),
      one("group-search-not-boolean", boundary, "true and false",
          {.search_by_domain = "true", .search_by_account = "false"}),
  };
}

}  // namespace preflight::test
