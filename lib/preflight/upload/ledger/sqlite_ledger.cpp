#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include <preflight/text/errno_message.hpp>
#include <preflight/upload/ledger/detail/ledger_schema.hpp>
#include <preflight/upload/ledger/detail/sqlite.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>

namespace preflight::upload {
namespace {

/// "MPLG": tells a ledger from any other SQLite file.
constexpr std::int64_t application_id = 0x4D504C47;

constexpr const char* next_sequence = "UPDATE whole SET sequence = sequence + 1";
constexpr std::string_view columns =
    "api, account, target, purpose, sha256, state, path, file_name, bytes, zoom_id, http_status, code, message, before,"
    " changed, tracking_id, requests";

std::string select_items(std::string_view clauses) {
  return std::string{"SELECT "}.append(columns).append(" FROM item ").append(clauses);
}

std::int64_t now_in_microseconds() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

/// Ids have no line feeds, and the service's are a few dozen letters.
std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    out.append(id) += '\n';
  }
  return out;
}

std::vector<std::string> separated(std::string_view text) {
  std::vector<std::string> ids;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    ids.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return ids;
}

/// The enumerator of that name.
template <class Enum, std::size_t N>
Enum named(const std::array<std::string_view, N>& names, const std::string& name) {
  const auto place = std::find(names.begin(), names.end(), name);
  if (place == names.end()) {
    throw ledger_error{"the ledger is damaged: it contains the unknown word '" + name + "'"};
  }
  return static_cast<Enum>(place - names.begin());
}

ledger_entry entry_in(const sqlite_statement& row) {
  ledger_entry out;
  int column = 0;
  out.owner = {row.text(column), row.text(column + 1)};
  out.target = row.text(column += 2);
  out.what = named<purpose>(purpose_names, row.text(++column));
  out.sha256 = row.text(++column);
  out.state = named<ledger_state>(ledger_state_names, row.text(++column));
  out.path = row.text(++column);
  out.file_name = row.text(++column);
  out.bytes = static_cast<std::uint64_t>(row.number(++column));
  out.zoom_id = row.text(++column);
  out.http_status = static_cast<int>(row.number(++column));
  out.code = row.is_null(++column) ? std::nullopt : std::optional<long long>{row.number(column)};
  out.message = row.text(++column);
  out.before = separated(row.text(++column));
  out.changed = row.number(++column);
  out.tracking_id = row.text(++column);
  out.requests = static_cast<std::uint32_t>(row.number(++column));
  return out;
}

std::vector<ledger_entry> entries_in(sqlite_statement& query) {
  std::vector<ledger_entry> entries;
  while (query.step()) {
    entries.push_back(entry_in(query));
  }
  return entries;
}

constexpr std::string_view where_selected =
    "WHERE target = coalesce(?, target) AND sha256 = coalesce(?, sha256) AND purpose = coalesce(?, purpose)"
    " AND state = coalesce(?, state) AND account = coalesce(?, account) AND api = coalesce(?, api)";

void bind_selection(sqlite_statement& statement, const sqlite_ledger::selection& selected) {
  statement.bind(
      selected.target, selected.sha256, selected.what ? std::optional{name_of(*selected.what)} : std::nullopt,
      selected.state ? std::optional{name_of(*selected.state)} : std::nullopt, selected.account, selected.api);
}

/// A file that only its owner reads, made where there is none: names of people are in it.
int open_private_file(const std::string& file, const std::string& complaint) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  const int error = errno;
  return descriptor >= 0 ? descriptor : throw ledger_error{complaint + ": " + std::string{errno_message(error)}};
}

}  // namespace

/// The ledger's file, opened and made where there is none. Held by sqlite_ledger::database, so it cannot be local to
/// this file.
class ledger_file {
 public:
  explicit ledger_file(const std::string& name)
      : name_{name}, number_{open_private_file(name, "the ledger " + name + " cannot be opened")} {}
  ledger_file(const ledger_file&) = delete;
  ledger_file& operator=(const ledger_file&) = delete;
  ~ledger_file() { ::close(number_); }

  /// False if another process has it. The lock is on the file itself, because a lock file could be deleted, or not be
  /// ours to open, and on a byte that SQLite does not lock; it goes with the process, however it ends.
  [[nodiscard]] bool lock() const {
    struct flock all {};
    all.l_type = F_WRLCK;
    all.l_whence = SEEK_SET;
    all.l_start = off_t{1} << 40;
    all.l_len = 1;
    if (::fcntl(number_, F_OFD_SETLK, &all) == 0) {
      return true;
    }
    const int error = errno;
    return error == EAGAIN || error == EACCES
               ? false
               : throw ledger_error{"the ledger " + name_ + " cannot be locked: " + std::string{errno_message(error)}};
  }
  [[nodiscard]] bool is_open_to_others() const {
    struct stat status {};
    return ::fstat(number_, &status) == 0 && (status.st_mode & S_IRWXO) != 0;
  }
  /// What is written to a file that has lost its name is lost with it.
  void require_in_place() const {
    struct stat opened {};
    struct stat named {};
    if (::fstat(number_, &opened) != 0 || ::stat(name_.c_str(), &named) != 0 || opened.st_ino != named.st_ino) {
      throw ledger_error{"the ledger " + name_ + " was replaced or deleted while it was in use"};
    }
  }

 private:
  std::string name_;
  int number_;
};

namespace {

void make_folder(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
  std::error_code failed;
  if (!folder.empty() && std::filesystem::create_directories(folder, failed) && !failed) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  }
}

/// A regular file under one name, or none. SQLite's journal goes by the name.
void require_plain_file(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return;
  }
  if (!S_ISREG(status.st_mode)) {
    throw ledger_error{"the ledger " + file +
                       " cannot be used: " + (S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a file") +
                       "; use another file with --ledger"};
  }
  if (status.st_nlink > 1) {
    throw ledger_error{
        "the ledger " + file + " has " + std::to_string(status.st_nlink) +
        " names (hard links), which would lead to different data; remove the others, or use a copy with --ledger"};
  }
}

/// False where there is nothing in it yet.
bool require_ledger(sqlite_file& database, const std::string& file) {
  // Asked first: whoever fills a new one does all of it in one transaction, perhaps between these two questions.
  const bool is_empty = database.number("SELECT count(*) FROM sqlite_master") == 0;
  if (database.number("PRAGMA application_id") != application_id) {
    if (is_empty && database.number("PRAGMA user_version") == 0) {
      return false;
    }
    throw ledger_error{file + " is an SQLite file but not a ledger; use another file with --ledger"};
  }
  if (const std::int64_t form = database.number("PRAGMA user_version"); form != schema) {
    const std::string forms = " (format " + std::to_string(form) + "; this one reads " + std::to_string(schema) + ")";
    throw ledger_error{form > schema
                           ? "the ledger " + file + " was written by a newer media-preflight" + forms + "; use that one"
                           : "the ledger " + file + " was written before the first release of media-preflight" + forms +
                                 "; start a new one with --ledger (it will not know what was sent before)"};
  }
  std::error_code unknown;
  if (std::filesystem::file_size(file, unknown) % static_cast<std::uintmax_t>(database.number("PRAGMA page_size")) !=
          0 ||
      database.number("SELECT quick_check = 'ok' FROM pragma_quick_check(1)") != 1 ||
      database.number(is_whole()) != 1) {
    database.complain_of_damage("its parts do not belong together");
  }
  return true;
}

}  // namespace

namespace {

/// Where one of two tokens says whose it is and the other does not, it is unknown whether they are for one account.
void require_comparable(sqlite_file& database, const std::string& name, const ledger_owner& owner) {
  sqlite_statement query{database, "SELECT account FROM item WHERE api = ? AND (account = '') <> (? = '') LIMIT 1"};
  if (!owner.api.empty() && query.bind(owner.api, owner.account).step()) {
    throw ledger_error{"the ledger " + name + " has entries of " +
                       (owner.account.empty() ? "account " + query.text(0) + ", but the token does not name an account"
                                              : "a token that did not name an account") +
                       "; set ZOOM_ACCOUNT_ID beside ZOOM_ACCESS_TOKEN, or use another ledger with --ledger"};
  }
}

}  // namespace

class sqlite_ledger::database {
 public:
  database(const std::string& name, ledger_owner account) : file{name}, owner{std::move(account)} {}

  std::unique_ptr<ledger_file> opened;  ///< unset: only to be read
  sqlite_file file;
  ledger_owner owner;
  std::mutex guard;
};

sqlite_ledger::sqlite_ledger(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
sqlite_ledger::sqlite_ledger(sqlite_ledger&&) noexcept = default;
sqlite_ledger& sqlite_ledger::operator=(sqlite_ledger&&) noexcept = default;
sqlite_ledger::~sqlite_ledger() = default;

sqlite_ledger sqlite_ledger::open(const std::string& name, ledger_owner owner) {
  require_plain_file(name);
  make_folder(name);
  auto opened = std::make_unique<ledger_file>(name);
  auto made = std::make_unique<database>(name, std::move(owner));
  sqlite_file& file = made->file;
  if (!opened->lock()) {
    const std::int64_t process = require_ledger(file, name) ? file.number("SELECT writer FROM whole") : 0;
    throw ledger_error{"the ledger " + name + " is in use by another run" +
                       (process == 0 ? "" : ", process " + std::to_string(process)) +
                       "; wait until it ends, or use another ledger with --ledger"};
  }
  made->opened = std::move(opened);
  const bool is_empty = !require_ledger(file, name);
  if (!is_empty) {
    require_comparable(file, name, made->owner);
  }
  // Beside the file there is only a journal, and only while something is written.
  file.run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA recursive_triggers = ON");
  file.transact([&] {
    if (is_empty) {
      file.run(schema_text());
      file.run("PRAGMA application_id = " + std::to_string(application_id));
      file.run("PRAGMA user_version = " + std::to_string(schema));
    }
    file.run("UPDATE whole SET writer = " + std::to_string(::getpid()));
  });
  return sqlite_ledger{std::move(made)};
}

std::optional<sqlite_ledger> sqlite_ledger::open_to_read(const std::string& name, ledger_owner owner) {
  struct stat status {};
  if (::stat(name.c_str(), &status) != 0 && errno == ENOENT) {
    return std::nullopt;
  }
  require_plain_file(name);
  auto opened = std::make_unique<database>(name, std::move(owner));
  opened->file.run("PRAGMA query_only = 1");
  if (!require_ledger(opened->file, name)) {
    return std::nullopt;
  }
  require_comparable(opened->file, name, opened->owner);
  return sqlite_ledger{std::move(opened)};
}

const ledger_owner& sqlite_ledger::owner() const { return database_->owner; }
bool sqlite_ledger::is_new() const {
  const std::lock_guard lock{database_->guard};
  return database_->file.number("SELECT sequence FROM whole") == 0;
}
bool sqlite_ledger::is_open_to_others() const { return database_->opened && database_->opened->is_open_to_others(); }

std::optional<ledger_entry> sqlite_ledger::find(std::string_view target, purpose purpose,
                                                std::string_view sha256) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{database_->file,
                         select_items("WHERE api = ? AND account = ? AND target = ? AND purpose = ? AND sha256 = ?")};
  query.bind(owner().api, owner().account, target, name_of(purpose), sha256);
  return query.step() ? std::optional{entry_in(query)} : std::nullopt;
}

std::vector<ledger_entry> sqlite_ledger::of_target(std::string_view target, purpose purpose) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{
      database_->file, select_items("WHERE api = ? AND account = ? AND target = ? AND purpose = ? ORDER BY sequence")};
  return entries_in(query.bind(owner().api, owner().account, target, name_of(purpose)));
}

std::vector<ledger_entry> sqlite_ledger::select(const selection& selected) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{
      database_->file, select_items(std::string{where_selected} + " ORDER BY api, account, target, purpose, sequence")};
  bind_selection(query, selected);
  return entries_in(query);
}

void sqlite_ledger::put(std::span<const ledger_entry> entries) {
  const std::lock_guard lock{database_->guard};
  database_->opened->require_in_place();
  database_->file.transact([&] {
    sqlite_statement write{database_->file,
                           std::string{"INSERT OR REPLACE INTO item ("}
                               .append(columns)
                               .append(", sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ")
                               .append("(SELECT sequence FROM whole))")};
    const std::int64_t now = now_in_microseconds();
    for (const ledger_entry& entry : entries) {
      const std::string before = joined(entry.before);
      const ledger_owner& account = entry.owner == ledger_owner{} ? owner() : entry.owner;
      database_->file.run(next_sequence);
      write.bind(account.api, account.account, entry.target, name_of(entry.what), entry.sha256, name_of(entry.state),
                 entry.path, entry.file_name, static_cast<std::int64_t>(entry.bytes), entry.zoom_id, entry.http_status,
                 entry.code, entry.message, before, now, entry.tracking_id, entry.requests);
      write.step();
    }
  });
}

void sqlite_ledger::mark_removed(std::string_view target, std::span<const std::string> zoom_ids) {
  const std::lock_guard lock{database_->guard};
  database_->file.transact([&] {
    sqlite_statement write{database_->file,
                           "UPDATE item SET state = 'removed', changed = ?, sequence = (SELECT sequence FROM whole)"
                           " WHERE api = ? AND account = ? AND target = ? AND zoom_id = ?"};
    database_->file.run(next_sequence);
    for (const std::string& id : zoom_ids) {
      write.bind(now_in_microseconds(), owner().api, owner().account, target, id).step();
    }
  });
}

std::uint64_t sqlite_ledger::forget(const selection& selected) {
  const std::lock_guard lock{database_->guard};
  sqlite_statement erase{database_->file, std::string{"DELETE FROM item "}.append(where_selected)};
  bind_selection(erase, selected);
  erase.step();
  return static_cast<std::uint64_t>(database_->file.changes());
}

}  // namespace preflight::upload
