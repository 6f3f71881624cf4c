#pragma once

#include <memory>
#include <string>

#include <merge/file_line.hpp>
#include <preflight/output/all.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Whatever is read from a line can be written in every form, and is read again as the same.
inline constexpr target report_line{
    .name = "report_line",
    .run =
        [](input bytes) {
          using namespace preflight;
          const auto line = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
          if (!line.is_object()) {
            return;
          }
          const auto file = std::make_unique<cli::file_line>();
          file->read(line, cli::configuration{});
          promise(file->result.findings().size() <= all_rules.size(), "more findings than rules");
          std::string out;
          file->append_to(out, writers::ndjson);
          std::string again;
          file->read(nlohmann::json::parse(out), cli::configuration{});
          file->append_to(again, writers::ndjson);
          promise(again == out, "a line became another one");
          file->append_to(out, writers::junit);
          if (file->destination != nullptr) {
            file->append_to(out, writers::text, {.columns = 80});
          }
          run_summary summary;
          summary.add(file->result);
          cli::read_summary(line, summary);
          writers::ndjson.end(out, summary, {});
          writers::text.end(out, summary, {.with_statistics = true, .columns = 80});
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
