#pragma once

#include <string>

#include <preflight/output/json.hpp>
#include <preflight/output/writer.hpp>

namespace preflight::writers {

inline constexpr writer ndjson{
    .name = "ndjson",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file =
        [](std::string& out, const written_file& file, const appearance&) {
          buffered_appender pen{out};
          append_file(pen, file);
          pen += '\n';
          pen.flush();
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance&) {
          append_summary(out, run);
          out += '\n';
        },
};

}  // namespace preflight::writers
