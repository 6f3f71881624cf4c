#pragma once

#include <string>

namespace preflight::upload {

/// Of a ledger's file; PRAGMA user_version tells it. Those before it were of no release.
inline constexpr int schema = 5;

/// `whole` says what all rows together must amount to, by their fingerprints: a copy made while the file is written has
/// some pages from before and some from after, and a long row lies on several. `sequence` counts the writes.
inline constexpr const char* ledger_tables =
    "CREATE TABLE item (api TEXT NOT NULL, account TEXT NOT NULL, target TEXT NOT NULL, purpose TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, state TEXT NOT NULL, path TEXT NOT NULL, file_name TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " zoom_id TEXT NOT NULL, http_status INTEGER NOT NULL, code INTEGER, message TEXT NOT NULL, before TEXT NOT NULL,"
    " changed INTEGER NOT NULL, tracking_id TEXT NOT NULL, requests INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " PRIMARY KEY (api, account, target, purpose, sha256)) WITHOUT ROWID;"
    "CREATE TABLE whole (writer INTEGER NOT NULL, rows INTEGER NOT NULL, total INTEGER NOT NULL,"
    " sequence INTEGER NOT NULL);"
    "INSERT INTO whole VALUES (0, 0, 0, 0);";

/// Of a row, called NEW or OLD in a trigger.
[[nodiscard]] inline std::string fingerprint_of(const std::string& row) {
  std::string call = "fingerprint(";
  for (const char* column :
       {"api", "account", "target", "purpose", "sha256", "state", "path", "file_name", "bytes", "zoom_id",
        "http_status", "code", "message", "before", "changed", "tracking_id", "requests"}) {
    call.append(row).append(".").append(column).append(", ");
  }
  return call + row + ".sequence)";
}

/// Statements that make an empty ledger.
[[nodiscard]] inline std::string schema_text() {
  const std::string added = fingerprint_of("NEW");
  const std::string dropped = fingerprint_of("OLD");
  return ledger_tables +
         ("CREATE TRIGGER added AFTER INSERT ON item BEGIN UPDATE whole SET rows = rows + 1, total = total + " + added +
          "; END;" + "CREATE TRIGGER changed AFTER UPDATE ON item BEGIN UPDATE whole SET total = total + " + added +
          " - " + dropped + "; END;" +
          "CREATE TRIGGER dropped AFTER DELETE ON item BEGIN UPDATE whole SET rows = rows - 1, total = total - " +
          dropped + "; END");
}

/// A query for 1 where all rows together are what the file says that they amount to.
[[nodiscard]] inline std::string is_whole() {
  return "SELECT count(*) FROM whole WHERE rows = (SELECT count(*) FROM item)"
         " AND (total, 1) = (SELECT coalesce(sum(" +
         fingerprint_of("item") + "), 0), whole.sequence >= coalesce(max(sequence), 0) FROM item)";
}

}  // namespace preflight::upload
