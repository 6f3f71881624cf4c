#pragma once

#include <string>

#include <preflight/rule.hpp>

namespace preflight::cli {

/// A page about a rule in Markdown: what, why, fix, limits with their sources, an example.
[[nodiscard]] std::string rule_page(const rule_info& rule);

/// All rules in a table, each with a link to its page.
[[nodiscard]] std::string rule_table();

}  // namespace preflight::cli
