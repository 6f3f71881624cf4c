#pragma once

#include <string>

namespace preflight::upload {

/// A sentence about a file that is not there: which one in its folder differs only in case, spaces, extension, or how
/// its letters are encoded. Empty where there is none, or more than one.
[[nodiscard]] std::string near_name(const std::string& path);

}  // namespace preflight::upload
