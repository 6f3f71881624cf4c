#pragma once

#include "http/message.hpp"
#include "service/state.hpp"

namespace zoom_server {

/// The token endpoint: grant_type and account_id in the query or in an urlencoded body, the client in Basic
/// authentication. Its refusals have a shape of their own.
[[nodiscard]] reply grant_token(world& at, const request& request);

/// The token of a request; or the refusal.
struct bearer {
  const token* found = nullptr;
  reply refused;
};
[[nodiscard]] bearer find_bearer(const world& at, const request& request);

[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace zoom_server
