#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/purpose.hpp>

/// What is known about the request for a file before anything is sent. The sender fills in what it knows; unset members
/// are not judged.
namespace preflight::upload {

enum class target_kind : std::uint8_t { user, group, account, webinar };
inline constexpr std::array<std::string_view, 4> target_kind_names{"user", "group", "account", "webinar"};
[[nodiscard]] constexpr std::string_view name_of(target_kind k) {
  return target_kind_names[static_cast<std::size_t>(k)];
}

/// What a target of this kind has several of.
[[nodiscard]] constexpr purpose background_of(target_kind kind) {
  return kind == target_kind::webinar ? purpose::webinar_background : purpose::background;
}
/// Whether a target of this kind has such files.
[[nodiscard]] constexpr bool takes(target_kind kind, purpose use) {
  return use == background_of(kind) || (kind == target_kind::user && use == purpose::picture) ||
         (kind == target_kind::webinar && use == purpose::webinar_wallpaper);
}

/// A call of the service, and the accepted scopes: a token needs one of them.
struct planned_call {
  std::string_view what;  ///< "upload a background for a user"
  std::span<const std::string_view> scopes;
};

/// Whether one of the accepted scopes is among the granted ones, which spaces or commas separate.
[[nodiscard]] constexpr bool suffices(std::string_view granted, std::span<const std::string_view> accepted) {
  while (!granted.empty()) {
    const std::string_view scope = granted.substr(0, granted.find_first_of(" ,"));
    if (std::find(accepted.begin(), accepted.end(), scope) != accepted.end()) {
      return true;
    }
    granted.remove_prefix(std::min(scope.size() + 1, granted.size()));
  }
  return accepted.empty();
}

/// The form of a directory group as typed, not yet validated.
struct group_form {
  std::optional<std::string> name{};
  std::optional<std::string> type{};
  std::optional<std::string> search_by_domain{};
  std::optional<std::string> search_by_account{};
  std::optional<std::string> search_by_ma_account{};
  bool name_is_taken = false;  ///< another group has it

  [[nodiscard]] bool changes_something() const {
    return name || type || search_by_domain || search_by_account || search_by_ma_account;
  }
};

inline constexpr std::array<std::string_view, 3> group_types{"normal", "shared", "restricted"};

struct request {
  target_kind kind = target_kind::user;
  std::string_view id{};  ///< of the target, without its prefix
  purpose use = purpose::background;
  std::string_view sent_name{};               ///< file name that would be sent; empty if unknown
  bool token_has_no_user = false;             ///< belongs to an app, so there is no user `me`
  std::optional<std::string_view> granted{};  ///< the token's scopes, separated by spaces or commas
  std::span<const planned_call> calls{};      ///< what would be called for this target
  std::optional<bool> backgrounds_enabled{};  ///< the target's settings
  std::optional<bool> videos_allowed{};
  std::optional<bool> uploads_allowed{};
  std::string_view other_picture{};            ///< path of a different picture for this target in the run; or empty
  bool looks_already_there = false;            ///< the target has an unaccounted file of this name and size
  std::uint64_t call_number = 0;               ///< of this item's last call in its run, counted from 1; 0: not counted
  std::optional<std::uint64_t> calls_a_day{};  ///< the service's limit for calls of this kind
  const group_form* form = nullptr;
};

}  // namespace preflight::upload
