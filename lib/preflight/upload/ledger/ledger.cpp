#include <fcntl.h>
#include <sys/file.h>
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
#include <preflight/upload/ledger/detail/sqlite.hpp>
#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {
namespace {

/// "MPLG": tells a ledger from any other SQLite file.
constexpr std::int64_t application_id = 0x4D504C47;

/// Of the file; PRAGMA user_version tells it. Those before it were of no release.
constexpr int schema = 3;
constexpr const char* schema_text =
    "CREATE TABLE item (target TEXT NOT NULL, purpose TEXT NOT NULL, sha256 TEXT NOT NULL, state TEXT NOT NULL,"
    " path TEXT NOT NULL, file_name TEXT NOT NULL, bytes INTEGER NOT NULL, zoom_id TEXT NOT NULL,"
    " http_status INTEGER NOT NULL, code INTEGER, message TEXT NOT NULL, before TEXT NOT NULL,"
    " changed INTEGER NOT NULL, tracking_id TEXT NOT NULL, requests INTEGER NOT NULL,"
    " PRIMARY KEY (target, purpose, sha256)) WITHOUT ROWID";

constexpr std::string_view columns =
    "target, purpose, sha256, state, path, file_name, bytes, zoom_id, http_status, code, message, before, changed,"
    " tracking_id, requests";

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
Enum named(const std::array<std::string_view, N>& names, const std::string& name, const char* noun) {
  const auto place = std::find(names.begin(), names.end(), name);
  if (place == names.end()) {
    throw ledger_error{std::string{"the ledger is damaged: it contains an unknown "}
                           .append(noun + (", '" + name + "'"))
                           .append(advice_if_damaged)};
  }
  return static_cast<Enum>(place - names.begin());
}

ledger_entry entry_in(const sqlite_statement& row) {
  ledger_entry out;
  out.target = row.text(0);
  out.what = named<purpose>(purpose_names, row.text(1), "purpose");
  out.sha256 = row.text(2);
  out.state = named<ledger_state>(ledger_state_names, row.text(3), "state");
  out.path = row.text(4);
  out.file_name = row.text(5);
  out.bytes = static_cast<std::uint64_t>(row.number(6));
  out.zoom_id = row.text(7);
  out.http_status = static_cast<int>(row.number(8));
  out.code = row.is_null(9) ? std::nullopt : std::optional<long long>{row.number(9)};
  out.message = row.text(10);
  out.before = separated(row.text(11));
  out.changed = row.number(12);
  out.tracking_id = row.text(13);
  out.requests = static_cast<std::uint32_t>(row.number(14));
  return out;
}

constexpr std::string_view where_selected =
    "WHERE target = coalesce(?, target) AND sha256 = coalesce(?, sha256) AND purpose = coalesce(?, purpose)"
    " AND state = coalesce(?, state)";

void bind_selection(sqlite_statement& statement, const ledger::selection& selected) {
  statement.bind(selected.target, selected.sha256,
                 selected.what ? std::optional{name_of(*selected.what)} : std::nullopt,
                 selected.state ? std::optional{name_of(*selected.state)} : std::nullopt);
}

/// A file that only its owner reads, made where there is none: names of people are in it.
int open_private_file(const std::string& file, const std::string& complaint) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  const int error = errno;
  return descriptor >= 0 ? descriptor : throw ledger_error{complaint + ": " + std::string{errno_message(error)}};
}

}  // namespace

/// An open file that this process alone has locked. The lock goes with the process, however it ends. Held by
/// ledger::database, so it cannot be local to this file.
class writer_lock {
 public:
  explicit writer_lock(const std::string& ledger)
      : number_{open_private_file(ledger + ".lock", "the ledger " + ledger + " cannot be written")} {
    if (::flock(number_, LOCK_EX | LOCK_NB) != 0) {
      const std::string process = holder();
      ::close(number_);
      throw ledger_error{"the ledger " + ledger + " is in use by another run" +
                         (process.empty() ? "" : ", process " + process) +
                         "; wait until it ends, or use another one with --ledger"};
    }
    const std::string mine = std::to_string(::getpid()) + '\n';
    // The number is only for the message above, so a disk without room for it is no obstacle.
    if (::ftruncate(number_, 0) != 0 || ::pwrite(number_, mine.data(), mine.size(), 0) < 0) {
      return;
    }
  }
  writer_lock(const writer_lock&) = delete;
  writer_lock& operator=(const writer_lock&) = delete;
  ~writer_lock() { ::close(number_); }

 private:
  [[nodiscard]] std::string holder() const {
    std::array<char, 16> text{};
    const ssize_t length = ::pread(number_, text.data(), text.size(), 0);
    const std::string_view content{text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
    return std::string{content.substr(0, content.find_first_not_of("0123456789"))};
  }

  int number_;
};

namespace {

void make_private_file(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
  std::error_code failed;
  if (!folder.empty() && std::filesystem::create_directories(folder, failed) && !failed) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  }
  // SQLite's own companion files follow its permissions.
  ::close(open_private_file(file, "the ledger " + file + " cannot be opened"));
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
                       "; use another one with --ledger"};
  }
  if (status.st_nlink > 1) {
    throw ledger_error{"the ledger " + file + " has " + std::to_string(status.st_nlink) +
                       " names (hard links), which see different data; remove the others, or use a copy with --ledger"};
  }
}

/// False where there is nothing in it yet.
bool require_ledger(sqlite_file& database, const std::string& file) {
  database.require_whole();
  // Asked first: whoever fills a new one does all of it in one transaction, perhaps between these two questions.
  const bool is_empty = database.number("SELECT count(*) FROM sqlite_master") == 0;
  if (database.number("PRAGMA application_id") != application_id) {
    if (is_empty && database.number("PRAGMA user_version") == 0) {
      return false;
    }
    throw ledger_error{file + " is an SQLite file but not a ledger; use another one with --ledger"};
  }
  if (const std::int64_t form = database.number("PRAGMA user_version"); form != schema) {
    const std::string forms = " (format " + std::to_string(form) + "; this one reads " + std::to_string(schema) + ")";
    throw ledger_error{form > schema
                           ? "the ledger " + file + " was written by a newer media-preflight" + forms + "; use that one"
                           : "the ledger " + file + " was written by a media-preflight from before the first release" +
                                 forms + "; start a new one with --ledger (it will not know what was sent before)"};
  }
  return true;
}

}  // namespace

class ledger::database {
 public:
  database(const std::string& name, sqlite_file::access wanted) : file{name, wanted} {}

  std::unique_ptr<writer_lock> lock;
  sqlite_file file;
  std::mutex guard;
};

ledger::ledger(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
ledger::ledger(ledger&&) noexcept = default;
ledger& ledger::operator=(ledger&&) noexcept = default;
ledger::~ledger() = default;

std::string ledger::file_behind(const std::string& name) {
  constexpr int most_links = 40;  // as Linux has it
  std::error_code failed;
  std::filesystem::path at{name};
  for (int links = 0; links < most_links && std::filesystem::is_symlink(at, failed); ++links) {
    at = at.parent_path() / std::filesystem::read_symlink(at, failed);
  }
  const std::filesystem::path found = std::filesystem::weakly_canonical(std::filesystem::absolute(at, failed), failed);
  return failed || found.empty() ? name : found.string();
}

ledger ledger::open(const std::string& name) {
  const std::string file = file_behind(name);
  require_plain_file(file);
  make_private_file(file);
  auto opened = std::make_unique<database>(file, sqlite_file::access::write);
  sqlite_file& database = opened->file;
  static_cast<void>(require_ledger(database, file));  // so that what is none gets no lock beside it
  opened->lock = std::make_unique<writer_lock>(file);
  const bool is_new = !require_ledger(database, file);
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  if (is_new) {
    database.transact([&] {
      database.run(schema_text);
      database.run("PRAGMA application_id = " + std::to_string(application_id));
      database.run("PRAGMA user_version = " + std::to_string(schema));
    });
  }
  return ledger{std::move(opened)};
}

std::optional<ledger> ledger::open_to_read(const std::string& name) {
  const std::string file = file_behind(name);
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 && errno == ENOENT) {
    return std::nullopt;
  }
  require_plain_file(file);
  auto opened = std::make_unique<database>(file, sqlite_file::access::read);
  if (!require_ledger(opened->file, file)) {
    return std::nullopt;
  }
  return ledger{std::move(opened)};
}

std::optional<ledger_entry> ledger::find(std::string_view target, purpose purpose, std::string_view sha256) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{database_->file, select_items("WHERE target = ? AND purpose = ? AND sha256 = ?")};
  return query.bind(target, name_of(purpose), sha256).step() ? std::optional{entry_in(query)} : std::nullopt;
}

std::vector<ledger_entry> ledger::of_target(std::string_view target, purpose purpose) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{database_->file, select_items("WHERE target = ? AND purpose = ? ORDER BY changed, sha256")};
  query.bind(target, name_of(purpose));
  std::vector<ledger_entry> entries;
  while (query.step()) {
    entries.push_back(entry_in(query));
  }
  return entries;
}

void ledger::for_each(const selection& selected, const std::function<void(const ledger_entry&)>& show) const {
  const std::lock_guard lock{database_->guard};
  sqlite_statement query{database_->file,
                         select_items(std::string{where_selected} + " ORDER BY target, purpose, changed, sha256")};
  bind_selection(query, selected);
  while (query.step()) {
    show(entry_in(query));
  }
}

void ledger::put(const ledger_entry& entry) { put(std::span{&entry, 1}); }

void ledger::put(std::span<const ledger_entry> entries) {
  const std::lock_guard lock{database_->guard};
  database_->file.transact([&] {
    sqlite_statement write{database_->file, std::string{"INSERT OR REPLACE INTO item ("}.append(columns).append(
                                                ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")};
    const std::int64_t now = now_in_microseconds();
    for (const ledger_entry& entry : entries) {
      const std::string before = joined(entry.before);
      write.bind(entry.target, name_of(entry.what), entry.sha256, name_of(entry.state), entry.path, entry.file_name,
                 static_cast<std::int64_t>(entry.bytes), entry.zoom_id, entry.http_status, entry.code, entry.message,
                 before, now, entry.tracking_id, entry.requests);
      write.step();
    }
  });
}

void ledger::mark_removed(std::string_view target, std::span<const std::string> zoom_ids) {
  const std::lock_guard lock{database_->guard};
  database_->file.transact([&] {
    sqlite_statement write{database_->file,
                           "UPDATE item SET state = 'removed', changed = ? WHERE target = ? AND zoom_id = ?"};
    const std::int64_t now = now_in_microseconds();
    for (const std::string& id : zoom_ids) {
      write.bind(now, target, id).step();
    }
  });
}

std::uint64_t ledger::forget(const selection& selected) {
  const std::lock_guard lock{database_->guard};
  sqlite_statement erase{database_->file, std::string{"DELETE FROM item "}.append(where_selected)};
  bind_selection(erase, selected);
  erase.step();
  return static_cast<std::uint64_t>(database_->file.changes());
}

}  // namespace preflight::upload
