#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "service/limits.hpp"
#include "service/media.hpp"
#include "service/state.hpp"

namespace zoom_server {

/// Whose settings a request is about.
enum class target_kind { none, user, group, account, webinar, im_group };
inline constexpr std::array<std::string_view, 6> target_names{"", "user", "group", "account", "webinar", "im-group"};

/// A request on its way through an endpoint. The world is locked meanwhile.
struct call {
  world& at;
  const zoom_server::request& request;
  const token& bearer;
  target_kind kind;
  std::string id;          ///< of the target, from the path
  const upload& received;  ///< where the endpoint takes a file
};

/// One endpoint of the API: everything that is true before it is asked.
struct route {
  std::string_view name;  ///< in fault scripts and in the journal
  std::string_view method;
  std::string_view path;  ///< below /v2; {} is the target
  target_kind kind;
  rate_label label;
  std::string_view part;                     ///< name of the part with the file; empty where none is taken
  std::span<const std::string_view> scopes;  ///< one of them is enough
  reply (*answer)(call&);
};

[[nodiscard]] std::span<const route> all_routes();

// What is not a route has a name as well.
inline constexpr std::string_view token_endpoint = "token";
inline constexpr std::string_view unknown_endpoint = "unknown";
[[nodiscard]] bool is_endpoint(std::string_view name);
/// Whether it is one of some route: "user:anna@example.com".
[[nodiscard]] bool is_target(std::string_view text);

/// Every scope that some endpoint accepts and that an administrator's app can have.
[[nodiscard]] std::vector<std::string> administrator_scopes();

struct routed {
  const zoom_server::route* route = nullptr;  ///< null where no endpoint has this path and method
  std::string id;
  [[nodiscard]] std::string target() const {
    const std::string_view kind = route == nullptr ? "" : target_names[static_cast<std::size_t>(route->kind)];
    return kind.empty() || id.empty() ? std::string{} : std::string{kind} + ":" + id;
  }
};
[[nodiscard]] routed find_route(const request& request);

}  // namespace zoom_server
