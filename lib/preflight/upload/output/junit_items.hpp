#pragma once

#include <string>
#include <string_view>

#include <preflight/output/junit.hpp>
#include <preflight/text/formats/xml_string.hpp>
#include <preflight/upload/output/item_writer.hpp>

namespace preflight::upload::writers {

/// What was not done is skipped; an unknown outcome is an error, not a failure.
[[nodiscard]] constexpr std::string_view element_of(upload_outcome o) {
  switch (o) {
    case upload_outcome::sent:
    case upload_outcome::already_there:
    case upload_outcome::planned: return "";
    case upload_outcome::queued: return "skipped";
    case upload_outcome::unknown: return "error";
    case upload_outcome::refused:
    case upload_outcome::failed: break;
  }
  return "failure";
}

inline void append_item_case(std::string& out, const written_item& item) {
  const finding* const worst = preflight::writers::first_error(item.findings);
  const bool is_said_by_rule = item.outcome == upload_outcome::refused && worst != nullptr;
  std::string deletions;
  if (item.made_room.value_or(true) || item.outcome == upload_outcome::planned) {
    for (const written_deletion& deletion : item.deletes) {
      deletions += "\ndeletes ";
      append_xml(deletions, deletion.name);
      deletions += ", ";
      append_xml(deletions, deletion.id);
    }
  }
  preflight::writers::append_case(
      out, {item.path, item.target, element_of(item.outcome), is_said_by_rule ? worst->rule->id : name_of(item.outcome),
            is_said_by_rule ? worst->message.text() : item.message, item.findings, deletions});
}

inline constexpr item_writer junit{
    .name = "junit",
    .begin =
        [](std::string& out, const appearance&) {
          out += preflight::writers::xml_beginning;
          out += "<testsuites name=\"media-preflight\">\n<testsuite name=\"upload\">\n";
        },
    .item = [](std::string& out, const written_item& item, const appearance&) { append_item_case(out, item); },
    .end = [](std::string& out, const item_summary&, const appearance&) { out += preflight::writers::xml_end; },
};

}  // namespace preflight::upload::writers
