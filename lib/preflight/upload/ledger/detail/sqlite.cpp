#include <preflight/upload/ledger/detail/sqlite.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/text/text_hash.hpp>

namespace preflight::upload {
namespace {

/// fingerprint(VALUE, ...) in SQL: a hash of the values and of where each ends. Of 40 bits, so that the sum of many is
/// a number that SQLite can hold.
void fingerprint(sqlite3_context* context, int count, sqlite3_value** arguments) {
  text_hash hash;
  for (sqlite3_value* value : std::span{arguments, static_cast<std::size_t>(count)}) {
    const auto* const bytes = static_cast<const char*>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    hash << (bytes != nullptr ? std::string_view{bytes, size} : std::string_view{}) << std::to_string(size)
         << text_hash::end;
  }
  constexpr unsigned surplus_bits = 24;
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(hash.value() >> surplus_bits));
}

}  // namespace

sqlite_file::sqlite_file(std::string name) : name_{std::move(name)} {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name_.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK) {
    throw ledger_error{"the ledger " + name_ +
                       " cannot be opened: " + (opened != nullptr ? sqlite3_errmsg(opened) : "out of memory")};
  }
  sqlite3_busy_timeout(opened, 5'000);  // others hold the file for a moment
  require(sqlite3_create_function_v2(opened, "fingerprint", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                     nullptr, fingerprint, nullptr, nullptr, nullptr) == SQLITE_OK);
}

void sqlite_file::require(bool is_good) const {
  if (is_good) {
    return;
  }
  const std::string reason = sqlite3_errmsg(handle_.get());
  switch (sqlite3_errcode(handle_.get()) & 0xFF) {
    case SQLITE_NOTADB: throw ledger_error{name_ + " is not a ledger; use another file with --ledger"};
    case SQLITE_CORRUPT: complain_of_damage(reason);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      throw ledger_error{"the ledger " + name_ + " cannot be used (" + reason +
                         "); it and its folder must exist and be writable, or use another ledger with --ledger"};
    case SQLITE_FULL:
    case SQLITE_IOERR:
      throw ledger_error{"the ledger " + name_ + " cannot be written (" + reason +
                         "); free some space, or use another ledger with --ledger"};
    default: throw ledger_error{"the ledger " + name_ + " cannot be used: " + reason};
  }
}

void sqlite_file::complain_of_damage(std::string_view reason) const {
  throw ledger_error{
      "the ledger " + name_ + " is damaged, or a copy made while it was written (" + std::string{reason} +
      "); copy it again, restore a good copy, or start a new one with --ledger (it will not know what was "
      "sent before)"};
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
