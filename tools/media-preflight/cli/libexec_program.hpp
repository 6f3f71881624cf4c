#pragma once

#include <string>
#include <string_view>

namespace preflight::cli {

/// The path of another executable of this project: beside this one, or where they are installed. Empty where the system
/// does not tell where this one is.
[[nodiscard]] std::string libexec_program(std::string_view name);

/// What that executable writes when it is started with this word; empty where it cannot be started or fails.
[[nodiscard]] std::string libexec_output(std::string_view name, std::string_view word);

/// "media-preflight plan needs .../media-preflight-upload, which is not there: install libcurl ... and build it"
[[nodiscard]] std::string missing_program(std::string_view user, std::string_view path, std::string_view libraries);

}  // namespace preflight::cli
