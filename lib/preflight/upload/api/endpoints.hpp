#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/api/target.hpp>
#include <preflight/upload/purpose.hpp>
#include <preflight/upload/request.hpp>
#include <preflight/upload/retry/rates.hpp>

namespace preflight::upload {

enum class method : std::uint8_t { get, post, patch, erase };
inline constexpr std::array<std::string_view, 4> method_names{"GET", "POST", "PATCH", "DELETE"};
[[nodiscard]] constexpr std::string_view name_of(method m) { return method_names[static_cast<std::size_t>(m)]; }

/// Every call there is, in the order of the table.
enum class call : std::uint8_t {
  upload_user_background,
  upload_group_background,
  upload_account_background,
  upload_webinar_background,
  list_user_backgrounds,
  list_group_backgrounds,
  list_account_backgrounds,
  list_webinar_branding,
  delete_user_backgrounds,
  delete_group_backgrounds,
  delete_account_backgrounds,
  delete_webinar_backgrounds,
  upload_picture,
  delete_picture,
  upload_wallpaper,
  delete_wallpaper,
  list_im_groups,
  get_im_group,
  update_im_group,
};
inline constexpr std::size_t call_count = static_cast<std::size_t>(call::update_im_group) + 1;

/// One call as data.
struct endpoint {
  call id{};
  std::string_view what;  ///< "upload a background for a user"
  upload::method method{};
  std::string_view path;  ///< below the base URL; {} stands for the percent-encoded id
  rate_label label{};
  int success = 0;                           ///< the one documented status
  std::span<const std::string_view> scopes;  ///< any one of them suffices
  std::string_view field{};                  ///< of the form: where the file goes; empty: it takes none
};

[[nodiscard]] const endpoint& endpoint_of(call api_call);
[[nodiscard]] std::span<const endpoint> all_endpoints();

/// Where a file goes: nullptr where such a target takes none, or has an id that cannot stand in a path.
[[nodiscard]] const endpoint* endpoint_for(const target& recipient, purpose use);

/// Precondition of these: such a target takes such files.
[[nodiscard]] call upload_call(target_kind kind, purpose use);
[[nodiscard]] call list_call(target_kind kind);
[[nodiscard]] call delete_call(target_kind kind, purpose use);

/// For the preflight of a request.
[[nodiscard]] inline planned_call planned(call api_call) {
  const endpoint& entry = endpoint_of(api_call);
  return {entry.what, entry.scopes};
}

/// Whether an id can be a segment of a path: "" and the dots lead to another path.
[[nodiscard]] constexpr bool can_be_segment(std::string_view id) { return !id.empty() && id != "." && id != ".."; }
/// The path of an endpoint with the id in it. Precondition: it can be a segment, where there is a place for one.
[[nodiscard]] std::string path_of(const endpoint& entry, std::string_view id);

}  // namespace preflight::upload
