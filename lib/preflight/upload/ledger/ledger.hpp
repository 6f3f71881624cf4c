#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
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

/// One file for one target, with its state. Contains no file bytes and no secrets.
struct ledger_entry {
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

/// The record of what was sent: an SQLite file (WAL, synchronous FULL) with one row per target, purpose and content.
/// Writes are on disk when a function returns. One process writes at a time, any number read. Thread-safe. All
/// functions throw ledger_error.
class ledger {
 public:
  /// Opens to write, and makes the file and its folder where they do not exist. Refuses one of another form, and one of
  /// several names that are no symbolic links: SQLite's journal goes by the name.
  [[nodiscard]] static ledger open(const std::string& name);
  /// Opens for reading and changes nothing; nullopt if the file does not exist.
  [[nodiscard]] static std::optional<ledger> open_to_read(const std::string& name);
  ledger(ledger&&) noexcept;
  ledger& operator=(ledger&&) noexcept;
  ~ledger();

  [[nodiscard]] std::optional<ledger_entry> find(std::string_view target, purpose purpose,
                                                 std::string_view sha256) const;
  /// All entries of a target, latest change last.
  [[nodiscard]] std::vector<ledger_entry> of_target(std::string_view target, purpose purpose) const;
  /// Selects entries; unset members match everything.
  struct selection {
    std::optional<std::string> target{};
    std::optional<std::string> sha256{};
    std::optional<ledger_state> state{};
    std::optional<purpose> what{};
  };
  /// By target, purpose and time of change.
  void for_each(const selection& selected, const std::function<void(const ledger_entry&)>& show) const;

  /// Replaces the entry. Called before a request with ledger_state::in_flight, and after it with the outcome.
  void put(const ledger_entry& entry);
  /// Several at once; all or none.
  void put(std::span<const ledger_entry> entries);
  /// Marks these files of a target as removed.
  void mark_removed(std::string_view target, std::span<const std::string> zoom_ids);

  /// Returns the number of entries dropped.
  std::uint64_t forget(const selection& selected);

  /// Where symbolic links of this name lead in the end, whether or not there is something. What is kept beside a ledger
  /// is named after it.
  [[nodiscard]] static std::string file_behind(const std::string& name);

 private:
  class database;
  explicit ledger(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

}  // namespace preflight::upload
