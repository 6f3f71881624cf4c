#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/output/summary/rule_counts.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/upload/upload_outcome.hpp>

namespace preflight::upload {

/// An older file of a target that makes room for a new one.
struct written_deletion {
  std::string_view id;
  std::string_view name;
};

/// One file for one target, as a writer is given it. Nothing in it outlives the call.
struct written_item {
  std::string_view target;   ///< with its prefix
  std::string_view purpose;  ///< "background", "picture"
  std::string_view path;     ///< as bytes; may be anything
  std::string_view sha256;   ///< empty where the file was not read whole
  preflight::upload_outcome outcome = upload_outcome::planned;
  std::string_view zoom_id;   ///< empty where the service gave none
  std::string_view location;  ///< where the service says that it stored it; may be empty
  std::uint64_t line = 0;     ///< of the table; 0: not from one
  std::string_view account;   ///< empty where the credentials do not name it
  int http_status = 0;        ///< 0 if no response of the service decided
  std::optional<long long> code{};
  std::string_view message;
  std::span<const finding> findings;
  std::span<const written_deletion> deletes{};
  std::optional<bool> made_room = false;  ///< whether they were deleted; unset: unknown
  bool replaces_older = false;            ///< that is why they are deleted, and not to make room
  std::uint64_t remedies_said = 0;        ///< bit i: the remedy of findings[i] was written with an earlier item
};

/// What is said of an item: where rules refused it, what the first of them says.
[[nodiscard]] inline std::string_view message_of(const written_item& item) {
  const auto worst = std::ranges::find(item.findings, severity::error, &finding::severity);
  const bool is_said_by_rule =
      item.message.empty() && item.outcome == upload_outcome::refused && worst != item.findings.end();
  return is_said_by_rule ? worst->message.text() : item.message;
}

/// What is known at the end of a run that sends, or says what it would send.
struct item_summary {
  std::uint64_t items = 0;
  std::array<std::uint64_t, upload_outcome_names.size()> outcomes{};
  rule_counts findings;
  double elapsed_seconds = 0;
  std::string ledger{};         ///< empty: none was used
  std::string account{};        ///< empty: the credentials do not name it
  std::string command{};        ///< that goes on with what is queued
  std::string queued_reason{};  ///< of the first item that is queued
  std::uint64_t unlisted = 0;   ///< items with problems that a long text left out

  [[nodiscard]] constexpr std::uint64_t count(preflight::upload_outcome outcome) const {
    return outcomes[static_cast<std::size_t>(outcome)];
  }
  void add(preflight::upload_outcome outcome, std::span<const finding> item_findings) {
    ++items;
    ++outcomes[static_cast<std::size_t>(outcome)];
    for (const finding& finding : item_findings) {
      findings.add(finding);
    }
  }
};

/// One form of output of a run that sends; what is said of a writer of files holds for it, too. Both have the same
/// name.
struct item_writer {
  std::string_view name;
  void (*begin)(std::string& out, const appearance&);
  void (*item)(std::string& out, const written_item&, const appearance&);
  void (*end)(std::string& out, const item_summary&, const appearance&);
};

}  // namespace preflight::upload
