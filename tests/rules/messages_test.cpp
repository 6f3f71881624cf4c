#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/rules/shown_limit.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "rules/judged_case.hpp"
#include "rules/rule_cases.hpp"

using namespace preflight;
using namespace preflight::test;

namespace {

const std::string expected_file = std::string{preflight::test::project_folder} + "/tests/rules/messages.txt";

std::string line(std::string_view label, std::string_view text) {
  return text.empty() ? std::string{} : std::string{label}.append(text).append("\n");
}

/// All that a person reads about a rule: its own texts, its limits, and each case in which it fires.
std::string rule_text(const rule_info& rule) {
  std::string text = std::string{rule.id}.append(" (").append(name_of(rule.severity)).append(")\n");
  text += line("  ", rule.summary) + line("  why: ", rule.why) + line("  fix: ", rule.fix);
  for (const destination* destination : all_destinations) {
    if (const std::optional<shown_limit> limit = limit_of(rule, *destination)) {
      text += std::string{"  limit for "}.append(destination->title).append(": ").append(limit->value.text());
      text += std::string{" ["}.append(name_of(limit->citation.confidence)).append("] ").append(limit->citation.source);
      text += std::string{"; read "}.append(limit->citation.read).append("\n");
    }
  }
  for (const rule_case& test : all_rule_cases()) {
    if (test.rule != rule.id || test.outcome != expected::firing) {
      continue;
    }
    const report result = case_report(test);
    if (const finding* finding = result.first(rule.id)) {
      text += line("  - ", test.name) + line("      ", finding->message.text());
      text += finding->fix.text() == rule.fix ? "" : line("      fix: ", finding->fix.text());
      text += line("      actual: ", finding->actual.text()) + line("      limit: ", finding->limit.text());
      text += finding->offset ? "      offset: " + std::to_string(*finding->offset) + "\n" : "";
    }
  }
  return text + "\n";
}

}  // namespace

TEST_CASE("what people read is what was last approved") {
  std::string actual;
  for (const rule_info* rule : upload::every_rule()) {
    actual += rule_text(*rule);
  }
  if (std::getenv("MEDIA_PREFLIGHT_BLESS") != nullptr) {
    std::ofstream{expected_file, std::ios::binary} << actual;
  }
  std::ifstream in{expected_file, std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
  INFO(
      "If the new wording is right: run this test with MEDIA_PREFLIGHT_BLESS=1, and read the difference line by line.");
  CHECK(actual == expected);
}
