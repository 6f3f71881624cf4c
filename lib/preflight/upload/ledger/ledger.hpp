#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/purpose.hpp>

namespace preflight::upload {

/// Thrown if the ledger cannot be opened, read or written. The text names the file and what to do.
class ledger_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ledger_state : std::uint8_t {
  in_flight,  ///< a request was started; its outcome is unknown
  sent,
  refused,
  failed,
  queued,
  unknown,
  removed  ///< was sent, then deleted by us to make room
};
inline constexpr std::array<std::string_view, 7> ledger_state_names{"in-flight", "sent",    "refused", "failed",
                                                                    "queued",    "unknown", "removed"};
[[nodiscard]] constexpr std::string_view name_of(ledger_state s) {
  return ledger_state_names[static_cast<std::size_t>(s)];
}

/// Whose entries are read and written. What was sent elsewhere, or for another account, is as good as never sent.
struct ledger_owner {
  std::string api{};      ///< base URL of the service
  std::string account{};  ///< as the credentials name it; empty where they do not

  bool operator==(const ledger_owner&) const = default;
};

/// One file for one target, with its state. Contains no file bytes and no secrets.
struct ledger_entry {
  ledger_owner owner;  ///< set by the ledger where it is empty
  std::string target;  ///< in the form of text_of()
  purpose what = purpose::background;
  std::string sha256;  ///< of the bytes, in lower-case hexadecimal
  ledger_state state = ledger_state::in_flight;
  std::string path;       ///< where the bytes were last read from
  std::string file_name;  ///< name under which the file is sent
  std::uint64_t bytes = 0;
  std::string zoom_id;              ///< empty if the service gave none
  int http_status = 0;              ///< 0 if there was no response
  std::optional<long long> code;    ///< the service's own
  std::string message;              ///< for people
  std::string tracking_id;          ///< for the service's support staff
  std::vector<std::string> before;  ///< ids of the files that the target had before the request
  std::uint32_t requests = 0;       ///< number of requests started
  std::int64_t changed = 0;         ///< microseconds since 1970 (UTC); set by the ledger
};

/// The record of what was sent, with one entry per owner, target, purpose and content. sqlite_ledger is the given one;
/// a program may keep it elsewhere, such as in its own database. What is put must last when the call returns, or a
/// request may be repeated after a crash. Called by several threads at once; all functions may throw ledger_error.
class ledger {
 public:
  virtual ~ledger() = default;

  [[nodiscard]] virtual std::optional<ledger_entry> find(std::string_view target, purpose purpose,
                                                         std::string_view sha256) const = 0;
  /// All entries of a target, latest change last.
  [[nodiscard]] virtual std::vector<ledger_entry> of_target(std::string_view target, purpose purpose) const = 0;
  /// Replaces entries and sets ledger_entry::changed, all or none. Called before a request with
  /// ledger_state::in_flight, and after it with the outcome.
  virtual void put(std::span<const ledger_entry> entries) = 0;
  void put(const ledger_entry& entry) { put(std::span{&entry, 1}); }
  /// Marks these files of a target as removed.
  virtual void mark_removed(std::string_view target, std::span<const std::string> zoom_ids) = 0;

 protected:
  ledger() = default;
  ledger(const ledger&) = default;
  ledger& operator=(const ledger&) = default;
};

}  // namespace preflight::upload
