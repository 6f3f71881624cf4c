#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule not_documented_for_target{
    .id = "not-documented-for-target",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The format is documented for users, but not for the group or account that is to get the file.",
    .why = "The service's texts about groups name jpg, jpeg and png alone, and those about accounts no video.",
    .fix = "Try one file first, send a JPEG or PNG picture, or send the file to each user.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->is_picture || s.asked->kind == target_kind::user) {
            return false;
          }
          const bool video = info(s.file.format).kind == kind::video;
          const bool gif_for_group = s.file.format == format::gif && s.asked->kind == target_kind::group;
          if (!video && !gif_for_group) {
            return false;
          }
          out.actual << written(s.file.format);
          out.message << "No text of the service says that "
                      << (s.asked->kind == target_kind::group ? "a group" : "an account") << " takes "
                      << written(s.file.format) << (video ? " videos." : " pictures.");
          return true;
        },
};

}  // namespace preflight::rules
