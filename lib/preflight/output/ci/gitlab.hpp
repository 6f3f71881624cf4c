#pragma once

#include <string>
#include <string_view>

#include <preflight/output/ci/fingerprint.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

/// GitLab's code quality report (docs.gitlab.com, "Code Quality report format"): an array of objects with description,
/// check_name, fingerprint, severity (info, minor, major, critical, blocker) and location. A media file has no lines,
/// so the location is its first.
inline constexpr writer gitlab{
    .name = "gitlab",
    .between = ",\n",
    .begin = [](std::string& out, const appearance&) { out += "[\n"; },
    .file =
        [](std::string& out, const written_file& file, const appearance&) {
          bool is_first = true;
          for (const finding& finding : file.report.findings()) {
            out += is_first ? R"({"description":)" : ",\n{\"description\":";
            is_first = false;
            append_json_string(out, finding.message.text());
            out += R"(,"check_name":)";
            append_json_string(out, finding.rule->id);
            out += R"(,"fingerprint":")";
            append_fingerprint(out, file.path, finding.rule->id);
            out += R"(","severity":")";
            out += finding.severity == severity::error     ? "major"
                   : finding.severity == severity::warning ? "minor"
                                                           : "info";
            out += R"(","location":{"path":)";
            append_json_string(out, file.path);
            out += R"(,"lines":{"begin":1}}})";
          }
        },
    .end = [](std::string& out, const run_summary&, const appearance&) { out += "\n]\n"; },
    .writes_facts = false,
};

}  // namespace preflight::writers
