#include <preflight/upload/sqlite.hpp>

#include <utility>

namespace preflight::upload {
namespace {

/// Readers may hold the file for a moment.
constexpr int patience_in_milliseconds = 5'000;

}  // namespace

sqlite_file::sqlite_file(std::string name, int flags) : name_{std::move(name)} {
  if (sqlite3_open_v2(name_.c_str(), &handle_, flags | SQLITE_OPEN_FULLMUTEX, nullptr) != SQLITE_OK) {
    const std::string why = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw ledger_error{"the ledger " + name_ + " cannot be opened: " + why};
  }
  sqlite3_busy_timeout(handle_, patience_in_milliseconds);
}

sqlite_file::~sqlite_file() { sqlite3_close(handle_); }

void sqlite_file::fail() const {
  const int code = sqlite3_errcode(handle_) & 0xFF;
  const std::string why = sqlite3_errmsg(handle_);
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
    throw ledger_error{name_ + " is no ledger, or a damaged one (" + why + "); name another one with --ledger"};
  }
  if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_READONLY || code == SQLITE_CANTOPEN) {
    throw ledger_error{"the ledger " + name_ + " cannot be written (" + why +
                       "); make room there, or name another one with --ledger"};
  }
  throw ledger_error{"the ledger " + name_ + " cannot be used: " + why};
}

void sqlite_file::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail();
  }
}

std::int64_t sqlite_file::number(const std::string& sql) {
  sqlite_statement ask{*this, sql};
  return ask.step() ? ask.number(0) : 0;
}

sqlite_statement::sqlite_statement(sqlite_file& in, std::string_view sql) : in_{&in} {
  if (sqlite3_prepare_v2(in.handle_, sql.data(), static_cast<int>(sql.size()), &handle_, nullptr) != SQLITE_OK) {
    in.fail();
  }
}

sqlite_statement::~sqlite_statement() { sqlite3_finalize(handle_); }

sqlite_statement& sqlite_statement::bind(std::string_view text) {
  const char* const data = text.data() != nullptr ? text.data() : "";
  // SQLITE_STATIC: no copy is made.
  if (sqlite3_bind_text64(handle_, ++bound_, data, text.size(), nullptr, SQLITE_UTF8) != SQLITE_OK) {
    in_->fail();
  }
  return *this;
}

sqlite_statement& sqlite_statement::bind(std::int64_t number) {
  if (sqlite3_bind_int64(handle_, ++bound_, number) != SQLITE_OK) {
    in_->fail();
  }
  return *this;
}

sqlite_statement& sqlite_statement::bind_null() {
  if (sqlite3_bind_null(handle_, ++bound_) != SQLITE_OK) {
    in_->fail();
  }
  return *this;
}

bool sqlite_statement::step() {
  switch (sqlite3_step(handle_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: in_->fail();
  }
}

void sqlite_statement::reset() {
  sqlite3_reset(handle_);
  bound_ = 0;
}

std::string sqlite_statement::text(int column) const {
  const unsigned char* const data = sqlite3_column_text(handle_, column);
  const auto length = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return data != nullptr ? std::string{reinterpret_cast<const char*>(data), length} : std::string{};
}

sqlite_transaction::~sqlite_transaction() {
  if (is_open_) {
    try {
      in_->run("ROLLBACK");
    } catch (const ledger_error&) {
      // SQLite takes a transaction back by itself after the errors that leave none to take back.
      is_open_ = false;
    }
  }
}

void sqlite_transaction::commit() {
  in_->run("COMMIT");
  is_open_ = false;
}

}  // namespace preflight::upload
