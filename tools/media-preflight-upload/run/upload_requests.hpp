#pragma once

#include <preflight/upload/plan/recipients.hpp>

#include "options/file_options.hpp"
#include "run/send_run.hpp"

namespace preflight::cli {

/// The working folder, absolute. Throws fatal_error.
[[nodiscard]] std::string working_folder();

/// Every file for every target, in the order in which they are sent. What cannot be sent because of how it was asked
/// for is named on the messages' stream. Throws fatal_error.
[[nodiscard]] std::vector<upload::upload_request> upload_requests(const file_options& options, send_run& run);

}  // namespace preflight::cli
