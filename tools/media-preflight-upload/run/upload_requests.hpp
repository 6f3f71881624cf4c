#pragma once

#include <preflight/upload/plan/recipients.hpp>

#include "cli/standard_streams.hpp"
#include "config/policies.hpp"
#include "options/file_options.hpp"

namespace preflight::cli {

/// Every file for every target, in the order in which they are sent. `rules` decides which folders are searched. What
/// cannot be sent because of how it was asked for is named on the messages' stream. Throws fatal_error.
[[nodiscard]] std::vector<upload::upload_request> upload_requests(const file_options& options, policies& rules,
                                                                  const standard_streams& streams);

}  // namespace preflight::cli
