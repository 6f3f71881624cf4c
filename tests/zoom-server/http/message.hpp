#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace zoom_server {

using nlohmann::json;

/// A request as it arrived. The segments of the path are percent-decoded one by one, so that %2F stays inside its own.
struct request {
  std::string method;
  std::vector<std::string> path;
  std::multimap<std::string, std::string> query;
  std::string authorization;
  std::string content_type;
  std::string body;

  [[nodiscard]] std::optional<std::string> query_value(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::nullopt : std::optional{found->second};
  }
};

struct reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json;charset=UTF-8";
  std::vector<std::pair<std::string, std::string>> headers;

  reply() = default;
  explicit reply(int status_code) : status{status_code} {}
  reply(int status_code, const json& value)
      : status{status_code}, body{value.dump(-1, ' ', false, json::error_handler_t::replace)} {}
};

/// "a/b%20c?x=1" as segments; an empty segment stays. False where a percent sign is not followed by two digits.
[[nodiscard]] bool split_path(std::string_view path, std::vector<std::string>& into);
[[nodiscard]] std::multimap<std::string, std::string> split_query(std::string_view query);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char at);

}  // namespace zoom_server
