#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {

/// One open SQLite file, whose errors are ledger_error with the file's name in front. One that may not be written is
/// opened to read.
class sqlite_file {
 public:
  explicit sqlite_file(std::string name);

  /// Statements without parameters and results.
  void run(const std::string& sql);
  /// All or nothing: what `work` has written is taken back where it throws.
  void transact(const std::function<void()>& work);
  /// The first value of the first row; 0 where there is none.
  [[nodiscard]] std::int64_t number(std::string_view sql);
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_.get()); }
  [[noreturn]] void complain_of_damage(std::string_view reason) const;

 private:
  friend class sqlite_statement;
  void require(bool is_good) const;
  struct closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::string name_;
  std::unique_ptr<sqlite3, closer> handle_;
};

/// One prepared statement. Strings are bound without a copy, so they must stay until the next step.
class sqlite_statement {
 public:
  sqlite_statement(sqlite_file& file, std::string_view sql);

  /// Strings and numbers for the question marks, in their order; also optional ones.
  template <class... Values>
  sqlite_statement& bind(const Values&... values) {
    sqlite3_reset(handle_.get());
    int place = 0;
    (bind_value(++place, values), ...);
    return *this;
  }
  /// True where there is a row to look at.
  bool step();

  /// Of the present row, in any order of columns.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

 private:
  void bind_value(int place, std::optional<std::string_view> text);
  void bind_value(int place, std::optional<std::int64_t> number);
  struct finalizer {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  sqlite_file* file_;
  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

}  // namespace preflight::upload
