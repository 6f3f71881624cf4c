#include "http/multipart.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace zoom_server {

namespace {

constexpr std::size_t most_parts = 64;
constexpr std::string_view line_end = "\r\n";

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct parameter {
  std::string name;
  std::string value;
  bool quoted = false;
};

/// `form-data; name="file"; filename="a.png"` as its first word and its parameters; nothing where a quote stays open or
/// something stands between a closing quote and the next semicolon.
struct header_value {
  std::string word;
  std::vector<parameter> parameters;
};

std::optional<parameter> take_parameter(std::string_view& rest) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) {
    return std::nullopt;
  }
  parameter result{lower(trimmed(rest.substr(0, equals))), {}, false};
  rest = trimmed(rest.substr(equals + 1));
  if (!rest.starts_with('"')) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    result.value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return result;
  }
  result.quoted = true;
  for (rest.remove_prefix(1); !rest.empty() && rest.front() != '"'; rest.remove_prefix(1)) {
    if (rest.front() == '\\' && rest.size() > 1) {
      rest.remove_prefix(1);
    }
    result.value += rest.front();
  }
  if (rest.empty()) {
    return std::nullopt;
  }
  rest = trimmed(rest.substr(1));
  return rest.empty() || rest.starts_with(';') ? std::optional{result} : std::nullopt;
}

std::optional<header_value> parse_value(std::string_view text) {
  const std::size_t end = std::min(text.find(';'), text.size());
  header_value result{lower(trimmed(text.substr(0, end))), {}};
  std::string_view rest = text.substr(end);
  while (!rest.empty()) {
    rest = trimmed(rest.substr(1));
    if (rest.empty()) {
      break;
    }
    std::optional<parameter> next = take_parameter(rest);
    if (!next) {
      return std::nullopt;
    }
    result.parameters.push_back(std::move(*next));
  }
  return result;
}

form_state read_headers(std::string_view headers, form_part& part) {
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find(line_end), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(end + line_end.size(), headers.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      return form_state::not_a_form;
    }
    const std::string name = lower(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-type") {
      part.content_type = value;
    }
    if (name != "content-disposition") {
      continue;
    }
    const std::optional<header_value> disposition = parse_value(value);
    if (!disposition || disposition->word != "form-data") {
      return form_state::name_not_quoted;
    }
    for (const parameter& field : disposition->parameters) {
      if (field.name == "name") {
        part.name = field.value;
      } else if (field.name == "filename" && !field.quoted) {
        return form_state::name_not_quoted;
      } else if (field.name == "filename") {
        part.file_name = field.value;
      }
    }
  }
  return form_state::whole;
}

std::optional<std::string> boundary_in(std::string_view content_type) {
  const std::optional<header_value> value = parse_value(content_type);
  if (!value || value->word != "multipart/form-data") {
    return std::nullopt;
  }
  for (const parameter& part : value->parameters) {
    if (part.name == "boundary" && !part.value.empty() && part.value.size() <= 70) {
      return part.value;
    }
  }
  return std::nullopt;
}

}  // namespace

form parse_form(std::string_view content_type, std::string_view body) {
  const std::optional<std::string> boundary = boundary_in(content_type);
  if (!boundary) {
    return {};
  }
  const std::string opening = "--" + *boundary;
  const std::string delimiter = std::string{line_end} + opening;
  if (!body.starts_with(opening)) {
    return {};
  }
  form found{form_state::whole, {}};
  for (std::string_view rest = body.substr(opening.size()); !rest.starts_with("--");) {
    const std::size_t headers_end = rest.find("\r\n\r\n");
    if (!rest.starts_with(line_end) || headers_end == std::string_view::npos || found.parts.size() == most_parts) {
      return {};
    }
    form_part part;
    const std::size_t headers_begin = line_end.size();
    if (headers_end >= headers_begin) {
      const form_state state = read_headers(rest.substr(headers_begin, headers_end - headers_begin), part);
      if (state != form_state::whole) {
        return {state, {}};
      }
    }
    rest.remove_prefix(headers_end + 2 * line_end.size());
    const std::size_t end = rest.find(delimiter);
    if (end == std::string_view::npos) {
      return {};
    }
    part.bytes = rest.substr(0, end);
    rest.remove_prefix(end + delimiter.size());
    found.parts.push_back(std::move(part));
  }
  return found;
}

}  // namespace zoom_server
