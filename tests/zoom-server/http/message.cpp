#include "http/message.hpp"

namespace zoom_server {

namespace {

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<unsigned>(c - 'a') + 10U;
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<unsigned>(c - 'A') + 10U;
  }
  return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const std::optional<unsigned> high = i + 1 < text.size() ? digit(text[i + 1]) : std::nullopt;
    const std::optional<unsigned> low = i + 2 < text.size() ? digit(text[i + 2]) : std::nullopt;
    if (!high || !low) {
      return std::nullopt;
    }
    out += static_cast<char>(*high * 16U + *low);
    i += 2;
  }
  return out;
}

}  // namespace

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

bool split_path(std::string_view path, std::vector<std::string>& segments) {
  segments.clear();
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  for (const std::string& part : split(path, '/')) {
    std::optional<std::string> segment = decoded(part, false);
    if (!segment) {
      return false;
    }
    segments.push_back(std::move(*segment));
  }
  return true;
}

std::multimap<std::string, std::string> split_query(std::string_view query) {
  std::multimap<std::string, std::string> fields;
  if (query.empty()) {
    return fields;
  }
  for (const std::string& part : split(query, '&')) {
    const std::size_t equals = part.find('=');
    const std::string_view value =
        equals == std::string::npos ? std::string_view{} : std::string_view{part}.substr(equals + 1);
    fields.emplace(decoded(part.substr(0, equals), true).value_or(""), decoded(value, true).value_or(""));
  }
  return fields;
}

}  // namespace zoom_server
