#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <preflight/output/text_lines.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/text/formats/xml_string.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

inline void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_xml(out, value);
  out += '"';
}

inline void append_number(std::string& out, std::string_view name, std::uint64_t value) {
  std::string digits;
  append_json_number(digits, value);
  append_attribute(out, name, digits);
}

/// How long a suite or a case took, in seconds: "0.000123".
inline void append_time(std::string& out, double seconds) {
  constexpr std::uint64_t units = 1'000'000;
  const auto microseconds = static_cast<std::uint64_t>(seconds * static_cast<double>(units));
  std::string digits;
  append_json_number(digits, microseconds / units);
  std::string fraction;
  append_json_number(fraction, units + microseconds % units);
  fraction.front() = '.';
  append_attribute(out, "time", digits + fraction);
}

/// "error video-too-large: ...", a line each.
inline void append_finding_lines(std::string& out, std::span<const finding> findings) {
  for (const finding& finding : findings) {
    out += '\n';
    append_xml(out, name_of(finding.severity));
    out += ' ';
    append_xml(out, finding.rule->id);
    out += ": ";
    append_xml(out, finding.message.text());
    if (!finding.fix.empty()) {
      out += " -> ";
      append_xml(out, finding.fix.text());
    }
  }
}

[[nodiscard]] inline const finding* first_error(std::span<const finding> findings) {
  for (const finding& finding : findings) {
    if (finding.severity == severity::error) {
      return &finding;
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
  std::string_view more{};  ///< lines after the findings, as XML
  double seconds = -1;      ///< negative where that was not measured
};

inline void append_case(std::string& out, const test_case& entry) {
  out += "<testcase";
  append_attribute(out, "name", entry.name);
  append_attribute(out, "classname", entry.group);
  if (entry.seconds >= 0) {
    append_time(out, entry.seconds);
  }
  if (entry.element.empty() && entry.findings.empty() && entry.more.empty()) {
    out += "/>\n";
    return;
  }
  const std::string_view inner = entry.element.empty() ? "system-out" : entry.element;
  out += '>';
  out += '<';
  out += inner;
  if (!entry.element.empty()) {
    append_attribute(out, "message", entry.message);
    if (entry.element != "skipped") {
      append_attribute(out, "type", entry.type);
    }
  }
  out += '>';
  append_finding_lines(out, entry.findings);
  out += entry.more;
  out += "\n</";
  out += inner;
  out += "></testcase>\n";
}

inline void append_file_case(std::string& out, const written_file& file) {
  if (file.destination != nullptr) {
    const finding* const worst = first_error(file.report.findings());
    append_case(out, {file.path,
                      file.destination->name,
                      worst != nullptr ? "failure" : "",
                      worst != nullptr ? worst->rule->id : "",
                      worst != nullptr ? worst->message.text() : "",
                      file.report.findings(),
                      {},
                      file.seconds});
  } else if (!file.was_read) {
    append_case(out, {file.path, "facts", "error", "unreadable", "The file cannot be read.", {}, {}, file.seconds});
  } else if (file.decoded != nullptr && proves_nothing(file.decoded->outcome)) {
    append_case(out, {file.path,
                      "facts",
                      "error",
                      name_of(file.decoded->outcome),
                      file.decoded->message.text(),
                      {},
                      {},
                      file.seconds});
  } else {
    append_case(out, {file.path, "facts", "", "", "", {}, {}, file.seconds});
  }
}

/// What the summary of other forms says beside the numbers.
inline void append_run_notes(std::string& out, const run_summary& run) {
  if (run.configurations.empty() && run.skipped.total() == 0) {
    return;
  }
  out += "<system-out>";
  for (const std::string& file : run.configurations) {
    out += "Configuration: ";
    append_xml(out, file);
    out += '\n';
  }
  std::string skipped;
  append_skipped(skipped, run.skipped, 0);
  for (std::string_view rest = skipped; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    append_xml(out, rest.substr(0, end));
    out += '\n';
    rest.remove_prefix(end + 1);
  }
  out += "</system-out>\n";
}

inline void append_suite_start(std::string& out, std::string_view element, std::string_view name,
                               const run_summary& run) {
  out += '<';
  out += element;
  append_attribute(out, "name", name);
  append_number(out, "tests", run.files);
  append_number(out, "failures", run.judged ? run.failed : 0);
  append_number(out, "errors", run.lacking);
  append_time(out, run.elapsed_seconds);
  out += ">\n";
}

inline constexpr std::string_view xml_beginning = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
inline constexpr std::string_view xml_end = "</testsuite>\n</testsuites>\n";

inline constexpr writer junit{
    .name = "junit",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file = [](std::string& out, const written_file& file, const appearance&) { append_file_case(out, file); },
    .end = [](std::string&, const run_summary&, const appearance&) {},
    // The numbers stand in front.
    .finish =
        [](std::string& out, std::string_view files, const run_summary& run, const appearance&) {
          out += xml_beginning;
          append_suite_start(out, "testsuites", "media-preflight", run);
          append_suite_start(out, "testsuite", "check", run);
          out += files;
          append_run_notes(out, run);
          out += xml_end;
        },
    .wants_times = true,
};

}  // namespace preflight::writers
