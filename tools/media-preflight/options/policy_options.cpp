#include "options/policy_options.hpp"

#include <fmt/format.h>

#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
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

void add_rule_list(CLI::App& app, const std::string& option, std::vector<std::string_view>& rules,
                   const std::string& help, bool allows_fixed) {
  const auto parse = [option, &rules, allows_fixed](const std::vector<std::string>& names) {
    rules.clear();
    for (const std::string& name : names) {
      const rule_info& rule = parse_rule(option, name);
      if (rule.is_fixed && !allows_fixed) {
        throw fatal_error{fmt::format("{}: {}", option, fixed_rule_error(rule))};
      }
      rules.push_back(rule.id);
    }
  };
  app.add_option_function<std::vector<std::string>>(option, parse, help)
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(rules_group);
}

}  // namespace

void add_ignore_option(CLI::App& app, std::vector<std::string_view>& rules, const std::string& help) {
  add_rule_list(app, "--ignore", rules, help, false);
}

void add_policy_options(CLI::App& app, policy_options& options) {
  app.add_option("--for", options.destination,
                 "Destination whose limits apply (default: zoom-background). See media-preflight destinations.")
      ->type_name("DEST")
      ->group(rules_group);
  add_rule_list(app, "--select", options.select, "Run only these rules. See media-preflight explain.", true);
  add_ignore_option(app, options.ignore, "Skip these rules.");
  app.add_flag("--warnings-as-errors", options.warnings_as_errors, "Treat warnings as errors.")->group(rules_group);
  app.add_option(
         "--config", options.configuration,
         "Use only this configuration, and no media-preflight.toml near the files; - reads it from standard input.")
      ->type_name("FILE")
      ->group(rules_group);
}

}  // namespace preflight::cli
