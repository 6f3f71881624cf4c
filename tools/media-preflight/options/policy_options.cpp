#include "options/policy_options.hpp"

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"
#include "options/rule_names.hpp"

namespace preflight::cli {
namespace {

constexpr const char* rules_group = "Rules";

const rule_info& parse_rule(const std::string& option, std::string_view name) {
  if (const rule_info* const rule = upload::any_rule_named(name); rule != nullptr) {
    return *rule;
  }
  throw fatal_error{fmt::format("{}: unknown rule '{}'{}", option, name, suggestion(name, rule_names()))};
}

void add_rule_list(command_line& command, const std::string& name, std::vector<std::string_view>& rules,
                   std::string_view help, bool allows_fixed) {
  const auto parse = [name, allows_fixed](const std::string& text) {
    const rule_info& rule = parse_rule(name, text);
    if (rule.is_fixed && !allows_fixed) {
      throw fatal_error{fmt::format("{}: {}", name, fixed_rule_error(rule))};
    }
    return rule.id;
  };
  option& added = option_group{command, rules_group}.list(name, "RULE,...", rules, parse, help);
  added.has_commas = true;
  const std::vector<std::string_view> names = rule_names();
  added.choices.assign(names.begin(), names.end());
}

}  // namespace

void add_ignore_option(command_line& command, std::vector<std::string_view>& rules, const std::string& help) {
  add_rule_list(command, "--ignore", rules, help, false);
}

void add_policy_options(command_line& command, policy_options& options) {
  option_group rules{command, rules_group};
  option& destination =
      rules.text("--for", "DEST", options.destination,
                 "Destination whose limits apply (default: zoom-background). See media-preflight destinations.");
  for (const preflight::destination* known : all_destinations) {
    destination.choices.emplace_back(known->name);
  }
  add_rule_list(command, "--select", options.select, "Run only these rules. See media-preflight explain.", true);
  add_ignore_option(command, options.ignore, "Skip these rules.");
  rules.flag("--warnings-as-errors", options.warnings_as_errors, "Treat warnings as errors.");
  add_configuration_option(command, options);
}

void add_configuration_option(command_line& command, policy_options& options) {
  option& added = option_group{command, rules_group}.file(
      "--config", "FILE", options.configuration,
      "Use only this configuration (- is standard input), and none near the files; --no-config uses none.");
  added.opposite = "--no-config";
  added.set = [&options](bool) {
    options.configuration.clear();
    options.discover = false;
  };
}

}  // namespace preflight::cli
