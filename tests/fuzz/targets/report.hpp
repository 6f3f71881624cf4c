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
  again->read(nlohmann::json::parse(line), cli::configuration{});
  promise(again->path == file.path, "a path became another one");
  std::string after;
  again->append_to(after, writers::ndjson);
  promise(after == std::string{line} + '\n', "a line became another one");
  std::string before;
  after.clear();
  writers::junit.file(before, file, {});
  again->append_to(after, writers::junit);
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
          for (const preflight::destination* const destination : preflight::all_destinations) {
            const preflight::report result = preflight::check(file, name, *destination);
            for (const preflight::finding& finding : result.findings()) {
              promise(!finding.message.empty() && !finding.fix.empty(), "a finding without a message or a remedy");
            }
            preflight::run_summary run;
            run.add(result);
            run.title = destination->title;
            for (const preflight::writer* const writer : preflight::all_writers) {
              const preflight::appearance look{.with_statistics = true,
                                               .columns = static_cast<unsigned>(file.size() % 120)};
              std::string out;
              writer->begin(out, look);
              writer->file(out, {.path = name, .report = result, .destination = destination}, look);
              writer->end(out, run, look);
              if (writer == &preflight::writers::text) {
                promise(std::none_of(out.begin(), out.end(),
                                     [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7F'; }),
                        "a control character in the text");
              }
              if (writer == &preflight::writers::json) {
                const nlohmann::json parsed = nlohmann::json::parse(out);
                promise(parsed.at("files").size() == 1, "a file is missing from the JSON document");
                promise(parsed.at("files").at(0).at("findings").size() == result.findings().size(),
                        "a finding is missing from the JSON document");
              }
              if (writer == &preflight::writers::ndjson) {
                const std::size_t line = out.find('\n');
                const nlohmann::json parsed = nlohmann::json::parse(out.substr(0, line));
                promise(parsed.contains("path_base64") || parsed.at("path") == name, "a path became another one");
                promise(nlohmann::json::parse(out.substr(line)).at("files") == 1, "the summary counts other files");
                promise_the_same_again(std::string_view{out}.substr(0, line),
                                       {.path = name, .report = result, .destination = destination});
                std::string facts;
                writer->file(facts, {.path = name, .report = result}, look);
                promise_the_same_again(std::string_view{facts}.substr(0, facts.size() - 1),
                                       {.path = name, .report = result});
              }
            }
          }
        },
};

}  // namespace fuzz::targets
