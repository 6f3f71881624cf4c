#pragma once

#include <chrono>
#include <string>

#include <preflight/output/json_members.hpp>
#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload::writers {

/// A line of `ledger export`.
inline void append_entry(std::string& out, const ledger_entry& entry) {
  preflight::writers::json_members members{out};
  members.text("type", "ledger-entry");
  members.text_or_null("api", entry.owner.api);
  members.text_or_null("account", entry.owner.account);
  members.text("target", entry.target);
  members.text("purpose", name_of(entry.what));
  members.text("sha256", entry.sha256);
  members.text("state", name_of(entry.state));
  preflight::writers::append_path(members, out, entry.path);
  members.text("name", entry.file_name);
  members.number("bytes", entry.bytes);
  members.text_or_null("zoom_id", entry.zoom_id);
  members.number_unless_zero("http_status", entry.http_status);
  members.number_or_null("code", entry.code);
  members.text_or_null("message", entry.message);
  members.text_or_null("tracking_id", entry.tracking_id);
  members.number("requests", entry.requests);
  members.text("changed", iso_time(utc_time{std::chrono::microseconds{entry.changed}}));
  members.close();
  out += '\n';
}

}  // namespace preflight::upload::writers
