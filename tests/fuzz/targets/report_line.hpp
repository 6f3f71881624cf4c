#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <merge/file_line.hpp>
#include <preflight/output/all.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any line is refused with words, or can be written again in every form.
inline constexpr target report_line{
    .name = "report_line",
    .run =
        [](input bytes) {
          using namespace preflight;
          const auto line = std::make_unique<cli::file_line>();
          try {
            line->json = cli::parse_line({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            line->read(cli::configuration{});
          } catch (const cli::parse_error& refusal) {
            promise(!refusal.reason.empty(), "a refusal without words");
            return;
          }
          std::string out;
          line->append_to(out, writers::ndjson, {});
          promise(nlohmann::ordered_json::parse(out) == line->json, "a line became another one");
          promise(line->result.findings().size() <= all_rules.size(), "more findings than rules");
          if (line->destination != nullptr) {
            line->append_to(out, writers::text, {.columns = 80});
          }
          run_summary summary = cli::read_summary(line->json);
          summary.add(line->result);
          writers::text.end(out, summary, {.with_statistics = true, .columns = 80});
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
