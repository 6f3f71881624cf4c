#pragma once

#include <string>

#include <preflight/destination.hpp>
#include <preflight/upload/purpose.hpp>
#include <preflight/upload/sealed_file.hpp>
#include <preflight/upload/target.hpp>

namespace preflight::upload {

/// Why something cannot be sent, whatever severities the rules have; empty where it can.
[[nodiscard]] std::string obstacle_at(const target& whose, purpose what);
[[nodiscard]] std::string obstacle_in(const sealed_file& file, const destination& where);

}  // namespace preflight::upload
