#pragma once

#include <string_view>

#include "rules/rule_case.hpp"

namespace preflight::test {

/// Of targets and purposes that do not go together, and of ids that no target has.
inline rule_cases branding_cases() {
  using enum upload::target_kind;
  const auto request_to = [](upload::target_kind kind, std::string_view id) {
    return upload::request{.kind = kind, .id = id};
  };
  return {
      {.rule = "target-invalid",
       .outcome = expected::firing,
       .name = "a spreadsheet error",
       .file = png(),
       .request = request_to(user, "#N/A")},
      {.rule = "target-invalid",
       .outcome = expected::firing,
       .name = "another spreadsheet error",
       .file = png(),
       .request = request_to(group, "#NAME?")},
      {.rule = "purpose-not-for-target",
       .outcome = expected::firing,
       .name = "a user's wallpaper",
       .file = png({1920, 1080}),
       .destination = &destinations::zoom_webinar_wallpaper,
       .request =
           edited(request_to(user, "a@x.org"), [](upload::request& r) { r.use = upload::purpose::webinar_wallpaper; })},
      {.rule = "purpose-not-for-target",
       .outcome = expected::firing,
       .name = "a background of users for a webinar",
       .file = png(),
       .request = request_to(webinar, "123")},
      {.rule = "purpose-not-for-target",
       .outcome = expected::silent,
       .name = "a background of a webinar",
       .file = png(),
       .destination = &destinations::zoom_webinar_background,
       .request =
           edited(request_to(webinar, "123"), [](upload::request& r) { r.use = upload::purpose::webinar_background; })},
      {.rule = "purpose-not-for-target",
       .outcome = expected::boundary,
       .name = "a picture of a webinar, which another rule refuses",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = edited(request_to(webinar, "123"), [](upload::request& r) { r.use = upload::purpose::picture; }),
       .also = {"target-takes-no-picture"}},
  };
}

}  // namespace preflight::test
