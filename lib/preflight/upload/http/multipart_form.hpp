#pragma once

#include <span>
#include <string>
#include <string_view>

namespace preflight::upload {

/// The name under which a file travels: the last part of its path, without what could end a header or its quotes
/// (controls, quotes, backslashes, bytes that are not UTF-8 become _), at most 200 bytes with its extension kept.
/// Letters above ASCII stay as UTF-8 (RFC 7578, 4.2). Never empty.
[[nodiscard]] std::string form_file_name(std::string_view path);

/// A request's body for any HTTP client, and the header that belongs to it.
struct multipart_form {
  std::string content_type;  ///< the value of Content-Type, with the boundary
  std::string body;
};

/// A form of one file (RFC 7578). The file goes under form_file_name(path), in quotes, without which Zoom takes the
/// part for a string; the boundary occurs nowhere in the bytes.
[[nodiscard]] multipart_form make_form(std::string_view field, std::string_view path, std::string_view mime_type,
                                       std::span<const unsigned char> bytes);

}  // namespace preflight::upload
