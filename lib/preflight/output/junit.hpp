#pragma once

#include <span>
#include <string>
#include <string_view>

#include <preflight/output/writer.hpp>
#include <preflight/text/xml_string.hpp>

namespace preflight::writers {

inline void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_xml(out, value);
  out += '"';
}

/// "error video-too-large: ...", a line each.
inline void append_finding_lines(std::string& out, std::span<const finding> findings) {
  for (const finding& each : findings) {
    out += '\n';
    append_xml(out, name_of(each.severity));
    out += ' ';
    append_xml(out, each.rule->id);
    out += ": ";
    append_xml(out, each.message.text());
    if (!each.fix.empty()) {
      out += " -> ";
      append_xml(out, each.fix.text());
    }
  }
}

[[nodiscard]] inline const finding* first_error(std::span<const finding> findings) {
  for (const finding& each : findings) {
    if (each.severity == severity::error) {
      return &each;
    }
  }
  return nullptr;
}

/// What a test reporter shows of one case: why it is not good, or beside a good one what else there is to say.
inline void append_case(std::string& out, std::string_view name, std::string_view group, std::string_view element,
                        std::string_view type, std::string_view message, std::span<const finding> findings,
                        std::span<const written_deletion> deletes = {}) {
  out += "<testcase";
  append_attribute(out, "name", name);
  append_attribute(out, "classname", group);
  if (element.empty() && findings.empty() && deletes.empty()) {
    out += "/>\n";
    return;
  }
  const std::string_view inner = element.empty() ? "system-out" : element;
  out += '>';
  out += '<';
  out += inner;
  if (!element.empty()) {
    append_attribute(out, "message", message);
    if (element != "skipped") {
      append_attribute(out, "type", type);
    }
  }
  out += '>';
  append_finding_lines(out, findings);
  for (const written_deletion& each : deletes) {
    out += "\ndeletes ";
    append_xml(out, each.name);
    out += ", ";
    append_xml(out, each.id);
  }
  out += "\n</";
  out += inner;
  out += "></testcase>\n";
}

inline void append_file_case(std::string& out, const written_file& one) {
  const bool is_judged = one.judged_for != nullptr;
  const finding* const worst = is_judged ? first_error(one.found.findings()) : nullptr;
  if (!is_judged && !one.was_read) {
    append_case(out, one.path, "facts", "error", "unreadable", "The file cannot be read.", {});
    return;
  }
  if (!is_judged && one.decoded != nullptr && proves_nothing(one.decoded->outcome)) {
    append_case(out, one.path, "facts", "error", name_of(one.decoded->outcome), one.decoded->message.text(), {});
    return;
  }
  append_case(out, one.path, is_judged ? one.judged_for->name : "facts", worst != nullptr ? "failure" : "",
              worst != nullptr ? worst->rule->id : "", worst != nullptr ? worst->message.text() : "",
              is_judged ? one.found.findings() : std::span<const finding>{});
}

/// What was not done is skipped; what nobody knows is an error, and no failure.
[[nodiscard]] constexpr std::string_view element_of(upload_outcome o) {
  switch (o) {
    case upload_outcome::sent:
    case upload_outcome::already_there:
    case upload_outcome::planned: return "";
    case upload_outcome::queued: return "skipped";
    case upload_outcome::unknown: return "error";
    case upload_outcome::refused:
    case upload_outcome::failed: break;
  }
  return "failure";
}

inline void append_item_case(std::string& out, const written_item& one) {
  const finding* const worst = first_error(one.findings);
  const bool is_said_by_rule = one.outcome == upload_outcome::refused && worst != nullptr;
  append_case(
      out, one.path, one.target, element_of(one.outcome), is_said_by_rule ? worst->rule->id : name_of(one.outcome),
      is_said_by_rule ? worst->message.text() : one.message, one.findings,
      one.made_room.value_or(true) || one.outcome == upload_outcome::planned ? one.deletes
                                                                             : std::span<const written_deletion>{});
}

inline constexpr std::string_view xml_beginning = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
inline constexpr std::string_view xml_end = "</testsuite>\n</testsuites>\n";

inline constexpr writer junit{
    .name = "junit",
    .summary = "XML for test reporters, a test case for each file",
    .items_summary = "XML for test reporters, a test case for each item",
    .between = "",
    .begin =
        [](std::string& out, const appearance&) {
          out += xml_beginning;
          out += "<testsuites name=\"media-preflight\">\n<testsuite name=\"check\">\n";
        },
    .file = [](std::string& out, const written_file& one, const appearance&) { append_file_case(out, one); },
    .end = [](std::string& out, const run_summary&, const appearance&) { out += xml_end; },
    .begin_items =
        [](std::string& out, const appearance&) {
          out += xml_beginning;
          out += "<testsuites name=\"media-preflight\">\n<testsuite name=\"upload\">\n";
        },
    .item = [](std::string& out, const written_item& one, const appearance&) { append_item_case(out, one); },
    .end_items = [](std::string& out, const item_summary&, const appearance&) { out += xml_end; },
};

}  // namespace preflight::writers
