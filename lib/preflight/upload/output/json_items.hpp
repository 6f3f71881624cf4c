#pragma once

#include <cstddef>
#include <string>

#include <preflight/output/json_members.hpp>
#include <preflight/upload/output/item_writer.hpp>
#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::upload::writers {

inline void append_item(std::string& out, const written_item& item, const appearance&) {
  preflight::writers::json_members members{out};
  members.text("type", "item");
  members.text("target", item.target);
  members.text("purpose", item.purpose);
  preflight::writers::append_path(members, out, item.path);
  members.text_or_null("sha256", item.sha256);
  members.text("outcome", name_of(item.outcome));
  members.text_or_null("zoom_id", item.zoom_id);
  members.text_or_null("location", item.location);
  members.number_unless_zero("line", item.line);
  members.text_or_null("account", item.account);
  members.number_unless_zero("http_status", item.http_status);
  members.number_or_null("code", item.code);
  members.text_or_null("message", message_of(item));
  preflight::writers::append_findings(members, out, item.findings);
  members.name("deletes");
  out += '[';
  for (std::size_t i = 0; i < item.deletes.size(); ++i) {
    out += i > 0 ? "," : "";
    preflight::writers::json_members deletion{out};
    deletion.text("id", item.deletes[i].id);
    deletion.text("name", item.deletes[i].name);
    deletion.truth_or_null("deleted", item.made_room);
    deletion.close();
  }
  out += ']';
  members.close();
}

inline void append_item_summary(std::string& out, const item_summary& run) {
  preflight::writers::json_members members{out};
  members.text("type", "summary");
  members.number("items", run.items);
  for (std::size_t i = 0; i < upload_outcome_names.size(); ++i) {
    members.number(upload_outcome_names[i], run.outcomes[i]);
  }
  preflight::writers::append_rule_counts(members, out, run.findings.in_order(every_rule()));
  members.text_or_null("ledger", run.ledger);
  members.text_or_null("account", run.account);
  members.number("elapsed_seconds", run.elapsed_seconds);
  members.close();
}

inline constexpr item_writer json{
    .name = "json",
    .begin = [](std::string& out, const appearance&) { out += "{\"items\":[\n"; },
    .item = append_item,
    .end =
        [](std::string& out, const item_summary& run, const appearance&) {
          out += "\n],\"summary\":";
          append_item_summary(out, run);
          out += "}\n";
        },
};

}  // namespace preflight::upload::writers
