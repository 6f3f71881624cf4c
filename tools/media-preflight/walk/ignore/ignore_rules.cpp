#include "walk/ignore/ignore_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// Trailing spaces do not count unless they are escaped (gitignore(5)); a backslash may itself be escaped.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool is_escaped = line[at] == '\\';
    if (is_escaped && ++at == line.size()) {
      return line;
    }
    end = is_escaped || line[at] != ' ' ? at + 1 : end;
  }
  return line.substr(0, end);
}

bool is_wild(std::string_view text) { return text.find_first_of("*?[\\") != std::string_view::npos; }

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

ignore_rules::ignore_rules(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    add(line);
  }
}

void ignore_rules::add(std::string_view line) {
  line = without_trailing_spaces(line);
  if (line.starts_with('#')) {
    return;
  }
  const bool keeps = line.starts_with('!');
  line.remove_prefix(keeps ? 1 : 0);
  const bool folders_only = line.ends_with('/');
  line.remove_suffix(folders_only ? 1 : 0);
  const bool is_path = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) {
    line.remove_prefix(1);
  }
  if (line.empty()) {
    return;
  }
  if (is_path) {
    patterns_.push_back({shape::path, {}, wildcard_pattern{line}, keeps, folders_only});
  } else if (!is_wild(line)) {
    patterns_.push_back({shape::name, std::string{line}, wildcard_pattern{""}, keeps, folders_only});
  } else if (line.starts_with('*') && !is_wild(line.substr(1))) {
    patterns_.push_back({shape::ending, std::string{line.substr(1)}, wildcard_pattern{""}, keeps, folders_only});
  } else {
    patterns_.push_back({shape::wildcard, {}, wildcard_pattern{line}, keeps, folders_only});
  }
}

bool ignore_rules::matches(const pattern& p, std::string_view path, std::string_view name) {
  switch (p.form) {
    case shape::name: return name == p.text;
    case shape::ending: return name.ends_with(p.text);
    case shape::wildcard: return p.wildcards.matches(name);
    case shape::path: return p.wildcards.matches(path);
  }
  return false;
}

opinion ignore_rules::opinion_on_whole(std::string_view path) const {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    if (opinion_on(path.substr(0, slash), true) == opinion::skip) {
      return opinion::skip;
    }
  }
  return opinion_on(path, false);
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
