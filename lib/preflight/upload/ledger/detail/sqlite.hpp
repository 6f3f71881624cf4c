#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {

/// One open SQLite file, whose errors are ledger_error with the file's name in front.
class sqlite_file {
 public:
  enum class access : std::uint8_t { read, write };
  /// To read where nothing can be written, it is opened as a file that nobody changes.
  sqlite_file(std::string name, access wanted);

  /// Statements without parameters and results.
  void run(const std::string& sql);
  /// The first value of the first row; 0 where there is none.
  [[nodiscard]] std::int64_t number(std::string_view sql);
  /// SQLite takes what is missing of the last page for zeros, and what was sent would be unknown.
  void require_whole();
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_.get()); }
  [[noreturn]] void fail() const;

 private:
  friend class sqlite_statement;
  struct closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::string name_;
  std::unique_ptr<sqlite3, closer> handle_;
};

/// One prepared statement. Texts are bound without a copy, so they must stay until the next execute().
class sqlite_statement {
 public:
  sqlite_statement(sqlite_file& file, std::string_view sql);

  /// In the order of the question marks.
  sqlite_statement& bind(std::string_view text);
  sqlite_statement& bind(std::optional<std::int64_t> number);
  /// True where there is a row to look at.
  bool step();
  /// One step, after which values are bound anew.
  void execute();

  /// Of the present row, in any order of columns.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

 private:
  void require_ok(int code) const;
  struct finalizer {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  sqlite_file* file_;
  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
  int bound_ = 0;
};

/// All or nothing: what was not committed is taken back.
class sqlite_transaction {
 public:
  explicit sqlite_transaction(sqlite_file& file) : file_{&file} { file_->run("BEGIN IMMEDIATE"); }
  sqlite_transaction(const sqlite_transaction&) = delete;
  sqlite_transaction& operator=(const sqlite_transaction&) = delete;
  ~sqlite_transaction();
  void commit();

 private:
  sqlite_file* file_;
  bool is_open_ = true;
};

}  // namespace preflight::upload
