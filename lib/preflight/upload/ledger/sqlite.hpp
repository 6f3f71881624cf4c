#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {

/// Throws ledger_error where there is something by that name which is no SQLite file. Changes nothing.
void must_be_sqlite_file(const std::string& name);

/// One open SQLite file, whose errors are ledger_error with the file's name in front.
class sqlite_file {
 public:
  /// `flags` as of sqlite3_open_v2(). To read where nothing can be written, it is opened as a file that nobody changes.
  sqlite_file(std::string name, int flags);
  sqlite_file(const sqlite_file&) = delete;
  sqlite_file(sqlite_file&&) = delete;
  sqlite_file& operator=(const sqlite_file&) = delete;
  sqlite_file& operator=(sqlite_file&&) = delete;
  ~sqlite_file();

  /// Statements without parameters and answers.
  void run(const std::string& sql);
  /// The first value of the first row; 0 where there is none.
  [[nodiscard]] std::int64_t number(const std::string& sql);
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_); }
  [[noreturn]] void fail() const;

 private:
  friend class sqlite_statement;
  std::string name_;
  sqlite3* handle_ = nullptr;
};

/// One prepared statement. Texts are bound without a copy, so they must stay until the next reset().
class sqlite_statement {
 public:
  sqlite_statement(sqlite_file& in, std::string_view sql);
  sqlite_statement(const sqlite_statement&) = delete;
  sqlite_statement(sqlite_statement&&) = delete;
  sqlite_statement& operator=(const sqlite_statement&) = delete;
  sqlite_statement& operator=(sqlite_statement&&) = delete;
  ~sqlite_statement();

  /// In the order of the question marks.
  sqlite_statement& bind(std::string_view text);
  sqlite_statement& bind(std::int64_t number);
  sqlite_statement& bind_null();
  /// True where there is a row to look at.
  bool step();
  void reset();

  /// Of the present row, in any order of columns.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

 private:
  sqlite_file* in_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
};

/// All or nothing: what was not committed is taken back.
class sqlite_transaction {
 public:
  explicit sqlite_transaction(sqlite_file& in) : in_{&in} { in_->run("BEGIN IMMEDIATE"); }
  sqlite_transaction(const sqlite_transaction&) = delete;
  sqlite_transaction(sqlite_transaction&&) = delete;
  sqlite_transaction& operator=(const sqlite_transaction&) = delete;
  sqlite_transaction& operator=(sqlite_transaction&&) = delete;
  ~sqlite_transaction();
  void commit();

 private:
  sqlite_file* in_;
  bool is_open_ = true;
};

}  // namespace preflight::upload
