#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <preflight/upload/request.hpp>

namespace preflight::upload {

/// A recipient: a user, a group or an account.
struct target {
  target_kind kind = target_kind::user;
  std::string id;  ///< id in the service, or e-mail address of a user

  friend auto operator<=>(const target&, const target&) = default;
};

/// "group:abc"; a value without a prefix is a user. Always gives a target, folded(): what cannot be one is what the
/// rule target-invalid finds, so an unknown prefix stays part of a user's id.
[[nodiscard]] target parse_target(std::string_view text);

/// An e-mail address in small letters (ASCII), so that each spelling of it is the same target; ids have a case.
[[nodiscard]] target folded(target one);

/// "user:a@x.org"; parse_target() gives the same target back.
[[nodiscard]] std::string text_of(const target& one);

}  // namespace preflight::upload
