#pragma once

#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule not_documented_for_target{
    {
        .id = "not-documented-for-target",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The format is documented for users, but not for this kind of target.",
        .why = "Zoom documents only jpg, jpeg and png for groups, and no videos for accounts.",
        .fix = "Try one file first, send a JPEG or PNG picture, or send the file to each user.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.use != purpose::background || s.request.kind == target_kind::user) {
        return false;
      }
      const bool video = info(s.format).kind == kind::video;
      const bool gif_for_group = s.format == format::gif && s.request.kind == target_kind::group;
      if (!video && !gif_for_group) {
        return false;
      }
      out.actual << display_name(s.format);
      out.message << "Zoom's documentation does not say that "
                  << (s.request.kind == target_kind::group ? "groups" : "accounts") << " accept "
                  << display_name(s.format) << (video ? " videos." : " pictures.");
      return true;
    },
};

}  // namespace preflight::upload::rules
