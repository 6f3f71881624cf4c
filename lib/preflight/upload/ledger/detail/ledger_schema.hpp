#pragma once

#include <string>

namespace preflight::upload {

/// Of a ledger's file; PRAGMA user_version tells it. Those before it were of no release.
inline constexpr int schema = 5;

/// Statements that make an empty ledger.
[[nodiscard]] std::string schema_text();

/// A query for 1 where all rows together are what the file says that they amount to.
[[nodiscard]] std::string is_whole();

}  // namespace preflight::upload
