#pragma once

#include <memory>

#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {

/// A ledger in an SQLite file, complete by itself whenever no write is going on; a copy made meanwhile is recognised.
/// Writes are on disk when a function returns. One process writes at a time, any number read.
class sqlite_ledger final : public ledger {
 public:
  /// Opens to write, and makes the file and its folder where they do not exist. Refuses one of another form, and one of
  /// several names that are not symbolic links: SQLite's journal goes by the name.
  [[nodiscard]] static sqlite_ledger open(const std::string& name, ledger_owner owner = {});
  /// Opens for reading and changes nothing; nullopt if the file does not exist.
  [[nodiscard]] static std::optional<sqlite_ledger> open_to_read(const std::string& name, ledger_owner owner = {});
  sqlite_ledger(sqlite_ledger&&) noexcept;
  sqlite_ledger& operator=(sqlite_ledger&&) noexcept;
  ~sqlite_ledger() override;

  [[nodiscard]] const ledger_owner& owner() const;
  /// Nothing was ever put into it.
  [[nodiscard]] bool is_new() const;
  /// Not only its owner and its group may read the file.
  [[nodiscard]] bool is_open_to_others() const;

  [[nodiscard]] std::optional<ledger_entry> find(std::string_view target, purpose purpose,
                                                 std::string_view sha256) const override;
  [[nodiscard]] std::vector<ledger_entry> of_target(std::string_view target, purpose purpose) const override;
  using ledger::put;
  void put(std::span<const ledger_entry> entries) override;
  void mark_removed(std::string_view target, std::span<const std::string> zoom_ids) override;

  /// Selects entries, whoever owns them; unset members match everything.
  struct selection {
    std::optional<std::string> target{};
    std::optional<std::string> sha256{};
    std::optional<ledger_state> state{};
    std::optional<purpose> what{};
    std::optional<std::string> account{};
    std::optional<std::string> api{};
  };
  /// By owner, target, purpose and order of change.
  [[nodiscard]] std::vector<ledger_entry> select(const selection& selected) const;
  /// Returns the number of entries dropped.
  std::uint64_t forget(const selection& selected);

 private:
  class database;
  explicit sqlite_ledger(std::unique_ptr<database> opened);
  std::unique_ptr<database> database_;
};

}  // namespace preflight::upload
