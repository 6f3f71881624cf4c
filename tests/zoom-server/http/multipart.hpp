#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zoom_server {

/// One part of a form. The bytes lie in the body.
struct form_part {
  std::string name;
  std::optional<std::string> file_name;
  std::string content_type;
  std::string_view bytes;
};

enum class form_state {
  whole,
  not_a_form,       ///< another type, no boundary, a boundary which is not in the body, or no closing boundary
  name_not_quoted,  ///< a file name outside double quotes
};

struct form {
  form_state state = form_state::not_a_form;
  std::vector<form_part> parts;

  [[nodiscard]] const form_part* find(std::string_view name) const {
    for (const form_part& part : parts) {
      if (part.name == name) {
        return &part;
      }
    }
    return nullptr;
  }
};

/// RFC 7578, and nothing outside it: lines end with CR LF, the body closes with --boundary--, and names of files stand
/// in double quotes.
[[nodiscard]] form parse_form(std::string_view content_type, std::string_view body);

}  // namespace zoom_server
