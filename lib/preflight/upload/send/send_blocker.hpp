#pragma once

#include <string>

#include <preflight/destination.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {

/// Why a file cannot be sent, whatever severities the rules have; empty where it can.
[[nodiscard]] std::string send_blocker(const file_snapshot& file, const destination& where);

}  // namespace preflight::upload
