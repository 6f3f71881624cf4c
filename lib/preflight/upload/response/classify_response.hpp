#pragma once

#include <optional>

#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {

/// The end of a call, and the JSON of its response; discarded if it is not JSON.
struct api_response {
  api_result what{};
  json_value body = json_value::value_t::discarded;
};

/// Reads the response to a call and says what it means: by status, the service's code and its words, in this order of
/// trust. Only the documented status is a success, and only if the body is not an error in disguise; that of a list
/// must be a JSON object that came whole. A response that is in no table is shown whole.
[[nodiscard]] api_response read_response(const endpoint& target, const exchange& traffic, const redaction& secrets,
                                         utc_time now);

/// The end of an upload, with what was stored where it is done. A 200 is not the documented status, but who gives an id
/// has stored the file.
[[nodiscard]] result_with<stored_file> stored_in(api_response response);

/// What a response of the service that gives tokens means, which speaks of its errors in its own way. `body` is its
/// JSON, discarded if it is not JSON.
[[nodiscard]] api_result classify_token(const exchange& traffic, const json_value& body, const redaction& secrets,
                                        utc_time now);

/// Until when to wait after a 429, if the response says so.
[[nodiscard]] std::optional<utc_time> retry_time(const exchange& traffic, utc_time now);

}  // namespace preflight::upload
