#include "walk/ignore/ignore_rules.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view any_components = "**";

/// Trailing spaces do not count unless the last of them is escaped (gitignore(5)).
std::string_view without_trailing_spaces(std::string_view line) {
  while (line.ends_with(' ') && !line.ends_with("\\ ")) {
    line.remove_suffix(1);
  }
  return line;
}

bool is_wild(std::string_view component) { return component.find_first_of("*?[\\") != std::string_view::npos; }

bool component_matches(const std::string& pattern, std::string_view component) {
  std::array<char, 256> terminated;
  if (component.size() >= terminated.size()) {
    return false;
  }
  *std::copy(component.begin(), component.end(), terminated.begin()) = '\0';
  return ::fnmatch(pattern.c_str(), terminated.data(), 0) == 0;
}

std::pair<std::string_view, std::string_view> split_first(std::string_view path) {
  const std::size_t slash = std::min(path.find('/'), path.size());
  return {path.substr(0, slash), path.substr(std::min(slash + 1, path.size()))};
}

/// Glob matching one level up: components for characters, "**" for "*". Going back to the last "**" is enough.
bool components_match(const std::vector<std::string>& pattern, std::string_view path) {
  std::size_t at = 0;
  std::optional<std::size_t> behind_any;
  std::string_view retry;
  while (!path.empty()) {
    const auto [component, rest] = split_first(path);
    if (at < pattern.size() && pattern[at] == any_components) {
      if (at + 1 == pattern.size()) {
        return true;
      }
      behind_any = ++at;
      retry = rest;
    } else if (at < pattern.size() && component_matches(pattern[at], component)) {
      ++at;
      path = rest;
    } else if (behind_any) {
      at = *behind_any;
      path = retry;
      retry = split_first(retry).second;
    } else {
      return false;
    }
  }
  return at == pattern.size();
}

}  // namespace

ignore_rules::ignore_rules(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    add(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void ignore_rules::add(std::string_view line) {
  line = without_trailing_spaces(line);
  if (line.empty() || line.starts_with('#')) {
    return;
  }
  pattern added{{}, shape::wildcard, false, false};
  if (line.starts_with('!')) {
    added.keeps = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    added.folders_only = true;
    line.remove_suffix(1);
  }
  bool anchored = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) {
    line.remove_prefix(1);
  }
  while (!line.empty()) {
    const auto [component, rest] = split_first(line);
    added.components.emplace_back(
        component);  // an empty one, of two slashes in a row, matches nothing: so it is in git
    line = rest;
  }
  if (added.components.empty()) {
    return;
  }
  if (added.components.size() == 2 && added.components.front() == any_components) {
    added.components.erase(added.components.begin());
    anchored = false;
  }
  const std::string& first = added.components.front();
  if (anchored) {
    added.form = shape::path;
  } else if (!is_wild(first)) {
    added.form = shape::name;
  } else if (first.starts_with('*') && !is_wild(std::string_view{first}.substr(1))) {
    added.form = shape::ending;
  }
  patterns_.push_back(std::move(added));
}

bool ignore_rules::matches(const pattern& p, std::string_view path, std::string_view name) {
  const std::string& first = p.components.front();
  switch (p.form) {
    case shape::name: return name == first;
    case shape::ending: return name.ends_with(std::string_view{first}.substr(1));
    case shape::wildcard: return component_matches(first, name);
    case shape::path: return components_match(p.components, path);
  }
  return false;
}

opinion ignore_rules::opinion_on(std::string_view path, bool is_folder) const {
  const std::string_view name = name_in(path);
  for (auto p = patterns_.rbegin(); p != patterns_.rend(); ++p) {
    if ((is_folder || !p->folders_only) && matches(*p, path, name)) {
      return p->keeps ? opinion::keep : opinion::skip;
    }
  }
  return opinion::none;
}

}  // namespace preflight::cli
