#include <preflight/upload/ledger/detail/sqlite.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {
namespace {

/// Readers may hold the file for a moment.
constexpr int busy_timeout_in_milliseconds = 5'000;

/// Whether there is something beside the file that is not in it yet.
bool has_changes_beside(const std::string& name) {
  struct stat changes {};
  return ::stat((name + "-wal").c_str(), &changes) == 0 && changes.st_size > 0;
}

/// SQLite wants companions beside the file even to read it, except where it may trust that nobody changes it.
bool needs_trust(const std::string& name) {
  const std::string folder = std::filesystem::path{name}.parent_path().string();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 && !has_changes_beside(name);
}

}  // namespace

sqlite_file::sqlite_file(std::string name, access wanted) : name_{std::move(name)} {
  const bool trusts = wanted == access::read && needs_trust(name_);
  // https://www.sqlite.org/uri.html, section 3.1
  const std::string place = trusts ? "file:" + percent_encoded(name_) + "?immutable=1" : name_;
  // Also to read, where it may be written: who may only read fails now and then while a run closes the file, and leaves
  // empty companions there.
  const int flags = trusts ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(place.c_str(), &opened, flags | SQLITE_OPEN_FULLMUTEX, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK) {
    throw ledger_error{"the ledger " + name_ +
                       " cannot be opened: " + (opened != nullptr ? sqlite3_errmsg(opened) : "out of memory")};
  }
  sqlite3_busy_timeout(opened, busy_timeout_in_milliseconds);
  if (wanted == access::read) {
    run("PRAGMA query_only = 1");
    // What a run that was killed has left stays as it is for the next run.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_changes_beside(name_) ? 1 : 0, nullptr);
  }
}

void sqlite_file::require(bool is_good) const {
  if (is_good) {
    return;
  }
  const std::string reason = sqlite3_errmsg(handle_.get());
  switch (sqlite3_errcode(handle_.get()) & 0xFF) {
    case SQLITE_NOTADB: throw ledger_error{name_ + " is not a ledger; use another one with --ledger"};
    case SQLITE_CORRUPT:
      throw ledger_error{("the ledger " + name_ + " is damaged (" + reason + ")").append(advice_if_damaged)};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      throw ledger_error{"the ledger " + name_ + " cannot be used (" + reason +
                         "); it and its folder must exist and be writable, or use another one with --ledger"};
    case SQLITE_FULL:
    case SQLITE_IOERR:
      throw ledger_error{"the ledger " + name_ + " cannot be written (" + reason +
                         "); free some space, or use another one with --ledger"};
    default: throw ledger_error{"the ledger " + name_ + " cannot be used: " + reason};
  }
}

void sqlite_file::run(const std::string& sql) {
  require(sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

void sqlite_file::transact(const std::function<void()>& work) {
  run("BEGIN IMMEDIATE");
  try {
    work();
    run("COMMIT");
  } catch (...) {
    // Its own failure says nothing: after some errors SQLite has taken everything back by itself.
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

std::int64_t sqlite_file::number(std::string_view sql) {
  sqlite_statement query{*this, sql};
  return query.step() ? query.number(0) : 0;
}

void sqlite_file::require_whole() {
  // In this order: a run that ends just now adds to the file what is beside it, takes that away, and a ledger never
  // becomes smaller. So what is there last is enough for what was counted first.
  const std::int64_t bytes = number("PRAGMA page_count") * number("PRAGMA page_size");
  const bool is_whole_beside = has_changes_beside(name_);
  struct stat status {};
  if (!is_whole_beside && ::stat(name_.c_str(), &status) == 0 && status.st_size < bytes) {
    throw ledger_error{("the ledger " + name_ + " is damaged: its end is missing").append(advice_if_damaged)};
  }
}

sqlite_statement::sqlite_statement(sqlite_file& file, std::string_view sql) : file_{&file} {
  sqlite3_stmt* prepared = nullptr;
  file.require(sqlite3_prepare_v2(file.handle_.get(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr) ==
               SQLITE_OK);
  handle_.reset(prepared);
}

void sqlite_statement::bind_value(int place, std::optional<std::string_view> text) {
  // No destructor: no copy is made. An empty text is not NULL.
  const char* const data = !text ? nullptr : text->data() != nullptr ? text->data() : "";
  file_->require(sqlite3_bind_text64(handle_.get(), place, data, text ? text->size() : 0, nullptr, SQLITE_UTF8) ==
                 SQLITE_OK);
}

void sqlite_statement::bind_value(int place, std::optional<std::int64_t> number) {
  file_->require((number ? sqlite3_bind_int64(handle_.get(), place, *number)
                         : sqlite3_bind_null(handle_.get(), place)) == SQLITE_OK);
}

bool sqlite_statement::step() {
  const int code = sqlite3_step(handle_.get());
  file_->require(code == SQLITE_ROW || code == SQLITE_DONE);
  return code == SQLITE_ROW;
}

std::string sqlite_statement::text(int column) const {
  const unsigned char* const data = sqlite3_column_text(handle_.get(), column);
  const auto length = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
  return data != nullptr ? std::string{reinterpret_cast<const char*>(data), length} : std::string{};
}

}  // namespace preflight::upload
