#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/upload/api/zoom_api.hpp>

namespace preflight::upload {

using http_headers = std::span<const std::pair<std::string, std::string>>;

/// What the response to an upload means, whichever HTTP client received it. Status 0: there was no response, and the
/// request may have arrived, so it is uncertain whether Zoom has the file. Nothing may be sent again blindly then.
[[nodiscard]] result_with<stored_file> classify(int status, http_headers headers, std::string_view body);

}  // namespace preflight::upload
