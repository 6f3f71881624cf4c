#pragma once

#include <span>
#include <string>
#include <string_view>

namespace preflight::upload {

/// A request's body for any HTTP client, and the header that belongs to it.
struct multipart_form {
  std::string content_type;  ///< the value of Content-Type, with the boundary
  std::string body;
};

/// A form of one file (RFC 7578). The file goes under form_file_name(path), in quotes, without which Zoom takes the
/// part for a text; the boundary occurs nowhere in the bytes.
[[nodiscard]] multipart_form make_form(std::string_view field, std::string_view path, std::string_view mime_type,
                                       std::span<const unsigned char> bytes);

}  // namespace preflight::upload
