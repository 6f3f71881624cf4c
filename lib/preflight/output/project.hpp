#pragma once

#include <string>
#include <string_view>

#include <preflight/rule.hpp>

/// What a report says of the program that wrote it.
namespace preflight {

inline constexpr std::string_view project_version = "0.1.0";
inline constexpr std::string_view project_homepage = "https://github.com/media-preflight/media-preflight";

/// The page about a rule.
inline void append_rule_page(std::string& out, const rule_info& rule) {
  out.append(project_homepage).append("/blob/main/docs/rules/").append(rule.id).append(".md");
}
[[nodiscard]] inline std::string rule_page(const rule_info& rule) {
  std::string address;
  append_rule_page(address, rule);
  return address;
}

}  // namespace preflight
