#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <merge/file_line.hpp>
#include <preflight/check.hpp>
#include <preflight/output/all.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// The line of NDJSON, read back, says the same.
inline void promise_the_same_again(std::string_view line, const preflight::written_file& file) {
  using namespace preflight;
  const auto again = std::make_unique<cli::file_line>();
  try {
    again->json = cli::parse_line(line);
    again->read(cli::configuration{});
  } catch (const cli::parse_error&) {
    promise(false, "a line that is written is not read");
  }
  promise(again->path == file.path, "a path became another one");
  std::string after;
  again->append_to(after, writers::ndjson, {});
  promise(nlohmann::ordered_json::parse(after) == nlohmann::ordered_json::parse(line), "a line became another one");
  std::string before;
  after.clear();
  writers::junit.file(before, file, {});
  again->append_to(after, writers::junit, {});
  promise(before == after, "a file that is read back is written in another way");
}

/// Findings about any file under any name, in every form of output: JSON that parses, and text without control
/// characters. The file travels by the name that its last bytes spell.
inline constexpr target report{
    .name = "report",
    .run =
        [](input file) {
          const input last = file.last(std::min<std::size_t>(file.size(), 24));
          const std::string name{last.begin(), last.end()};
          for (const preflight::destination* const where : preflight::all_destinations) {
            const preflight::report found = preflight::check(file, name, *where);
            for (const preflight::finding& each : found.findings()) {
              promise(!each.message.empty() && !each.fix.empty(), "a finding without a message or a remedy");
            }
            preflight::run_summary run;
            run.add(found);
            run.title = where->title;
            for (const preflight::writer* const writer : preflight::all_writers) {
              const preflight::appearance how{.with_statistics = true,
                                              .columns = static_cast<unsigned>(file.size() % 120)};
              std::string out;
              writer->begin(out, how);
              writer->file(out, {.path = name, .report = found, .destination = where}, how);
              writer->end(out, run, how);
              if (writer == &preflight::writers::text) {
                promise(std::none_of(out.begin(), out.end(),
                                     [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7F'; }),
                        "a control character in the text");
              }
              if (writer == &preflight::writers::json) {
                const nlohmann::json parsed = nlohmann::json::parse(out);
                promise(parsed.at("files").size() == 1, "a file is missing from the JSON document");
                promise(parsed.at("files").at(0).at("findings").size() == found.findings().size(),
                        "a finding is missing from the JSON document");
              }
              if (writer == &preflight::writers::ndjson) {
                const std::size_t line = out.find('\n');
                const nlohmann::json parsed = nlohmann::json::parse(out.substr(0, line));
                promise(parsed.contains("path_base64") || parsed.at("path") == name, "a path became another one");
                promise(nlohmann::json::parse(out.substr(line)).at("files") == 1, "the summary counts other files");
                promise_the_same_again(std::string_view{out}.substr(0, line),
                                       {.path = name, .report = found, .destination = where});
              }
            }
          }
        },
};

}  // namespace fuzz::targets
