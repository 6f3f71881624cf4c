#include <preflight/upload/http/multipart_form.hpp>

#include <cstddef>

#include <preflight/upload/http/form_file_name.hpp>

namespace preflight::upload {

multipart_form make_form(std::string_view field, std::string_view path, std::string_view mime_type,
                         std::span<const unsigned char> bytes) {
  std::string content{bytes.begin(), bytes.end()};
  std::string boundary = "media-preflight-0";
  // Bytes have room for fewer boundaries than there are numbers.
  for (std::size_t number = 1; content.find(boundary) != std::string::npos; ++number) {
    boundary = "media-preflight-" + std::to_string(number) + "-";
  }
  std::string body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
  body.append(field).append("\"; filename=\"").append(form_file_name(path));
  body.append("\"\r\nContent-Type: ").append(mime_type).append("\r\n\r\n");
  body.append(content).append("\r\n--").append(boundary).append("--\r\n");
  return {"multipart/form-data; boundary=" + boundary, std::move(body)};
}

}  // namespace preflight::upload
