#pragma once

#include <array>
#include <string_view>

#include <preflight/rules/rule_list.hpp>
#include <preflight/rules/severities.hpp>
#include <preflight/upload/rules/directory_group/group_name_empty.hpp>
#include <preflight/upload/rules/directory_group/group_name_taken.hpp>
#include <preflight/upload/rules/directory_group/group_name_too_long.hpp>
#include <preflight/upload/rules/directory_group/group_search_not_boolean.hpp>
#include <preflight/upload/rules/directory_group/group_type_unknown.hpp>
#include <preflight/upload/rules/directory_group/group_unchanged.hpp>
#include <preflight/upload/rules/request/account_id_explicit.hpp>
#include <preflight/upload/rules/request/background_switched_off.hpp>
#include <preflight/upload/rules/request/custom_upload_switched_off.hpp>
#include <preflight/upload/rules/request/daily_limit_exceeded.hpp>
#include <preflight/upload/rules/request/file_name_unusual.hpp>
#include <preflight/upload/rules/request/looks_already_there.hpp>
#include <preflight/upload/rules/request/scope_missing.hpp>
#include <preflight/upload/rules/request/several_pictures.hpp>
#include <preflight/upload/rules/request/video_switched_off.hpp>
#include <preflight/upload/rules/request_rule.hpp>
#include <preflight/upload/rules/target/not_documented_for_target.hpp>
#include <preflight/upload/rules/target/purpose_not_for_target.hpp>
#include <preflight/upload/rules/target/target_invalid.hpp>
#include <preflight/upload/rules/target/target_is_me.hpp>
#include <preflight/upload/rules/target/target_takes_no_picture.hpp>
#include <preflight/upload/rules/target/too_many_shared_files.hpp>

namespace preflight::upload {

/// Every rule about a request, in the order in which findings are read; they come after those about its file. A new
/// rule is one file under upload/rules/ and one entry here.
inline constexpr std::array all_request_rules{
    &rules::target_invalid,
    &rules::target_is_me,
    &rules::target_takes_no_picture,
    &rules::purpose_not_for_target,
    &rules::account_id_explicit,
    &rules::scope_missing,
    &rules::background_switched_off,
    &rules::video_switched_off,
    &rules::custom_upload_switched_off,
    &rules::not_documented_for_target,
    &rules::several_pictures,
    &rules::looks_already_there,
    &rules::too_many_shared_files,
    &rules::daily_limit_exceeded,
    &rules::file_name_unusual,
    &rules::group_unchanged,
    &rules::group_name_empty,
    &rules::group_name_too_long,
    &rules::group_name_taken,
    &rules::group_type_unknown,
    &rules::group_search_not_boolean,
};

/// nullptr where no rule about a request has this id.
[[nodiscard]] constexpr const request_rule* request_rule_named(std::string_view id) {
  return rule_named(all_request_rules, id);
}

static_assert(has_distinct_ids(all_request_rules), "two rules have the same id");
static_assert(all_request_rules.size() <= severities::capacity);

}  // namespace preflight::upload
