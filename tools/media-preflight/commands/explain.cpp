#include "commands/explain.hpp"

#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/output/json_members.hpp>
#include <preflight/rules/shown_limit.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/word_wrap.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "commands/reference_output.hpp"
#include "options/destination_limits.hpp"
#include "options/option_group.hpp"
#include "options/rule_names.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct explain_request {
  std::string rule;
  reference_output output;
};

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

std::string rule_list_json() {
  std::string out = "[\n";
  for (const rule_info* rule : upload::every_rule()) {
    out += rule == upload::every_rule().front() ? "" : ",\n";
    append_rule_json(out, *rule);
  }
  out += "\n]\n";
  return out;
}

std::string explanation(const std::string& name, const reference_output& output) {
  if (name.empty()) {
    return output.is_json() ? rule_list_json() : rule_list_text(output);
  }
  const rule_info* const rule = upload::any_rule_named(name);
  if (rule == nullptr) {
    throw fatal_error{fmt::format("unknown rule '{}'{}", name, suggestion(name, rule_names()))};
  }
  if (!output.is_json()) {
    return rule_text(*rule, output);
  }
  std::string out;
  append_rule_json(out, *rule);
  out += '\n';
  return out;
}

}  // namespace

action add_explain(command_line& command) {
  const auto request = std::make_shared<explain_request>();
  option_group{command, "Options"}.text("RULE", "", request->rule,
                                        "Rule to explain, such as video-too-large (default: list all rules).");
  add_reference_output(command, request->output);
  command.footer = "Exit status: 0 success, 2 unknown rule.";
  return [request](const standard_streams& streams) {
    write_all(streams.output, "standard output", explanation(request->rule, resolve(request->output, streams)));
    return status_good;
  };
}

}  // namespace preflight::cli
