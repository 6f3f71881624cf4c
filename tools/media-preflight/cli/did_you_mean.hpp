#pragma once

#include <span>
#include <string>
#include <string_view>

namespace preflight::cli {

/// The known name a mistyped one most likely stands for; empty where none is near.
[[nodiscard]] std::string_view did_you_mean(std::string_view typed, std::span<const std::string_view> known);

/// "; did you mean 'x'?" where one is near, else "; choose from a, b, c" where there are few, else nothing.
[[nodiscard]] std::string suggestion(std::string_view typed, std::span<const std::string_view> known);

}  // namespace preflight::cli
