#pragma once

#include <array>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/format/extension_mismatch.hpp>
#include <preflight/rules/format/extension_missing.hpp>
#include <preflight/rules/format/extension_uncommon.hpp>
#include <preflight/rules/format/format_not_accepted.hpp>
#include <preflight/rules/format/format_unknown.hpp>
#include <preflight/rules/format/no_video_track.hpp>
#include <preflight/rules/format/not_examined.hpp>
#include <preflight/rules/format/video_codec_uncommon.hpp>
#include <preflight/rules/format/video_encrypted.hpp>
#include <preflight/rules/format/video_pixel_format_uncommon.hpp>
#include <preflight/rules/integrity/ancillary_chunk_invalid.hpp>
#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/integrity/empty_file.hpp>
#include <preflight/rules/integrity/external_media.hpp>
#include <preflight/rules/integrity/findings_omitted.hpp>
#include <preflight/rules/integrity/leading_data.hpp>
#include <preflight/rules/integrity/malformed.hpp>
#include <preflight/rules/integrity/over_budget.hpp>
#include <preflight/rules/integrity/scans_missing.hpp>
#include <preflight/rules/integrity/surplus_data.hpp>
#include <preflight/rules/integrity/text_mangled.hpp>
#include <preflight/rules/integrity/trailing_data.hpp>
#include <preflight/rules/integrity/truncated.hpp>
#include <preflight/rules/integrity/unreadable.hpp>
#include <preflight/rules/limits/aspect_not_accepted.hpp>
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
#include <preflight/rules/presentation/video_disabled.hpp>
#include <preflight/rules/presentation/video_hdr.hpp>
#include <preflight/rules/presentation/video_rotated.hpp>
#include <preflight/rules/privacy/location_metadata.hpp>
#include <preflight/rules/rule_list.hpp>
#include <preflight/rules/severities.hpp>

namespace preflight {

/// Every rule about a file, in the order in which findings are read: what decides most comes first, then advice. A new
/// rule is one file under rules/ and one entry here.
// clang-format off
inline constexpr std::array all_rules{
    &rules::unreadable,
    &rules::empty_file,
    &rules::format_unknown,
    &rules::format_not_accepted,
    &rules::not_examined,
    &rules::extension_mismatch,
    &rules::leading_data,
    &rules::text_mangled,
    &rules::malformed,
    &rules::truncated,
    &rules::over_budget,
    &rules::decode_failed,
    &rules::no_video_track,
    &rules::video_encrypted,
    &rules::dimensions_missing,
    &rules::external_media,
    &rules::file_too_large,
    &rules::video_too_large,
    &rules::video_too_small,
    &rules::aspect_not_accepted,
    &rules::too_many_files,
    &rules::scans_missing,
    &rules::surplus_data,
    &rules::ancillary_chunk_invalid,
    &rules::location_metadata,
    &rules::file_size_ambiguous,
    &rules::video_codec_uncommon,
    &rules::video_pixel_format_uncommon,
    &rules::video_hdr,
    &rules::video_disabled,
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
    &rules::extension_uncommon,
    &rules::duplicate_content,
    &rules::findings_omitted,
};
// clang-format on

/// nullptr where no rule about a file has this id.
[[nodiscard]] constexpr const file_rule* rule_named(std::string_view id) { return rule_named(all_rules, id); }

static_assert(has_distinct_ids(all_rules), "two rules have the same id");
static_assert(all_rules.size() <= severities::capacity);

}  // namespace preflight
