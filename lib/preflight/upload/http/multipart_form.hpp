#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preflight::upload {

/// A form (RFC 7578) around one file, or of fields alone.
class multipart_form {
 public:
  /// `file_name` must be what form_file_name() gives; it goes between quotes, without which the service refuses the
  /// part.
  static multipart_form of_file(std::string_view field, std::string_view file_name, std::string_view mime_type,
                                std::span<const unsigned char> bytes);
  static multipart_form of_fields(const std::vector<std::pair<std::string, std::string>>& fields);

  [[nodiscard]] std::string content_type() const { return "multipart/form-data; boundary=" + boundary_; }
  /// Valid for as long as this and the file's bytes.
  [[nodiscard]] std::array<std::span<const unsigned char>, 3> body() const;

 private:
  multipart_form();

  std::string boundary_;
  std::string head_;
  std::span<const unsigned char> file_;
  std::string tail_;
};

/// A text as the bytes that are sent.
[[nodiscard]] std::span<const unsigned char> bytes_of(const std::string& text);

}  // namespace preflight::upload
