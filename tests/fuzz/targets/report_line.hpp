#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <merge/file_line.hpp>
#include <preflight/output/all.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any line is refused with words, or is one that would be written again.
inline constexpr target report_line{
    .name = "report_line",
    .run =
        [](input bytes) {
          using namespace preflight;
          const std::string_view line{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
          const auto file = std::make_unique<cli::file_line>();
          run_summary summary;
          std::string out;
          try {
            if (cli::read_line(line, cli::configuration{}, *file, summary) == cli::line_kind::summary) {
              writers::ndjson.end(out, summary, {});
              promise(out == std::string{line} + '\n', "a summary became another one");
              writers::text.end(out, summary, {.with_statistics = true});
              return;
            }
          } catch (const cli::not_ours& refusal) {
            promise(!refusal.why.empty(), "a refusal without words");
            return;
          }
          writers::ndjson.file(out, file->shown(), {});
          promise(out == std::string{line} + '\n', "a line became another one");
          promise(file->found.findings().size() <= all_rules.size(), "more findings than rules");
          summary.add(file->found);
          writers::text.file(out, file->shown(), {.columns = 80});
          writers::text.end(out, summary, {.with_statistics = true, .columns = 80});
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
