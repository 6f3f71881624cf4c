#include "scan/baseline.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <preflight/output/json_members.hpp>
#include <preflight/rules/limits/file_size_ambiguous.hpp>
#include <preflight/rules/limits/file_too_large.hpp>

#include "cli/fatal_error.hpp"
#include "walk/input.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

using nlohmann::json;

constexpr int version = 1;

std::string entry_key(std::string_view content, std::string_view rule) { return fmt::format("{} {}", content, rule); }

bool is_sha256(std::string_view text) {
  constexpr std::size_t digits = 64;
  return text.size() == digits && std::ranges::all_of(text, [](char digit) {
           return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
         });
}

/// All that a pointer tells of the file it stands for.
bool is_about_size(const finding& finding) {
  return finding.rule == &rules::file_too_large || finding.rule == &rules::file_size_ambiguous;
}

/// Empty where there is no such text.
std::string_view text_member(const json& object, const char* name) {
  const auto member = object.is_object() ? object.find(name) : object.end();
  return member != object.end() && member->is_string() ? std::string_view{member->get_ref<const std::string&>()}
                                                       : std::string_view{};
}

}  // namespace

void baseline::read(const std::string& path) { add(read_text("baseline", path), path); }

void baseline::add(std::string_view text, std::string_view name) {
  text_ << text;
  const json document = json::parse(text, nullptr, false);
  const auto reject = [name](std::string_view problem) {
    throw fatal_error{fmt::format("--baseline: {} {}; create a new one with --write-baseline", name, problem)};
  };
  if (!document.is_object() || !document.contains("version") || !document.contains("findings") ||
      !document["findings"].is_array()) {
    reject("is not a baseline");
  }
  if (document["version"] != version) {
    reject("was written by another version");
  }
  std::size_t number = 0;
  for (const json& entry : document["findings"]) {
    ++number;
    const std::string_view content = text_member(entry, "sha256");
    const std::string_view rule = text_member(entry, "rule");
    if (!is_sha256(content) || rule.empty()) {
      reject(fmt::format("has an invalid sha256 or rule in entry {}", number));
    }
    entries_.try_emplace(entry_key(content, rule), false);
  }
}

void baseline::remove_known(const content_hashes& content, std::string_view path, report& report) {
  report.remove_if([&](const finding& finding) {
    const bool is_of_object = !content.object.empty() && is_about_size(finding);
    const bool is_known = takes({std::string{is_of_object ? content.object : content.bytes}, finding.rule->id}, path);
    known_ += is_known ? 1U : 0U;
    return is_known;
  });
}

bool baseline::takes(const key& finding, std::string_view path) {
  const auto entry = entries_.find(entry_key(finding.first, finding.second));
  if (entry == entries_.end() && !is_recording_) {
    return false;
  }
  const std::lock_guard lock{mutex_};
  if (entry != entries_.end()) {
    entry->second = true;
  }
  if (is_recording_) {
    const auto [recorded, is_new] = recorded_.try_emplace(finding, path);
    if (!is_new && comes_before(path, recorded->second)) {
      recorded->second = path;
    }
  }
  return true;
}

std::uint64_t baseline::stale() const {
  return static_cast<std::uint64_t>(
      std::ranges::count(entries_, false, [](const auto& entry) { return entry.second; }));
}

void baseline::write(std::string& out) const {
  std::vector<const std::pair<const key, std::string>*> sorted;
  for (const auto& entry : recorded_) {
    sorted.push_back(&entry);
  }
  std::ranges::stable_sort(sorted, [](const auto* a, const auto* b) { return comes_before(a->second, b->second); });
  out += fmt::format("{{\"version\":{},\"findings\":[", version);
  std::string_view separator = "\n";
  for (const auto* entry : sorted) {
    out += separator;
    writers::json_members members{out};
    members.word("sha256", entry->first.first);
    members.word("rule", entry->first.second);
    members.text("path", entry->second);
    members.close();
    separator = ",\n";
  }
  out += "\n]}\n";
}

}  // namespace preflight::cli
