#include "service/oauth.hpp"

#include <openssl/evp.h>

#include <limits>
#include <stdexcept>

#include "service/refusals.hpp"

namespace zoom_server {

namespace {

reply refuse_grant(int status, std::string_view reason, std::string_view error) {
  return {status, json{{"reason", reason}, {"error", error}}};
}

std::string joined(const std::vector<std::string>& scopes) {
  std::string all;
  for (const std::string& scope : scopes) {
    all += (all.empty() ? "" : " ") + scope;
  }
  return all;
}

/// The word after the scheme, which RFC 7235 compares without regard to case.
std::optional<std::string> credentials_of(const request& request, std::string_view scheme) {
  const std::string& given = request.authorization;
  if (given.size() < scheme.size() || (given.size() > scheme.size() && given[scheme.size()] != ' ')) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if ((static_cast<unsigned char>(given[i]) | 0x20U) != static_cast<unsigned char>(scheme[i])) {
      return std::nullopt;
    }
  }
  return given.size() > scheme.size() ? given.substr(scheme.size() + 1) : std::string{};
}

}  // namespace

std::string base64(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<int>::max() / 2) {
    throw std::length_error{"too long for base64"};
  }
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

reply grant_token(world& at, const request& request) {
  const settings& s = at.settings;
  std::multimap<std::string, std::string> given = request.query;
  if (request.content_type.starts_with("application/x-www-form-urlencoded")) {
    given.merge(split_query(request.body));
  }
  const auto value = [&](const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? std::string{} : found->second;
  };
  if (credentials_of(request, "basic") != base64(s.client_id + ":" + s.client_secret)) {
    return refuse_grant(400, "Invalid client_id or client_secret", "invalid_client");
  }
  if (value("grant_type") != "account_credentials") {
    return refuse_grant(400, "unsupported grant type", "unsupported_grant_type");
  }
  if (value("account_id") != s.account_id) {
    return refuse_grant(400, "Bad Request", "invalid_request");
  }
  const std::string text = "token-" + at.new_id();
  at.tokens[text] = token{s.scopes, at.clock.seconds() + s.token_seconds, {}};
  return {200, json{{"access_token", text},
                    {"token_type", "bearer"},
                    {"expires_in", s.token_seconds},
                    {"scope", joined(s.scopes)},
                    {"api_url", s.api_url}}};
}

bearer find_bearer(const world& at, const request& request) {
  const std::optional<std::string> given = credentials_of(request, "bearer");
  if (!given) {
    return {nullptr, refuse("token-invalid")};
  }
  if (given->empty()) {
    return {nullptr, refuse("token-empty")};
  }
  const auto found = at.tokens.find(*given);
  if (found == at.tokens.end()) {
    return {nullptr, refuse("token-invalid")};
  }
  if (found->second.ends <= at.clock.seconds()) {
    return {nullptr, refuse("token-expired")};
  }
  return {&found->second, {}};
}

}  // namespace zoom_server
