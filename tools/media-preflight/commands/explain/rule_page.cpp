#include "commands/explain/rule_page.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/rules/shown_limit.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "commands/explain/rule_examples.hpp"
#include "options/destination_limits.hpp"

namespace preflight::cli {
namespace {

/// Without what Markdown would take for something else; backquotes are meant as Markdown has them.
std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view{"<>*_|[]\\"}.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string limit_table_of(const rule_info& rule) {
  std::string rows;
  for (const destination* destination : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(rule, *destination)) {
      rows += fmt::format("| `{}` | {} | {} | {} |\n", destination->name, markdown(limit->value.text()),
                          markdown(limit->citation.source), confidence_text(limit->citation));
    }
  }
  return rows.empty() ? rows : "\n## Limits\n\n| destination | limit | source | |\n|---|---|---|---|\n" + rows;
}

/// A finding, and how a project sets the severity of the rule.
std::string example_of(const rule_info& rule) {
  std::string out;
  const auto* const example = std::ranges::find(rule_examples, rule.id, &rule_example::rule);
  if (example != rule_examples.end()) {
    out += fmt::format("\n```text\n{} {}: {}\n```\n", name_of(rule.severity), rule.id, example->message);
  }
  if (!rule.is_fixed) {
    const severity other = rule.severity == severity::error ? severity::warning : severity::error;
    out += fmt::format("\n```toml\n# media-preflight.toml\n[rules]\n{} = \"{}\"\n```\n", rule.id, name_of(other));
  }
  return out.empty() ? out : "\n## Example\n" + out;
}

}  // namespace

std::string rule_page(const rule_info& rule) {
  const bool is_sending = engine::rule_named(rule.id) == nullptr;
  return fmt::format("# {}\n\n{}{}, since {}{}\n\n{}\n\n## Why\n\n{}\n\n## Fix\n\n{}\n{}{}", rule.id,
                     rule.is_fixed ? "always " : "", name_of(rule.severity), rule.since,
                     is_sending ? "; only when sending" : "", markdown(rule.summary), markdown(rule.why),
                     markdown(rule.fix), limit_table_of(rule), example_of(rule));
}

std::string rule_table() {
  std::string out = "| rule | | fires when |\n|---|---|---|\n";
  for (const rule_info* rule : upload::every_rule()) {
    out += fmt::format("| [`{0}`]({0}.md) | {1} | {2} |\n", rule->id, name_of(rule->severity), markdown(rule->summary));
  }
  return out;
}

}  // namespace preflight::cli
