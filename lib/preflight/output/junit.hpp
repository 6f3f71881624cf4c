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
struct test_case {
  std::string_view name;
  std::string_view group;
  std::string_view element;  ///< "failure", "error", "skipped"; empty where it is good
  std::string_view type;
  std::string_view message;
  std::span<const finding> findings{};
  std::string_view more{};  ///< lines behind the findings, as XML
};

inline void append_case(std::string& out, const test_case& one) {
  out += "<testcase";
  append_attribute(out, "name", one.name);
  append_attribute(out, "classname", one.group);
  if (one.element.empty() && one.findings.empty() && one.more.empty()) {
    out += "/>\n";
    return;
  }
  const std::string_view inner = one.element.empty() ? "system-out" : one.element;
  out += '>';
  out += '<';
  out += inner;
  if (!one.element.empty()) {
    append_attribute(out, "message", one.message);
    if (one.element != "skipped") {
      append_attribute(out, "type", one.type);
    }
  }
  out += '>';
  append_finding_lines(out, one.findings);
  out += one.more;
  out += "\n</";
  out += inner;
  out += "></testcase>\n";
}

inline void append_file_case(std::string& out, const written_file& one) {
  if (one.judged_for != nullptr) {
    const finding* const worst = first_error(one.found.findings());
    append_case(out, {one.path, one.judged_for->name, worst != nullptr ? "failure" : "",
                      worst != nullptr ? worst->rule->id : "", worst != nullptr ? worst->message.text() : "",
                      one.found.findings()});
  } else if (!one.was_read) {
    append_case(out, {one.path, "facts", "error", "unreadable", "The file cannot be read."});
  } else if (one.decoded != nullptr && proves_nothing(one.decoded->outcome)) {
    append_case(out, {one.path, "facts", "error", name_of(one.decoded->outcome), one.decoded->message.text()});
  } else {
    append_case(out, {one.path, "facts", "", "", ""});
  }
}

inline constexpr std::string_view xml_beginning = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
inline constexpr std::string_view xml_end = "</testsuite>\n</testsuites>\n";

inline constexpr writer junit{
    .name = "junit",
    .between = "",
    .begin =
        [](std::string& out, const appearance&) {
          out += xml_beginning;
          out += "<testsuites name=\"media-preflight\">\n<testsuite name=\"check\">\n";
        },
    .file = [](std::string& out, const written_file& one, const appearance&) { append_file_case(out, one); },
    .end = [](std::string& out, const run_summary&, const appearance&) { out += xml_end; },
};

}  // namespace preflight::writers
