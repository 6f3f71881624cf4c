#include <vector>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/rules/all.hpp>
#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::upload {

std::span<const rule_info* const> every_rule() {
  static const std::vector<const rule_info*> rules = [] {
    std::vector<const rule_info*> all{engine::all_rules.begin(), engine::all_rules.end()};
    all.insert(all.end(), all_request_rules.begin(), all_request_rules.end());
    return all;
  }();
  return rules;
}

const rule_info* any_rule_named(std::string_view id) {
  if (const rule_info* const rule = engine::rule_named(id)) {
    return rule;
  }
  return request_rule_named(id);
}

}  // namespace preflight::upload
