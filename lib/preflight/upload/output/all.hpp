#pragma once

#include <array>
#include <string_view>

#include <preflight/upload/output/csv_items.hpp>
#include <preflight/upload/output/item_writer.hpp>
#include <preflight/upload/output/json_items.hpp>
#include <preflight/upload/output/junit_items.hpp>
#include <preflight/upload/output/ndjson_items.hpp>
#include <preflight/upload/output/text_items.hpp>

namespace preflight::upload {

/// Every form of output of a run that sends, in the order of all_writers.
inline constexpr std::array all_item_writers{
    &writers::text, &writers::json, &writers::ndjson, &writers::junit, &writers::csv,
};

/// nullptr if none has that name.
[[nodiscard]] constexpr const item_writer* item_writer_named(std::string_view name) {
  for (const item_writer* writer : all_item_writers) {
    if (writer->name == name) {
      return writer;
    }
  }
  return nullptr;
}

}  // namespace preflight::upload
