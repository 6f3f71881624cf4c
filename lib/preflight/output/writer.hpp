#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/output/summary/rule_counts.hpp>
#include <preflight/output/summary/skipped_entries.hpp>
#include <preflight/report.hpp>

namespace preflight {

/// One file, as a writer is given it. Nothing in it outlives the call.
struct written_file {
  std::string_view path;  ///< as bytes; may be anything
  const preflight::report& report;
  const preflight::destination* destination = nullptr;  ///< nullptr: facts only, no opinion
  check_depth depth = check_depth::structure;
  bool was_read = true;                    ///< false: the facts say nothing
  bool is_explicit = false;                ///< named by the person who runs the check, not found in a folder or list
  const decode_result* decoded = nullptr;  ///< nullptr: it was not decoded
  double seconds = -1;                     ///< that it took; negative where that was not measured
  std::string_view content_hash{};         ///< SHA-256 in hexadecimal; empty where it is not known
  std::string_view thumbnail{};            ///< a JPEG; empty where there is none
};

/// Whether facts that were wanted are not there: it could not be read, or decoding it proved nothing.
[[nodiscard]] constexpr bool lacks_facts(const written_file& file) {
  return !file.was_read || (file.decoded != nullptr && proves_nothing(file.decoded->outcome));
}

/// What is known at the end of a run.
struct run_summary {
  std::uint64_t files = 0;
  std::uint64_t passed = 0;
  std::uint64_t warned = 0;
  std::uint64_t failed = 0;
  std::uint64_t warnings = 0;  ///< findings of this severity, in files of any verdict
  rule_counts findings;
  std::uint64_t lacking = 0;                ///< files whose facts were wanted and are not there
  bool judged = true;                       ///< false: facts only
  std::string_view title;                   ///< of the destination, where all files had the same one
  std::uint32_t shard = 0;                  ///< which part of all files this is, from 1; 0 where it is all of them
  std::uint32_t shards = 0;                 ///< of how many; 0 where it is all of them
  std::vector<std::string> configurations;  ///< the files that decided what was judged, in order
  skipped_entries skipped;
  std::optional<std::uint64_t>
      known;  ///< findings that a baseline lists; they count nowhere else. Empty: none was used
  std::optional<std::uint64_t> stale;  ///< entries of it without such a finding; empty where not all files were checked
  std::uint64_t start = 0;  ///< stands for what decides of a shard's files; the same for all that belong together
  double elapsed_seconds = 0;
  std::optional<int> exit_status;  ///< with which the program is about to end; nothing where that is not decided yet

  void add(const report& report) {
    ++files;
    switch (report.verdict()) {
      case verdict::pass: ++passed; break;
      case verdict::warn: ++warned; break;
      case verdict::fail: ++failed; break;
    }
    for (const finding& finding : report.findings()) {
      warnings += finding.severity == severity::warning ? 1U : 0U;
      findings.add(finding);
    }
  }
  void add(const run_summary& part) {
    files += part.files;
    passed += part.passed;
    warned += part.warned;
    failed += part.failed;
    warnings += part.warnings;
    findings.add(part.findings);
  }
};

/// How the person wants to see it. Only writers for people look at this.
struct appearance {
  bool colour = false;
  bool only_failures = false;  ///< --quiet
  bool with_statistics = false;
  unsigned columns = 0;  ///< of the terminal; 0: lines are not broken
};

/// What a run also adds to the end of the file that a variable of the environment names, where it names one.
struct appendix {
  std::string_view variable{};
  std::size_t max_bytes = 0;  ///< of the whole file, with what it holds already
  /// Appends at most `room` bytes.
  void (*write)(std::string& out, std::string_view files, const run_summary&, std::size_t room) = nullptr;
};

/// One form of output. The functions append to `out` and keep nothing, so files may be written by several threads, each
/// into a text of its own, and be put together afterwards: begin, the files with `between` after each that wrote
/// anything and is not the last, end.
struct writer {
  std::string_view name;  ///< on the command line
  std::string_view between;
  void (*begin)(std::string& out, const appearance&);
  void (*file)(std::string& out, const written_file&, const appearance&);
  void (*end)(std::string& out, const run_summary&, const appearance&);
  bool writes_facts = true;  ///< false: it has nothing to say about files that are not judged
  /// Where it is set, nothing is written before the end, and then what this makes of all the texts about files: for
  /// forms that say something else of many files than of few.
  void (*finish)(std::string& out, std::string_view files, const run_summary&, const appearance&) = nullptr;
  preflight::appendix appendix{};
  bool wants_times = false;         ///< written_file::seconds is to be measured
  bool wants_content_hash = false;  ///< written_file::content_hash is to be computed for files with findings
  bool wants_thumbnails = false;    ///< written_file::thumbnail is to be made of files that are decoded
};

}  // namespace preflight
