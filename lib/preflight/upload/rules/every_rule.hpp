#pragma once

#include <span>
#include <string_view>

#include <preflight/rule.hpp>

namespace preflight::upload {

/// Every rule: those about files, then those about requests.
[[nodiscard]] std::span<const rule_info* const> every_rule();

/// nullptr where no rule has this id.
[[nodiscard]] const rule_info* any_rule_named(std::string_view id);

}  // namespace preflight::upload
