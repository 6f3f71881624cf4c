#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preflight::upload {

/// A file as part of a form. Its bytes are not copied.
struct form_file {
  std::string field;
  std::string file_name;  ///< what form_file_name() gives: it goes between quotes
  std::string mime_type;
  std::span<const unsigned char> bytes;
};

/// A string with its type, or a form (RFC 7578) of fields and at most one file; empty: the request has no body.
struct request_body {
  std::string content_type{};
  std::string text{};
  std::vector<std::pair<std::string, std::string>> fields{};
  std::optional<form_file> file{};

  [[nodiscard]] bool is_form() const { return file || !fields.empty(); }
  [[nodiscard]] bool is_empty() const { return text.empty() && !is_form(); }
};

/// One request. What it points to must stay until send() returns.
struct http_request {
  std::string method;
  std::string url;
  std::string authorization;  ///< the header's value
  request_body body{};
  std::function<void()> before{};
};

struct http_response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  bool is_whole = true;  ///< false: the body was cut, or longer than anything that is read

  /// Empty where there is none.
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const {
    const auto place = std::ranges::find(headers, lower_case_name, [](const auto& header) { return header.first; });
    return place == headers.end() ? std::string_view{} : place->second;
  }
};

/// The end of a request.
struct exchange {
  std::optional<http_response> response;  ///< there once a status line and all headers came
  std::string failure;                    ///< why there is no response; a clause
  bool certificate_refused = false;       ///< that is why: the other side did not prove who it is, and was told nothing
  bool proxy_wants_login = false;         ///< that is why: no connection was made
  bool timed_out = false;                 ///< that is why: the other side may still be at work
  bool may_have_arrived = true;           ///< false: the last byte never left, so it cannot have been carried out
  std::chrono::milliseconds took{};
};

struct http_timeouts {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds silence{60'000};  ///< rounded up to seconds
  std::chrono::milliseconds whole{600'000};
};

/// Whether a request may go there: https, or http to a loopback address; a host, and no user, query or fragment.
[[nodiscard]] bool is_allowed_url(const std::string& url);
/// "api.zoom.us"; empty where there is none.
[[nodiscard]] std::string host_of(const std::string& url);

/// HTTP/1.1 over libcurl, with connections that stay open. Used by several threads at once, each with a connection of
/// its own. TLS is always verified, no redirect is followed, and a request is never sent twice.
class http {
 public:
  explicit http(http_timeouts timeouts);
  http(const http&) = delete;
  http& operator=(const http&) = delete;
  ~http();

  /// Throws only what `before` throws.
  [[nodiscard]] exchange send(const http_request& request);

 private:
  struct connection;
  void set_options(connection& own, const http_request& request) const;

  http_timeouts timeouts_;
  std::mutex guard_;
  std::vector<std::unique_ptr<connection>> idle_;
};

}  // namespace preflight::upload
