#pragma once

#include <string>

#include <preflight/upload/output/item_writer.hpp>
#include <preflight/upload/output/json_items.hpp>

namespace preflight::upload::writers {

inline constexpr item_writer ndjson{
    .name = "ndjson",
    .begin = [](std::string&, const appearance&) {},
    .item =
        [](std::string& out, const written_item& item, const appearance& look) {
          append_item(out, item, look);
          out += '\n';
        },
    .end =
        [](std::string& out, const item_summary& run, const appearance&) {
          append_item_summary(out, run);
          out += '\n';
        },
};

}  // namespace preflight::upload::writers
