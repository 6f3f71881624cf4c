#pragma once

#include <optional>
#include <string>

#include <preflight/upload/answers.hpp>
#include <preflight/upload/endpoints.hpp>
#include <preflight/upload/http.hpp>
#include <preflight/upload/json_reading.hpp>
#include <preflight/upload/redaction.hpp>
#include <preflight/upload/retry_after.hpp>

namespace preflight::upload {

/// Says what an exchange means for a call: by status, the service's code and its words, in this order of trust. Only
/// the documented status is a success, and only where the body is no error in disguise. An answer that is in no table
/// is shown whole. `body` is that of the answer, parsed; discarded where it is no JSON.
[[nodiscard]] answer classify(const endpoint& asked, const exchange& came, const json_value& body,
                              const redaction& secrets, calendar_time now);

/// The same for the service that gives tokens, which speaks of its errors in its own way.
[[nodiscard]] answer classify_token(const exchange& came, const json_value& body, const redaction& secrets,
                                    calendar_time now);

/// Until when to wait after a 429, where the answer says so.
[[nodiscard]] std::optional<calendar_time> wait_asked_for(const exchange& came, calendar_time now);

}  // namespace preflight::upload
