#include <preflight/upload/http/redaction.hpp>

#include <algorithm>
#include <utility>

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

namespace {

/// How much of a text is this letter, as it is or escaped as JSON may have it: "/", "\\/", "\\u002f". 0: it is not.
std::size_t length_of_letter(std::string_view text, char letter) {
  if (text.starts_with(letter)) {
    return 1;
  }
  if (text.size() >= 2 && text[0] == '\\' && text[1] == letter) {
    return 2;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  if (!text.starts_with("\\u00") || text.size() < 6) {
    return 0;
  }
  const auto is_digit = [digits](char c, unsigned value) {
    return c == digits[value] || (c >= 'A' && c <= 'F' && c - 'A' + 'a' == digits[value]);
  };
  const auto value = static_cast<unsigned char>(letter);
  return is_digit(text[4], value >> 4U) && is_digit(text[5], value & 0xFU) ? 6 : 0;
}

/// How much of a text is this secret, plain or escaped; 0 where it does not begin with it.
std::size_t length_of_secret(std::string_view text, std::string_view secret) {
  std::size_t length = 0;
  for (const char letter : secret) {
    const std::size_t step = length_of_letter(text.substr(length), letter);
    if (step == 0) {
      return 0;
    }
    length += step;
  }
  return length;
}

}  // namespace

std::string redaction::redact(std::string_view text) const {
  constexpr std::string_view shown = "[redacted]";
  const std::lock_guard lock{guard_};
  std::string out;
  while (!text.empty()) {
    std::size_t length = 0;
    for (const std::string& secret : secrets_) {
      length = std::max(length, length_of_secret(text, secret));
    }
    out += length == 0 ? text.substr(0, 1) : shown;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace preflight::upload
