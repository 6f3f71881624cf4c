#include <preflight/upload/http/multipart_form.hpp>

#include <cstdint>
#include <random>

namespace preflight::upload {

multipart_form::multipart_form() : boundary_{"----media-preflight-"} {
  // 128 bits by chance stand in no file, so none is searched for them.
  std::random_device source;
  for (int i = 0; i < 4; ++i) {
    const std::uint32_t word = source();
    for (unsigned shift = 32; shift > 0; shift -= 4) {
      boundary_ += "0123456789abcdef"[(word >> (shift - 4)) & 0xFU];
    }
  }
}

multipart_form multipart_form::of_file(std::string_view field, std::string_view file_name, std::string_view mime_type,
                                       std::span<const unsigned char> bytes) {
  multipart_form made;
  made.head_.append("--").append(made.boundary_);
  made.head_.append("\r\nContent-Disposition: form-data; name=\"").append(field);
  made.head_.append("\"; filename=\"").append(file_name).append("\"\r\nContent-Type: ").append(mime_type);
  made.head_ += "\r\n\r\n";
  made.file_ = bytes;
  made.tail_.append("\r\n--").append(made.boundary_).append("--\r\n");
  return made;
}

multipart_form multipart_form::of_fields(const std::vector<std::pair<std::string, std::string>>& fields) {
  multipart_form made;
  for (const auto& [name, value] : fields) {
    made.head_.append("--").append(made.boundary_).append("\r\nContent-Disposition: form-data; name=\"").append(name);
    made.head_.append("\"\r\n\r\n").append(value).append("\r\n");
  }
  made.tail_.append("--").append(made.boundary_).append("--\r\n");
  return made;
}

std::array<std::span<const unsigned char>, 3> multipart_form::body() const {
  return {bytes_of(head_), file_, bytes_of(tail_)};
}

std::span<const unsigned char> bytes_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace preflight::upload
