#include "merge/file_line.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <fmt/format.h>

#include <preflight/decode/decode_result.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/input/budget.hpp>
#include <preflight/text/base64.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/text/utf8.hpp>

namespace preflight::cli {
namespace {

using ordered_json = nlohmann::ordered_json;

const ordered_json& member(const ordered_json& object, std::string_view key) {
  static const ordered_json null;
  const auto entry = object.find(std::string{key});
  return entry != object.end() ? *entry : null;
}

std::string_view text(const ordered_json& object, std::string_view key) {
  const auto* const value = member(object, key).get_ptr<const std::string*>();
  return value != nullptr ? std::string_view{*value} : std::string_view{};
}

std::optional<std::uint64_t> count(const ordered_json& object, std::string_view key) {
  const ordered_json& value = member(object, key);
  return value.is_number_unsigned() ? std::optional{value.get<std::uint64_t>()} : std::nullopt;
}

std::optional<double> seconds(const ordered_json& object, std::string_view key) {
  const ordered_json& value = member(object, key);
  return value.is_number() ? std::optional{std::max(value.get<double>(), 0.0)} : std::nullopt;
}

/// One of an enumeration, of which these are the names in order.
template <class Enumeration>
Enumeration choice(const ordered_json& object, std::string_view key, std::span<const std::string_view> names) {
  const auto name = std::find(names.begin(), names.end(), text(object, key));
  if (name == names.end()) {
    throw parse_error{fmt::format("'{}' is missing or has a wrong value", key)};
  }
  return static_cast<Enumeration>(name - names.begin());
}

facts read_facts(const ordered_json& line) {
  facts made;
  made.format = format_named(text(line, "format"));
  if (!member(line, "format").is_null() && text(line, "format") != info(made.format).name) {
    throw parse_error{fmt::format("unknown format '{}'", text(line, "format"))};
  }
  made.file_size = count(line, "bytes").value_or(0);
  // As it is shown, so that it does not matter how it was turned.
  made.video_tracks = 1;
  made.tracks[0].sample_entry.width = static_cast<std::uint32_t>(count(line, "width").value_or(0));
  made.tracks[0].sample_entry.height = static_cast<std::uint32_t>(count(line, "height").value_or(0));
  made.frames = count(line, "frames");
  made.frames_at_least = made.frames == budget{}.frames;
  if (const std::optional<double> duration = seconds(line, "duration_seconds")) {
    made.timescale = *duration < 1e9 ? 1'000'000'000 : 1;
    made.duration = static_cast<std::uint64_t>(std::round(std::min(*duration * made.timescale, 1.8e19)));
  }
  return made;
}

void read_findings(const ordered_json& findings, report& into) {
  std::size_t next_rule = 0;
  for (const ordered_json& entry : findings) {
    const std::string_view id = text(entry, "rule");
    while (next_rule < engine::all_rules.size() && engine::all_rules[next_rule]->id != id) {
      ++next_rule;
    }
    if (next_rule == engine::all_rules.size()) {
      throw parse_error{fmt::format("its findings are out of order: '{}'", id)};
    }
    finding& made = into.next();
    made.rule = engine::all_rules[next_rule++];
    made.severity = choice<severity>(entry, "severity", severity_names);
    made.message << text(entry, "message");
    made.actual << text(entry, "actual");
    made.limit << text(entry, "limit");
    made.fix << text(entry, "fix");
    made.offset = count(entry, "offset");
    into.keep();
  }
}

/// As the writers write JSON: what would mislead a reader of a name is escaped.
void append_dump(std::string& out, const ordered_json& json) {
  const std::string dump = json.dump();
  std::string_view rest = dump;
  while (!rest.empty()) {
    const code_point next = first_code_point(rest);
    if (is_control_or_bidi(next.value)) {
      append_json_escape(out, next.value);
    } else {
      out += rest.substr(0, next.length);
    }
    rest.remove_prefix(next.length);
  }
}

}  // namespace

ordered_json parse_line(std::string_view line) {
  constexpr int most_levels = 4;  // findings are at the third
  const auto limit_depth = [](int depth, ordered_json::parse_event_t, const ordered_json&) {
    return depth <= most_levels ? true : throw parse_error{"not a line of media-preflight"};
  };
  ordered_json json = ordered_json::parse(line, limit_depth, false);
  return json.is_object() ? json : throw parse_error{"not a JSON object"};
}

void file_line::read(const configuration& names) {
  const bool is_judged = json.contains("destination");
  if (text(json, "type") != "file" || !member(json, "path").is_string() ||
      !json.contains(is_judged ? "findings" : "decode")) {
    throw parse_error{"not a line of media-preflight check or facts"};
  }
  const std::optional<std::string> bytes = from_base64(text(json, "path_base64"));
  path = bytes && !bytes->empty() ? *bytes : text(json, "path");
  was_read = !member(json, "bytes").is_null();
  result.clear();
  result.file = read_facts(json);
  static_cast<void>(choice<check_depth>(json, "depth", depth_names));
  destination = nullptr;
  lacks_facts = false;
  if (is_judged) {
    destination_name = text(json, "destination");
    unknown.name = unknown.title = destination_name;
    const preflight::destination* const known = names.find_destination(destination_name);
    destination = known != nullptr ? known : &unknown;
    read_findings(member(json, "findings"), result);
    if (choice<verdict>(json, "verdict", verdict_names) != result.verdict()) {
      throw parse_error{"its verdict contradicts its findings"};
    }
  } else {
    const ordered_json& decode = member(json, "decode");
    lacks_facts = !was_read || (!decode.is_null() &&
                                proves_nothing(choice<decode_outcome>(decode, "outcome", decode_outcome_names)));
  }
}

void file_line::raise_warnings_to_errors() {
  for (std::size_t i = 0; i < result.findings().size(); ++i) {
    if (finding& warning = result.findings()[i]; warning.severity == severity::warning) {
      warning.severity = severity::error;
      json["findings"][i]["severity"] = name_of(severity::error);
      json["verdict"] = name_of(verdict::fail);
    }
  }
}

void file_line::append_to(std::string& out, const writer& form, const appearance& look) const {
  const bool is_line = &form == engine::writer_named("ndjson");
  if (is_line || &form == engine::writer_named("json")) {
    append_dump(out, json);
    out += is_line ? "\n" : "";
  } else {
    form.file(out, {.path = path, .report = result, .destination = destination, .was_read = was_read}, look);
  }
}

run_summary read_summary(const ordered_json& json) {
  constexpr double most_seconds = 1e12;  // far beyond any run, and still a number of tenths of milliseconds
  run_summary made;
  made.files = count(json, "files").value_or(0);
  made.judged = json.contains("passed");
  made.passed = count(json, "passed").value_or(0);
  made.warned = count(json, "warned").value_or(0);
  made.failed = count(json, "failed").value_or(0);
  for (const file_rule* rule : engine::all_rules) {
    made.findings.add({rule, count(member(json, "findings"), rule->id).value_or(0)});
  }
  made.shard = static_cast<std::uint32_t>(count(json, "shard").value_or(0));
  made.shards = static_cast<std::uint32_t>(count(json, "shards").value_or(0));
  made.start = count(json, "start").value_or(0);
  made.elapsed_seconds = std::min(seconds(json, "elapsed_seconds").value_or(0), most_seconds);
  return made;
}

}  // namespace preflight::cli
