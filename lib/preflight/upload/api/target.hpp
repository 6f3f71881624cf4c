#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <preflight/text/ascii_case.hpp>
#include <preflight/text/utf8/normal_form.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::upload {

/// A recipient: a user, a group or an account.
struct target {
  target_kind kind = target_kind::user;
  std::string id;  ///< id in the service, or e-mail address of a user

  friend auto operator<=>(const target&, const target&) = default;
};

/// An e-mail address in small letters (ASCII) and composed ones, so that each spelling of it is the same target; ids
/// have a case.
[[nodiscard]] inline target folded(target recipient) {
  if (recipient.kind == target_kind::user && recipient.id.find('@') != std::string::npos) {
    recipient.id = ascii_lower(composed(recipient.id));
  }
  return recipient;
}

/// "group:abc"; a value without a prefix is a user. Always gives a target, folded(): what cannot be one is what the
/// rule target-invalid finds, so an unknown prefix stays part of a user's id.
[[nodiscard]] inline target parse_target(std::string_view text) {
  for (std::size_t i = 0; i < target_kind_names.size(); ++i) {
    const std::string_view prefix = target_kind_names[i];
    if (text.starts_with(prefix) && text.substr(prefix.size()).starts_with(':')) {
      return folded({static_cast<target_kind>(i), std::string{text.substr(prefix.size() + 1)}});
    }
  }
  return folded({target_kind::user, std::string{text}});
}

/// "user:a@x.org"; parse_target() gives the same target back.
[[nodiscard]] inline std::string text_of(const target& recipient) {
  return std::string{name_of(recipient.kind)}.append(":").append(recipient.id);
}

}  // namespace preflight::upload
