#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/alpha_channel.hpp>
#include <preflight/rules/animated_picture.hpp>
#include <preflight/rules/cmyk_jpeg.hpp>
#include <preflight/rules/decode_failed.hpp>
#include <preflight/rules/dimensions_disagree.hpp>
#include <preflight/rules/dimensions_missing.hpp>
#include <preflight/rules/duplicate_content.hpp>
#include <preflight/rules/empty_file.hpp>
#include <preflight/rules/extension_mismatch.hpp>
#include <preflight/rules/extension_missing.hpp>
#include <preflight/rules/external_media.hpp>
#include <preflight/rules/file_size_ambiguous.hpp>
#include <preflight/rules/file_too_large.hpp>
#include <preflight/rules/format_not_accepted.hpp>
#include <preflight/rules/format_unknown.hpp>
#include <preflight/rules/jpeg_process_unusual.hpp>
#include <preflight/rules/location_metadata.hpp>
#include <preflight/rules/low_resolution.hpp>
#include <preflight/rules/malformed.hpp>
#include <preflight/rules/no_video_track.hpp>
#include <preflight/rules/not_square.hpp>
#include <preflight/rules/not_widescreen.hpp>
#include <preflight/rules/orientation_tag.hpp>
#include <preflight/rules/over_budget.hpp>
#include <preflight/rules/too_many_files.hpp>
#include <preflight/rules/trailing_data.hpp>
#include <preflight/rules/truncated.hpp>
#include <preflight/rules/unreadable.hpp>
#include <preflight/rules/video_codec_uncommon.hpp>
#include <preflight/rules/video_rotated.hpp>
#include <preflight/rules/video_too_large.hpp>
#include <preflight/rules/video_too_small.hpp>

namespace preflight {

/// Every rule there is, in the order in which findings are read: what decides most comes first, then advice. A new rule
/// is one file under rules/ and one entry here.
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
};

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
