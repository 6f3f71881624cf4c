#include <preflight/upload/http/multipart_form.hpp>

#include <cstddef>

#include <preflight/text/file_extension.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/text/utf8/utf8_length.hpp>

namespace preflight::upload {

std::string form_file_name(std::string_view path) {
  // Of a path from another system, too: what a browser on Windows once sent is a name with backslashes.
  std::string_view rest = path.substr(path.find_last_of("/\\") + 1);
  std::string name;
  while (!rest.empty()) {
    const code_point next = first_code_point(rest);
    const bool safe = next.well_formed && !is_control_or_bidi(next.value) && next.value != '"';
    name += safe ? std::string{rest.substr(0, next.length)} : "_";
    rest.remove_prefix(next.length);
  }
  if (name.empty() || name == "." || name == "..") {
    return "file";
  }
  constexpr std::size_t most = 200;
  if (name.size() > most) {
    const std::string_view extension = extension_of(name);
    const std::size_t kept = extension.empty() || extension.size() > 10 ? 0 : extension.size() + 1;
    const std::string_view stem = utf8_prefix(std::string_view{name}.substr(0, name.size() - kept), most - kept);
    return std::string{stem}.append(std::string_view{name}.substr(name.size() - kept));
  }
  return name;
}

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
