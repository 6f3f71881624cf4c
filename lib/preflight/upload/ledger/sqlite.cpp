#include <preflight/upload/ledger/sqlite.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace preflight::upload {
namespace {

/// Readers may hold the file for a moment.
constexpr int patience_in_milliseconds = 5'000;

bool has_changes_beside(const std::string& name) {
  struct stat changes {};
  return ::stat((name + "-wal").c_str(), &changes) == 0 && changes.st_size > 0;
}

/// SQLite wants companions beside the file even to read it, except where it may trust that nobody changes it.
bool needs_trust(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : name.substr(0, slash + 1);
  return ::access(folder.c_str(), W_OK) != 0 && !has_changes_beside(name);
}

/// https://www.sqlite.org/uri.html, section 3.1
std::string trusting_uri(const std::string& name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out{"file:"};
  out += name.starts_with('/') ? "//" : "";
  for (const char each : name) {
    const auto byte = static_cast<unsigned char>(each);
    if (each == '?' || each == '#' || each == '%' || byte <= 0x20 || byte >= 0x7F) {
      out += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    } else {
      out += each;
    }
  }
  return out + "?immutable=1";
}

}  // namespace

void must_be_sqlite_file(const std::string& name) {
  struct stat status {};
  if (::stat(name.c_str(), &status) != 0) {
    return;
  }
  if (!S_ISREG(status.st_mode)) {
    throw ledger_error{"the ledger " + name +
                       " cannot be used: " + (S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a file") +
                       "; use another one with --ledger"};
  }
  const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0) {
    return;  // which SQLite will say
  }
  // In this order: a run that ends just now adds to the file what is beside it, takes that away, and a ledger never
  // becomes smaller. So what is there last is enough for what was read first.
  constexpr std::string_view beginning{"SQLite format 3\0", 16};
  std::string read(100, '\0');
  const ssize_t got = ::pread(file, read.data(), read.size(), 0);
  const bool is_whole_beside = has_changes_beside(name);
  const bool is_size_known = ::fstat(file, &status) == 0;
  ::close(file);
  if (got > 0 && !read.starts_with(beginning)) {
    throw ledger_error{name + " is not a ledger; use another one with --ledger"};
  }
  // SQLite takes pages that are missing for empty ones, and what was sent would be unknown. A checkpoint that was cut
  // off leaves such a file, too, with all pages beside it.
  const auto number = [&](std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < length; ++k) {
      value = value << 8U | static_cast<unsigned char>(read[at + k]);
    }
    return value;
  };
  const std::uint64_t page = number(16, 2) == 1 ? 65'536 : number(16, 2);
  if (!is_whole_beside && is_size_known && number(24, 4) == number(92, 4) &&
      static_cast<std::uint64_t>(status.st_size) < page * number(28, 4)) {
    throw ledger_error{"the ledger " + name +
                       " is damaged: its end is missing; restore a good copy, or start a new one with --ledger (it "
                       "will not know what was sent before)"};
  }
}

sqlite_file::sqlite_file(std::string name, int flags) : name_{std::move(name)} {
  const bool trusts = (flags & SQLITE_OPEN_READONLY) != 0 && needs_trust(name_);
  const std::string place = trusts ? trusting_uri(name_) : name_;
  const int more = SQLITE_OPEN_FULLMUTEX | (trusts ? SQLITE_OPEN_URI : 0);
  if (sqlite3_open_v2(place.c_str(), &handle_, flags | more, nullptr) != SQLITE_OK) {
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
    throw ledger_error{
        "the ledger " + name_ + " is damaged (" + why +
        "); restore a good copy, or start a new one with --ledger (it will not know what was sent before)"};
  }
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN) {
    throw ledger_error{"the ledger " + name_ + " cannot be used (" + why +
                       "); it and its folder must exist and be writable, or use another one with --ledger"};
  }
  if (code == SQLITE_FULL || code == SQLITE_IOERR) {
    throw ledger_error{"the ledger " + name_ + " cannot be written (" + why +
                       "); free some space, or use another one with --ledger"};
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
