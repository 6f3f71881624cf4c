#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/output/ci/fingerprint.hpp>
#include <preflight/output/ci/sarif_tool.hpp>
#include <preflight/output/ci/uri_reference.hpp>
#include <preflight/output/json_members.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/text/digit_grouping.hpp>
#include <preflight/text/inline_string.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

/// GitHub rejects a run with more results (docs.github.com, "SARIF results exceed one or more limits"); of these it
/// shows the worst 5,000.
inline constexpr std::size_t max_sarif_results = 25'000;

/// A location is known only by its place among the artifacts that are written in the end, so texts about it are kept
/// in two halves around that.
inline constexpr std::string_view behind_artifact_index = "}}}]}";

inline void append_artifact_uri(json_members<std::string>& location, std::string_view path) {
  std::string uri;
  append_uri_reference(uri, path);
  location.word("uri", uri);
  if (!path.starts_with('/')) {
    location.word("uriBaseId", "%SRCROOT%");
  }
}

/// The same finding in the next run has the same ones: of content and rule, wherever the file is moved; of path and
/// rule where the content could not be read.
inline void append_partial_fingerprints(json_members<std::string>& result, std::string& out, const written_file& file,
                                        const finding& finding) {
  result.name("partialFingerprints");
  const std::string_view subject = file.content_hash.empty() ? file.path : file.content_hash;
  json_members members{out};
  members.name("primaryLocationLineHash");  // the only one that GitHub looks at
  out += '"';
  append_fingerprint(out, subject, finding.rule->id);
  out += R"(:1")";
  if (!file.content_hash.empty()) {
    members.name("contentAndRule/v1");
    out += '"';
    out += file.content_hash;
    out += '/';
    out += finding.rule->id;
    out += '"';
  }
  members.close();
}

[[nodiscard]] inline std::size_t rule_index(const rule_info* rule) {
  return static_cast<std::size_t>(std::find(all_rules.begin(), all_rules.end(), rule) - all_rules.begin());
}

inline void append_result_properties(json_members<std::string>& result, std::string& out, const finding& finding,
                                     const written_file& file) {
  result.name("properties");
  json_members members{out};
  members.text("destination", file.destination->name);
  members.text_or_null("actual", finding.actual.text());
  members.text_or_null("limit", finding.limit.text());
  members.text_or_null("fix", finding.fix.text());
  members.close();
}

/// A media file has no lines, and GitHub wants one: the first.
inline void append_result(std::string& out, const written_file& file, const finding& finding) {
  json_members result{out};
  result.word("ruleId", finding.rule->id);
  if (const std::size_t index = rule_index(finding.rule); index < all_rules.size()) {
    result.number("ruleIndex", index);
  }
  result.word("level", sarif_level(finding.severity));
  append_sarif_text(result, out, "message", finding.message.text());
  append_partial_fingerprints(result, out, file, finding);
  append_result_properties(result, out, finding, file);
  result.name("locations");
  out += R"([{"physicalLocation":)";
  json_members physical{out};
  physical.name("region");
  json_members region{out};
  region.number("startLine", 1);
  if (finding.offset) {
    region.number("byteOffset", *finding.offset);
  }
  region.close();
  physical.name("artifactLocation");
  json_members location{out};
  append_artifact_uri(location, file.path);
  location.name("index");
}

inline void append_artifact(std::string& out, const written_file& file) {
  json_members artifact{out};
  artifact.name("location");
  json_members location{out};
  append_artifact_uri(location, file.path);
  location.close();
  artifact.name("roles");
  out += R"(["analysisTarget"])";
  if (file.was_read) {
    const facts& known = file.report.file;
    artifact.number("length", known.file_size);
    if (!info(known.format).mime_type.empty()) {
      artifact.word("mimeType", info(known.format).mime_type);
    }
    artifact.name("properties");
    json_members properties{out};
    properties.word_or_null("format", info(known.format).name);
    properties.number_unless_zero("width", known.display().width);
    properties.number_unless_zero("height", known.display().height);
    properties.close();
  }
  if (!file.content_hash.empty()) {
    artifact.name("hashes");
    json_members hashes{out};
    hashes.word("sha-256", file.content_hash);
    hashes.close();
  }
  artifact.close();
}

/// How a line that is kept until the end begins: a file, or a finding of the file before.
inline constexpr char artifact_mark = 'a';
[[nodiscard]] constexpr char level_mark(severity s) { return name_of(s).front(); }

inline void append_sarif_lines(std::string& out, const written_file& file) {
  if (file.report.findings().empty()) {
    return;
  }
  out += artifact_mark;
  append_artifact(out, file);
  out += '\n';
  for (const finding& finding : file.report.findings()) {
    out += level_mark(finding.severity);
    append_result(out, file, finding);
    out += '\n';
  }
}

/// Results and artifacts, the worst findings first to be taken where there are more than GitHub accepts.
class sarif_results {
 public:
  explicit sarif_results(std::string_view lines) {
    std::array<std::size_t, severity_taxa.size()> counts{};
    for_each_line(lines, [&](char mark, std::string_view) {
      if (const std::size_t place = place_of(mark); place < counts.size()) {
        ++counts[place];
      }
    });
    std::size_t room = max_sarif_results;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      quota_[i] = std::min(counts[i], room);
      room -= quota_[i];
      omitted_ += counts[i] - quota_[i];
    }
    std::string_view artifact;
    for_each_line(lines, [&](char mark, std::string_view text) {
      if (mark == artifact_mark) {
        artifact = text;
      } else {
        add(place_of(mark), text, artifact);
      }
    });
  }

  [[nodiscard]] std::size_t omitted() const { return omitted_; }
  void append_to(std::string& out) const {
    out.append(R"("results":[)").append(results_).append("\n],\n\"artifacts\":[").append(artifacts_).append("\n]");
  }

 private:
  [[nodiscard]] static std::size_t place_of(char mark) {
    const auto taxon = std::find_if(severity_taxa.begin(), severity_taxa.end(),
                                    [=](const severity_taxon& t) { return level_mark(t.level) == mark; });
    return static_cast<std::size_t>(taxon - severity_taxa.begin());
  }

  template <class Function>
  static void for_each_line(std::string_view lines, const Function& function) {
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      lines.remove_prefix(std::min(line.size() + 1, lines.size()));
      if (!line.empty()) {
        function(line.front(), line.substr(1));
      }
    }
  }

  /// `artifact` is empty once it has been written.
  void add(std::size_t place, std::string_view text, std::string_view& artifact) {
    if (place >= quota_.size() || quota_[place] == 0) {
      return;
    }
    --quota_[place];
    if (!artifact.empty()) {
      artifacts_.append(artifacts_count_ == 0 ? "\n" : ",\n").append(artifact);
      artifact = {};
      ++artifacts_count_;
    }
    results_.append(results_.empty() ? "\n" : ",\n").append(text);
    append_json_number(results_, artifacts_count_ - 1);
    results_ += behind_artifact_index;
  }

  std::array<std::size_t, severity_taxa.size()> quota_{};
  std::size_t omitted_ = 0;
  std::size_t artifacts_count_ = 0;
  std::string results_;
  std::string artifacts_;
};

inline void append_notification(std::string& out, std::string_view text, std::string_view& separator) {
  out += separator;
  json_members members{out};
  members.word("level", "warning");
  append_sarif_text(members, out, "message", text);
  members.close();
  separator = ",";
}

inline void append_invocation(std::string& out, const run_summary& run, std::size_t omitted) {
  out += R"("invocations":[)";
  json_members members{out};
  members.name("executionSuccessful");
  out += "true";
  if (run.exit_status) {
    members.number("exitCode", *run.exit_status);
  }
  members.name("toolExecutionNotifications");
  out += '[';
  std::string_view separator;
  inline_string<160> text;
  if (omitted > 0) {
    text << digit_grouping{omitted} << " findings are left out, the least severe ones: GitHub accepts at most "
         << digit_grouping{max_sarif_results} << ".";
    append_notification(out, text.text(), separator);
  }
  for (std::size_t i = 0; i < skip_reasons.size(); ++i) {
    if (const std::uint64_t count = run.skipped.counts[i]; count > 0) {
      text.clear();
      text << "Not checked: " << digit_grouping{count} << " "
           << (count == 1 ? skip_reasons[i].one : skip_reasons[i].many) << ".";
      append_notification(out, text.text(), separator);
    }
  }
  out += ']';
  members.close();
  out += ']';
}

inline void append_run_properties(std::string& out, const run_summary& run) {
  out += R"("properties":)";
  json_members members{out};
  members.text_or_null("destination", run.title);
  members.number("files", run.files);
  members.number("passed", run.passed);
  members.number("warned", run.warned);
  members.number("failed", run.failed);
  append_texts(members, "configurations", run.configurations, out);
  members.number("elapsedSeconds", run.elapsed_seconds);
  members.close();
}

/// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), as far as GitHub's code scanning and the viewers of editors
/// show it. Paths are relative to where the program was run, which is the root of the repository in a pipeline.
inline constexpr writer sarif{
    .name = "sarif",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file = [](std::string& out, const written_file& file, const appearance&) { append_sarif_lines(out, file); },
    .end = [](std::string&, const run_summary&, const appearance&) {},
    .writes_facts = false,
    .finish =
        [](std::string& out, std::string_view files, const run_summary& run, const appearance&) {
          const sarif_results results{files};
          out += R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{)";
          append_sarif_tool(out);
          out += ",\n";
          append_severity_taxonomy(out);
          out += ",\n";
          append_invocation(out, run, results.omitted());
          out += R"(,
"automationDetails":{"id":"media-preflight/"},
"originalUriBaseIds":{"%SRCROOT%":{"description":{"text":"The folder in which the check was run."}}},
"columnKind":"utf16CodeUnits",
)";
          results.append_to(out);
          out += ",\n";
          append_run_properties(out, run);
          out += "}]}\n";
        },
    .wants_content_hash = true,
};

}  // namespace preflight::writers
