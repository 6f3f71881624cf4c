#include "commands/explain.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/output/json_members.hpp>
#include <preflight/rules/shown_limit.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/word_wrap.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "commands/explain/rule_page.hpp"
#include "commands/reference_output.hpp"
#include "options/destination_limits.hpp"
#include "options/option_group.hpp"
#include "options/rule_names.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct explain_request {
  std::vector<const rule_info*> rules;  ///< empty: all
  bool all = false;                     ///< in full, and not as a list
  reference_output output;
};

const rule_info* rule_to_explain(const std::string& name) {
  const rule_info* const rule = upload::any_rule_named(name);
  reject_if(rule == nullptr, fmt::format("unknown rule '{}'{}", name, suggestion(name, rule_names())));
  return rule;
}

constexpr std::size_t value_column = 8;

void append_labelled(std::string& out, std::string_view label, std::string_view text, const reference_output& output) {
  out += '\n';
  ansi_style{output.colour}(out, style::strong, label);
  append_column(out, label.size(), value_column);
  append_wrapped(out, text, value_column, value_column, output.columns);
  out += '\n';
}

void append_limit(std::string& out, const destination& destination, const shown_limit& limit,
                  const reference_output& output) {
  constexpr std::size_t indent = value_column + 2;
  out.append(value_column, ' ');
  out += fmt::format("{}: {}\n", destination.name, limit.value.text());
  out.append(indent, ' ');
  append_wrapped(out, fmt::format("{} ({})", limit.citation.source, confidence_text(limit.citation)), indent, indent,
                 output.columns);
  out += '\n';
}

std::string rule_text(const rule_info& rule, const reference_output& output) {
  std::string out;
  ansi_style{output.colour}(out, style::strong, rule.id);
  out += fmt::format(" ({}{}, since {})\n", rule.is_fixed ? "always " : "", name_of(rule.severity), rule.since);
  append_wrapped(out, rule.summary, 0, 0, output.columns);
  out += '\n';
  append_labelled(out, "Why", rule.why, output);
  append_labelled(out, "Fix", rule.fix, output);
  std::string limits;
  for (const destination* destination : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(rule, *destination)) {
      append_limit(limits, *destination, *limit, output);
    }
  }
  if (!limits.empty()) {
    out += '\n';
    ansi_style{output.colour}(out, style::strong, "Limit");
    append_column(out, 5, value_column);
    out += std::string_view{limits}.substr(value_column);
  }
  return out;
}

std::string rule_list_text(const reference_output& output) {
  std::size_t widest = 0;
  for (const rule_info* rule : upload::every_rule()) {
    widest = std::max(widest, rule->id.size());
  }
  std::string out;
  for (const rule_info* rule : upload::every_rule()) {
    ansi_style{output.colour}(out, style::strong, rule->id);
    const std::size_t at = append_column(out, rule->id.size(), widest + 2);
    out += fmt::format("{:9}", name_of(rule->severity));
    append_wrapped(out, rule->summary, at + 9, at + 9, output.columns);
    out += '\n';
  }
  return out;
}

void append_rule_json(std::string& out, const rule_info& rule) {
  writers::json_members members{out};
  members.text("rule", rule.id);
  members.text("severity", name_of(rule.severity));
  members.text("since", rule.since);
  members.text("summary", rule.summary);
  members.text("why", rule.why);
  members.text("fix", rule.fix);
  members.name("limits");
  out += '[';
  std::string_view separator;
  for (const destination* destination : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(rule, *destination)) {
      out += separator;
      writers::json_members row{out};
      row.text("destination", destination->name);
      row.text("limit", limit->value.text());
      row.text("source", limit->citation.source);
      row.text_or_null("read", limit->citation.read);
      row.text("confidence", name_of(limit->citation.confidence));
      row.close();
      separator = ",";
    }
  }
  out += ']';
  members.close();
}

/// One as an object, and in every other case an array.
std::string rules_json(std::span<const rule_info* const> rules, bool is_one) {
  std::string out = is_one ? "" : "[\n";
  for (const rule_info* rule : rules) {
    out += rule == rules.front() ? "" : ",\n";
    append_rule_json(out, *rule);
  }
  out += is_one ? "\n" : "\n]\n";
  return out;
}

std::string explanation(const explain_request& request, const reference_output& output) {
  const std::span<const rule_info* const> every = upload::every_rule();
  const std::span<const rule_info* const> rules = request.rules.empty() ? every : request.rules;
  if (output.is_json()) {
    return rules_json(rules, request.rules.size() == 1);
  }
  if (request.rules.empty() && !request.all) {
    return output.is_markdown() ? rule_table() : rule_list_text(output);
  }
  std::string out;
  for (const rule_info* rule : rules) {
    out += out.empty() ? "" : "\n";
    out += output.is_markdown() ? rule_page(*rule) : rule_text(*rule, output);
  }
  return out;
}

}  // namespace

action add_explain(command_line& command) {
  const auto request = std::make_shared<explain_request>();
  option_group options{command, "Options"};
  option& rules = options.list("RULE", "", request->rules, &rule_to_explain,
                               "Rules to explain, such as video-too-large (default: list all rules).");
  const std::vector<std::string_view> names = rule_names();
  rules.choices.assign(names.begin(), names.end());
  options.flag("--all", request->all, "Explain all rules.");
  add_reference_output(command, request->output, true);
  command.finish = [request] {
    reject_if(request->all && !request->rules.empty(), "--all explains every rule; leave out the names");
  };
  command.footer = "Exit status: 0 success, 2 unknown rule.";
  return [request](const standard_streams& streams) {
    write_all(streams.output, "standard output", explanation(*request, resolve(request->output, streams)));
    return status_good;
  };
}

}  // namespace preflight::cli
