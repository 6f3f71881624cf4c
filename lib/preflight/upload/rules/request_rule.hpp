#pragma once

#include <preflight/facts/format.hpp>
#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::upload {

/// Everything a rule about a request may look at.
struct request_subject {
  const upload::request& request;
  preflight::format format = preflight::format::unknown;  ///< of the file that it carries, where it carries one
  const run_position* in_run = nullptr;                   ///< nullptr: its file takes no place, or cannot be read
};

using request_rule = rule<request_subject>;

}  // namespace preflight::upload
