#include <preflight/upload/redaction.hpp>

#include <algorithm>
#include <utility>

namespace preflight::upload {

void redaction::hide(std::string secret) {
  const std::lock_guard lock{guard_};
  if (secret.empty() || std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) {
    return;
  }
  const auto place = std::find_if(secrets_.begin(), secrets_.end(),
                                  [&](const std::string& each) { return each.size() < secret.size(); });
  secrets_.insert(place, std::move(secret));
}

std::string redaction::without_secrets(std::string_view text) const {
  constexpr std::string_view shown = "[redacted]";
  const std::lock_guard lock{guard_};
  std::string out;
  while (!text.empty()) {
    const auto hidden =
        std::find_if(secrets_.begin(), secrets_.end(), [&](const std::string& each) { return text.starts_with(each); });
    out += hidden == secrets_.end() ? text.substr(0, 1) : shown;
    text.remove_prefix(hidden == secrets_.end() ? 1 : hidden->size());
  }
  return out;
}

}  // namespace preflight::upload
