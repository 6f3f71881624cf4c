#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/multipart.hpp"

namespace zoom_server {

/// What a file part holds, judged by its bytes. Neither its name nor its declared type counts.
enum class media_kind { jpeg, png, gif, video, other };

struct upload {
  form_state state = form_state::not_a_form;
  bool part_found = false;  ///< the part has the expected name and a file name
  std::string file_name;
  std::string sha256;
  std::uint64_t size = 0;
  media_kind kind = media_kind::other;
  bool video_within_limits = false;  ///< 480x360 to 1920x1080, as stored
};

[[nodiscard]] std::string sha256_of(std::string_view bytes);

/// Reads the form for the part which this endpoint takes.
[[nodiscard]] upload read_upload(std::string_view content_type, std::string_view body, std::string_view part_name);

}  // namespace zoom_server
