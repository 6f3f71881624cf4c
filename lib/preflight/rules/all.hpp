#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/format/extension_mismatch.hpp>
#include <preflight/rules/format/extension_missing.hpp>
#include <preflight/rules/format/format_not_accepted.hpp>
#include <preflight/rules/format/format_unknown.hpp>
#include <preflight/rules/format/no_video_track.hpp>
#include <preflight/rules/format/video_codec_uncommon.hpp>
#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/integrity/empty_file.hpp>
#include <preflight/rules/integrity/external_media.hpp>
#include <preflight/rules/integrity/malformed.hpp>
#include <preflight/rules/integrity/over_budget.hpp>
#include <preflight/rules/integrity/trailing_data.hpp>
#include <preflight/rules/integrity/truncated.hpp>
#include <preflight/rules/integrity/unreadable.hpp>
#include <preflight/rules/limits/dimensions_disagree.hpp>
#include <preflight/rules/limits/dimensions_missing.hpp>
#include <preflight/rules/limits/duplicate_content.hpp>
#include <preflight/rules/limits/file_size_ambiguous.hpp>
#include <preflight/rules/limits/file_too_large.hpp>
#include <preflight/rules/limits/low_resolution.hpp>
#include <preflight/rules/limits/not_square.hpp>
#include <preflight/rules/limits/not_widescreen.hpp>
#include <preflight/rules/limits/too_many_files.hpp>
#include <preflight/rules/limits/video_too_large.hpp>
#include <preflight/rules/limits/video_too_small.hpp>
#include <preflight/rules/presentation/alpha_channel.hpp>
#include <preflight/rules/presentation/animated_picture.hpp>
#include <preflight/rules/presentation/cmyk_jpeg.hpp>
#include <preflight/rules/presentation/jpeg_process_unusual.hpp>
#include <preflight/rules/presentation/orientation_tag.hpp>
#include <preflight/rules/presentation/video_rotated.hpp>
#include <preflight/rules/privacy/location_metadata.hpp>
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
#include <preflight/upload/rules/target/not_documented_for_target.hpp>
#include <preflight/upload/rules/target/target_invalid.hpp>
#include <preflight/upload/rules/target/target_is_me.hpp>
#include <preflight/upload/rules/target/target_takes_no_picture.hpp>
#include <preflight/upload/rules/target/too_many_shared_files.hpp>

namespace preflight {

/// Every rule there is, in the order in which findings are read: what decides most comes first, then advice; rules
/// about a request come behind all about files. A new rule is one file under rules/ and one entry here.
inline constexpr std::array all_rules{
    &rules::unreadable,
    &rules::empty_file,
    &rules::format_unknown,
    &rules::format_not_accepted,
    &rules::extension_mismatch,
    &rules::malformed,
    &rules::truncated,
    &rules::over_budget,
    &rules::decode_failed,
    &rules::no_video_track,
    &rules::dimensions_missing,
    &rules::external_media,
    &rules::file_too_large,
    &rules::video_too_large,
    &rules::video_too_small,
    &rules::too_many_files,
    &rules::location_metadata,
    &rules::file_size_ambiguous,
    &rules::video_codec_uncommon,
    &rules::video_rotated,
    &rules::orientation_tag,
    &rules::dimensions_disagree,
    &rules::animated_picture,
    &rules::alpha_channel,
    &rules::cmyk_jpeg,
    &rules::jpeg_process_unusual,
    &rules::low_resolution,
    &rules::not_widescreen,
    &rules::not_square,
    &rules::trailing_data,
    &rules::extension_missing,
    &rules::duplicate_content,
    &rules::target_invalid,
    &rules::target_is_me,
    &rules::target_takes_no_picture,
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

/// So many of them look at the file; who only checks files never comes to the others.
inline constexpr std::size_t file_rule_count = static_cast<std::size_t>(
    std::count_if(all_rules.begin(), all_rules.end(), [](const rule* each) { return each->about == topic::file; }));
static_assert(std::is_partitioned(all_rules.begin(), all_rules.end(),
                                  [](const rule* each) { return each->about == topic::file; }),
              "a rule about a file stands behind one about a request");

/// nullptr where no rule has this id.
[[nodiscard]] constexpr const rule* rule_named(std::string_view id) {
  for (const rule* each : all_rules) {
    if (each->id == id) {
      return each;
    }
  }
  return nullptr;
}

static_assert(
    [] {
      for (const rule* each : all_rules) {
        if (rule_named(each->id) != each) {
          return false;
        }
      }
      return true;
    }(),
    "two rules have the same id");

}  // namespace preflight
