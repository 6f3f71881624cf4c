#include <preflight/upload/http/redaction.hpp>

#include <algorithm>
#include <utility>

#include <preflight/text/formats/json_match.hpp>

namespace preflight::upload {

void redaction::add_secret(std::string secret) {
  const std::lock_guard lock{guard_};
  if (secret.empty() || std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) {
    return;
  }
  const auto place = std::find_if(secrets_.begin(), secrets_.end(),
                                  [&](const std::string& other) { return other.size() < secret.size(); });
  secrets_.insert(place, std::move(secret));
}

std::string redaction::redact(std::string_view text) const {
  constexpr std::string_view shown = "[redacted]";
  const std::lock_guard lock{guard_};
  std::string out;
  while (!text.empty()) {
    std::size_t length = 0;
    for (const std::string& secret : secrets_) {
      length = std::max(length, json_match_length(text, secret));
    }
    out += length == 0 ? text.substr(0, 1) : shown;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace preflight::upload
