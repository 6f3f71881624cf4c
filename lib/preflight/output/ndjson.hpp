#pragma once

#include <string>

#include <preflight/output/json.hpp>
#include <preflight/output/writer.hpp>

namespace preflight::writers {

inline constexpr writer ndjson{
    .name = "ndjson",
    .summary = "one JSON object a line: every file, then the summary",
    .items_summary = "one JSON object a line: every item, which is a file for a target, then the summary",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file =
        [](std::string& out, const written_file& one, const appearance&) {
          buffered_appender pen{out};
          append_file(pen, one);
          pen += '\n';
          pen.flush();
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance&) {
          append_summary(out, run);
          out += '\n';
        },
    .begin_items = [](std::string&, const appearance&) {},
    .item =
        [](std::string& out, const written_item& one, const appearance& how) {
          append_item(out, one, how);
          out += '\n';
        },
    .end_items =
        [](std::string& out, const item_summary& run, const appearance&) {
          append_item_summary(out, run);
          out += '\n';
        },
};

}  // namespace preflight::writers
