#pragma once

#include <array>
#include <string_view>

#include "rules/rule_case.hpp"

namespace preflight::test {

inline constexpr std::array<std::string_view, 2> background_scopes{"user:write:admin",
                                                                   "user:write:virtual_background_files:admin"};
inline constexpr std::array<std::string_view, 1> listing_scopes{"user:read:settings:admin"};
inline constexpr std::array<upload::planned_call, 2> background_calls{
    upload::planned_call{"list the backgrounds of a user", listing_scopes},
    upload::planned_call{"upload a background for a user", background_scopes}};

inline constexpr std::string_view sixty_letters = "a-name-of-exactly-sixty-letters-and-digits-0123456789-xx.png";
static_assert(sixty_letters.size() == 60);
/// 255 letters; an address has at most 254.
inline constexpr std::string_view overlong_id =
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
static_assert(overlong_id.size() == 255);

/// To whom a file is to go, and what is known of them.
inline rule_cases request_cases() {
  using enum upload::target_kind;
  const auto request_to = [](upload::target_kind kind, std::string_view id) {
    return upload::request{.kind = kind, .id = id};
  };
  const auto picture_request_to = [&](upload::target_kind kind) {
    return edited(request_to(kind, "me"), [](upload::request& r) { r.use = upload::purpose::picture; });
  };
  const auto scoped = [&](std::optional<std::string_view> granted) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) {
      r.granted = granted;
      r.calls = background_calls;
    });
  };
  const auto enabled = [&](std::optional<bool> yes) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) { r.backgrounds_enabled = yes; });
  };
  const auto videos = [&](std::optional<bool> yes) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) { r.videos_allowed = yes; });
  };
  const auto uploads = [&](std::optional<bool> yes) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) { r.uploads_allowed = yes; });
  };
  const auto numbered = [&](std::uint64_t call, std::optional<std::uint64_t> most) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) {
      r.call_number = call;
      r.calls_a_day = most;
    });
  };
  const auto named = [&](std::string_view name) {
    return edited(request_to(user, "a@x.org"), [&](upload::request& r) { r.sent_name = name; });
  };
  const auto app = [&](upload::target_kind kind, std::string_view id) {
    return edited(request_to(kind, id), [](upload::request& r) { r.token_has_no_user = true; });
  };
  const auto invalid = [&](std::string_view name, upload::request request) {
    return rule_case{
        .rule = "target-invalid", .outcome = expected::firing, .name = name, .file = png(), .request = request};
  };
  const auto valid = [&](std::string_view name, upload::request request) {
    return rule_case{
        .rule = "target-invalid", .outcome = expected::silent, .name = name, .file = png(), .request = request};
  };
  return {
      invalid("nobody", request_to(user, "")),
      invalid("no group", request_to(group, "")),
      invalid("a placeholder", request_to(user, "{userId}")),
      invalid("the folder above", request_to(user, "..")),
      invalid("a space", request_to(user, "a b@x.org")),
      invalid("the end of a line", request_to(user, "a\r\nHost: b")),
      invalid("a prefix nobody knows", request_to(user, "room:1")),
      invalid("letters above ASCII outside an address", request_to(group, "\xC3\xBC")),
      invalid("an address for a group", request_to(group, "a@x.org")),
      invalid("half an address", request_to(user, "a@")),
      invalid("two addresses", request_to(user, "a@x.org,b@x.org")),
      invalid("a prefix in capitals", request_to(user, "USER:anna@x.org")),
      invalid("a space behind the prefix", request_to(user, " anna@x.org")),
      invalid("what a program writes for nothing", request_to(user, "null")),
      invalid("what a script writes for nothing", request_to(user, "undefined")),
      invalid("a space above ASCII in an address", request_to(user, "anna\xC2\xA0@x.org")),
      invalid("an invisible character in an address", request_to(user, "j\xC3\xB6rg\xE2\x80\x8B@x.org")),
      invalid("a byte that is no UTF-8", request_to(user, "j\xF6rg@x.org")),
      valid("looked at without a request", request_to(user, "KDcuGIm1QgePTO8WbOqwIQ")),
      valid("an address with letters above ASCII", request_to(user, "j\xC3\xB6rg@x.org")),
      valid("an address with a plus", request_to(user, "a+b@x.org")),
      {.rule = "target-invalid",
       .outcome = expected::firing,
       .name = "an id that is too long",
       .file = png(),
       .request = request_to(group, overlong_id)},
      {.rule = "target-invalid",
       .outcome = expected::boundary,
       .name = "the longest id",
       .file = png(),
       .request = request_to(group, overlong_id.substr(1))},

      {.rule = "target-is-me",
       .outcome = expected::firing,
       .name = "an app's own user",
       .file = png(),
       .request = app(user, "me")},
      {.rule = "target-is-me",
       .outcome = expected::silent,
       .name = "a person's own user",
       .file = png(),
       .request = request_to(user, "me")},
      {.rule = "target-is-me",
       .outcome = expected::boundary,
       .name = "an app's own account",
       .file = png(),
       .request = app(account, "me")},

      {.rule = "account-id-explicit",
       .outcome = expected::firing,
       .name = "an id",
       .file = png(),
       .request = request_to(account, "EAAAAbbbbbCCCCHMA")},
      {.rule = "account-id-explicit",
       .outcome = expected::silent,
       .name = "a group's id",
       .file = png(),
       .request = request_to(group, "EAAAAbbbbbCCCCHMA")},
      {.rule = "account-id-explicit",
       .outcome = expected::boundary,
       .name = "me",
       .file = png(),
       .request = request_to(account, "me")},

      {.rule = "target-takes-no-picture",
       .outcome = expected::firing,
       .name = "a group",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = picture_request_to(group)},
      {.rule = "target-takes-no-picture",
       .outcome = expected::firing,
       .name = "an account",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = picture_request_to(account)},
      {.rule = "target-takes-no-picture",
       .outcome = expected::silent,
       .name = "a background for a group",
       .file = png(),
       .request = request_to(group, "g")},
      {.rule = "target-takes-no-picture",
       .outcome = expected::boundary,
       .name = "a user",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = picture_request_to(user)},

      {.rule = "scope-missing",
       .outcome = expected::firing,
       .name = "the scope of reading alone",
       .file = png(),
       .request = scoped("user:read:settings:admin")},
      {.rule = "scope-missing", .outcome = expected::firing, .name = "no scope", .file = png(), .request = scoped("")},
      {.rule = "scope-missing",
       .outcome = expected::firing,
       .name = "a scope that only begins alike",
       .file = png(),
       .request = scoped("user:read:settings:admin user:write:admins user:write")},
      {.rule = "scope-missing",
       .outcome = expected::silent,
       .name = "a token that does not tell its scopes",
       .file = png(),
       .request = scoped(std::nullopt)},
      {.rule = "scope-missing",
       .outcome = expected::boundary,
       .name = "one accepted scope for each call",
       .file = png(),
       .request = scoped("user:write:admin user:read:settings:admin")},
      {.rule = "scope-missing",
       .outcome = expected::boundary,
       .name = "scopes with commas",
       .file = png(),
       .request = scoped("a,user:read:settings:admin, user:write:virtual_background_files:admin")},

      {.rule = "background-switched-off",
       .outcome = expected::firing,
       .name = "off",
       .file = png(),
       .request = enabled(false)},
      {.rule = "background-switched-off",
       .outcome = expected::silent,
       .name = "on",
       .file = png(),
       .request = enabled(true)},
      {.rule = "background-switched-off",
       .outcome = expected::silent,
       .name = "off, for a picture",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = edited(enabled(false), [](upload::request& r) { r.use = upload::purpose::picture; })},
      {.rule = "background-switched-off",
       .outcome = expected::boundary,
       .name = "not told",
       .file = png(),
       .request = enabled(std::nullopt)},

      {.rule = "video-switched-off",
       .outcome = expected::firing,
       .name = "a video",
       .file = video(),
       .request = videos(false)},
      {.rule = "video-switched-off",
       .outcome = expected::silent,
       .name = "a video where videos are on",
       .file = video(),
       .request = videos(true)},
      {.rule = "video-switched-off",
       .outcome = expected::boundary,
       .name = "a picture",
       .file = png(),
       .request = videos(false)},

      {.rule = "custom-upload-switched-off",
       .outcome = expected::firing,
       .name = "off",
       .file = png(),
       .request = uploads(false)},
      {.rule = "custom-upload-switched-off",
       .outcome = expected::silent,
       .name = "on",
       .file = png(),
       .request = uploads(true)},
      {.rule = "custom-upload-switched-off",
       .outcome = expected::boundary,
       .name = "not told",
       .file = png(),
       .request = uploads(std::nullopt)},

      {.rule = "not-documented-for-target",
       .outcome = expected::firing,
       .name = "a video for a group",
       .file = video(),
       .request = request_to(group, "g")},
      {.rule = "not-documented-for-target",
       .outcome = expected::firing,
       .name = "a video for an account",
       .file = video({1280, 720}, format::mov),
       .request = request_to(account, "me")},
      {.rule = "not-documented-for-target",
       .outcome = expected::firing,
       .name = "a GIF for a group",
       .file = gif(),
       .request = request_to(group, "g")},
      {.rule = "not-documented-for-target",
       .outcome = expected::silent,
       .name = "a video for a user",
       .file = video(),
       .request = request_to(user, "a@x.org")},
      {.rule = "not-documented-for-target",
       .outcome = expected::boundary,
       .name = "a GIF for an account",
       .file = gif(),
       .request = request_to(account, "me")},

      {.rule = "several-pictures",
       .outcome = expected::firing,
       .name = "another one",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = edited(request_to(user, "a@x.org"),
                         [](upload::request& r) {
                           r.use = upload::purpose::picture;
                           r.other_picture = "b.png";
                         })},
      {.rule = "several-pictures",
       .outcome = expected::silent,
       .name = "the only one",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = edited(request_to(user, "a@x.org"), [](upload::request& r) { r.use = upload::purpose::picture; })},
      {.rule = "several-pictures",
       .outcome = expected::boundary,
       .name = "a background",
       .file = png(),
       .request = edited(request_to(user, "a@x.org"), [](upload::request& r) { r.other_picture = "b.png"; })},

      {.rule = "looks-already-there",
       .outcome = expected::firing,
       .name = "a file of that name and size",
       .file = png(),
       .request = edited(request_to(user, "a@x.org"),
                         [](upload::request& r) {
                           r.sent_name = "lobby.png";
                           r.looks_already_there = true;
                         })},
      {.rule = "looks-already-there",
       .outcome = expected::silent,
       .name = "no such file",
       .file = png(),
       .request = request_to(user, "a@x.org")},
      {.rule = "looks-already-there",
       .outcome = expected::boundary,
       .name = "a picture, which is not listed",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .request = edited(request_to(user, "a@x.org"),
                         [](upload::request& r) {
                           r.use = upload::purpose::picture;
                           r.looks_already_there = true;
                         })},

      {.rule = "too-many-shared-files",
       .outcome = expected::firing,
       .name = "the eleventh of a group",
       .file = png(),
       .in_run = run_position{10, {}},
       .request = request_to(group, "g")},
      {.rule = "too-many-shared-files",
       .outcome = expected::silent,
       .name = "the eleventh of a user",
       .file = png(),
       .in_run = run_position{10, {}},
       .request = request_to(user, "a@x.org"),
       .also = {"too-many-files"}},
      {.rule = "too-many-shared-files",
       .outcome = expected::silent,
       .name = "not even readable",
       .not_read = failure{failure_code::unreadable, "permission denied"},
       .in_run = run_position{10, {}},
       .request = request_to(group, "g"),
       .also = {"unreadable"}},
      {.rule = "too-many-shared-files",
       .outcome = expected::boundary,
       .name = "the tenth of a group",
       .file = png(),
       .in_run = run_position{9, {}},
       .request = request_to(group, "g")},

      {.rule = "daily-limit-exceeded",
       .outcome = expected::firing,
       .name = "one call too many",
       .file = png(),
       .request = numbered(2'001, 2'000)},
      {.rule = "daily-limit-exceeded",
       .outcome = expected::silent,
       .name = "a plan without a limit",
       .file = png(),
       .request = numbered(2'000'000, std::nullopt)},
      {.rule = "daily-limit-exceeded",
       .outcome = expected::boundary,
       .name = "the last call of the day",
       .file = png(),
       .request = numbered(2'000, 2'000)},

      {.rule = "file-name-unusual",
       .outcome = expected::firing,
       .name = "a letter above ASCII",
       .file = png(),
       .request = named("caf\xC3\xA9.png")},
      {.rule = "file-name-unusual",
       .outcome = expected::firing,
       .name = "61 letters",
       .file = png(),
       .request = named("a-name-of-exactly-sixtyone-letters-and-digits-012345678-.jpeg")},
      {.rule = "file-name-unusual",
       .outcome = expected::silent,
       .name = "a plain name",
       .file = png(),
       .request = named("lobby.png")},
      {.rule = "file-name-unusual",
       .outcome = expected::boundary,
       .name = "60 letters",
       .file = png(),
       .request = named(sixty_letters)},
  };
}

}  // namespace preflight::test
