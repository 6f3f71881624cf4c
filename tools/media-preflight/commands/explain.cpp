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
#include "options/rule_names.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct explain_request {
  std::string rule;
  reference_output output;
};

constexpr std::size_t text_column = 8;

void append_labelled(std::string& out, std::string_view label, std::string_view text, const reference_output& how) {
  out += '\n';
  ansi_style{how.colour}(out, style::strong, label);
  append_column(out, label.size(), text_column);
  append_wrapped(out, text, text_column, text_column, how.columns);
  out += '\n';
}

void append_limit(std::string& out, const destination& at, const shown_limit& limit, const reference_output& how) {
  constexpr std::size_t indent = text_column + 2;
  out.append(text_column, ' ');
  out += fmt::format("{}: {}\n", at.name, limit.value.text());
  out.append(indent, ' ');
  append_wrapped(out, fmt::format("{} ({})", limit.from.source, confidence_text(limit.from)), indent, indent,
                 how.columns);
  out += '\n';
}

std::string text_about(const rule_info& one, const reference_output& how) {
  std::string out;
  ansi_style{how.colour}(out, style::strong, one.id);
  out += fmt::format(" ({}{}, since {})\n", one.is_fixed ? "always " : "", name_of(one.severity), one.since);
  append_wrapped(out, one.summary, 0, 0, how.columns);
  out += '\n';
  append_labelled(out, "Why", one.why, how);
  append_labelled(out, "Fix", one.fix, how);
  std::string limits;
  for (const destination* each : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(one, *each)) {
      append_limit(limits, *each, *limit, how);
    }
  }
  if (!limits.empty()) {
    out += '\n';
    ansi_style{how.colour}(out, style::strong, "Limit");
    append_column(out, 5, text_column);
    out += std::string_view{limits}.substr(text_column);
  }
  return out;
}

std::string text_about_all(const reference_output& how) {
  std::size_t widest = 0;
  for (const rule_info* each : upload::every_rule()) {
    widest = std::max(widest, each->id.size());
  }
  std::string out;
  for (const rule_info* each : upload::every_rule()) {
    ansi_style{how.colour}(out, style::strong, each->id);
    const std::size_t at = append_column(out, each->id.size(), widest + 2);
    out += fmt::format("{:9}", name_of(each->severity));
    append_wrapped(out, each->summary, at + 9, at + 9, how.columns);
    out += '\n';
  }
  return out;
}

void append_json_about(std::string& out, const rule_info& one) {
  writers::json_members members{out};
  members.text("rule", one.id);
  members.text("severity", name_of(one.severity));
  members.text("since", one.since);
  members.text("summary", one.summary);
  members.text("why", one.why);
  members.text("fix", one.fix);
  members.name("limits");
  out += '[';
  std::string_view separator;
  for (const destination* each : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(one, *each)) {
      out += separator;
      writers::json_members row{out};
      row.text("destination", each->name);
      row.text("limit", limit->value.text());
      row.text("source", limit->from.source);
      row.text_or_null("read", limit->from.read);
      row.text("confidence", name_of(limit->from.confidence));
      row.close();
      separator = ",";
    }
  }
  out += ']';
  members.close();
}

std::string json_about_all() {
  std::string out = "[\n";
  for (const rule_info* each : upload::every_rule()) {
    out += each == upload::every_rule().front() ? "" : ",\n";
    append_json_about(out, *each);
  }
  out += "\n]\n";
  return out;
}

std::string answer(const std::string& name, const reference_output& how) {
  if (name.empty()) {
    return how.is_json() ? json_about_all() : text_about_all(how);
  }
  const rule_info* const found = upload::any_rule_named(name);
  if (found == nullptr) {
    throw fatal_error{fmt::format("unknown rule '{}'{}", name, suggestion(name, rule_names()))};
  }
  if (!how.is_json()) {
    return text_about(*found, how);
  }
  std::string out;
  append_json_about(out, *found);
  out += '\n';
  return out;
}

}  // namespace

action add_explain(CLI::App& to) {
  CLI::App& line =
      *to.add_subcommand("explain", "Explain a rule: what it checks, why, how to fix it, and the source of its limit.");
  const auto request = std::make_shared<explain_request>();
  line.add_option("RULE", request->rule, "Rule to explain, such as video-too-large (default: list all rules).");
  add_reference_output(line, request->output);
  line.footer("Exit status: 0 success, 2 unknown rule.");
  return [request](const standard_streams& around) {
    write_all(around.output, "standard output", answer(request->rule, resolved(request->output, around)));
    return status_good;
  };
}

}  // namespace preflight::cli
