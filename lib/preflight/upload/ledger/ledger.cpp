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
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/ledger/sqlite.hpp>

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

std::int64_t now_in_microseconds() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

/// Ids have no line feeds, and the service's are a few dozen letters.
std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& each : ids) {
    out += each;
    out += '\n';
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

std::string damaged(const std::string& found) {
  return "the ledger is damaged: it contains " + found +
         "; restore a good copy, or start a new one with --ledger (it will not know what was sent before)";
}

ledger_entry entry_in(const sqlite_statement& row) {
  ledger_entry out;
  out.target = row.text(0);
  const std::string what = row.text(1);
  const std::optional<purpose> known = purpose_named(what);
  if (!known) {
    throw ledger_error{damaged("an unknown purpose, '" + what + "'")};
  }
  out.what = *known;
  out.sha256 = row.text(2);
  const std::string state = row.text(3);
  const auto found = std::find(ledger_state_names.begin(), ledger_state_names.end(), state);
  if (found == ledger_state_names.end()) {
    throw ledger_error{damaged("an unknown state, '" + state + "'")};
  }
  out.state = static_cast<ledger_state>(found - ledger_state_names.begin());
  out.path = row.text(4);
  out.file_name = row.text(5);
  out.bytes = static_cast<std::uint64_t>(row.number(6));
  out.zoom_id = row.text(7);
  out.http_status = static_cast<int>(row.number(8));
  if (!row.is_null(9)) {
    out.code = row.number(9);
  }
  out.message = row.text(10);
  out.before = separated(row.text(11));
  out.changed = row.number(12);
  out.tracking_id = row.text(13);
  out.requests = static_cast<std::uint32_t>(row.number(14));
  return out;
}

/// An open file that this process alone has locked. The lock goes with the process, however it ends.
class writer_lock {
 public:
  explicit writer_lock(const std::string& ledger) {
    const std::string file = ledger + ".lock";
    number_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    if (const int error = errno; number_ < 0) {
      throw ledger_error{"the ledger " + ledger + " cannot be written: " + std::string{errno_message(error)}};
    }
    if (::flock(number_, LOCK_EX | LOCK_NB) != 0) {
      const std::string holder = told_holder();
      ::close(number_);
      throw ledger_error{"the ledger " + ledger + " is in use by another run" +
                         (holder.empty() ? "" : ", process " + holder) +
                         "; wait until it ends, or use another one with --ledger"};
    }
    const std::string mine = std::to_string(::getpid()) + '\n';
    // The number is only for the message above, so a disk without room for it is no obstacle.
    if (::ftruncate(number_, 0) != 0 || ::pwrite(number_, mine.data(), mine.size(), 0) < 0) {
      return;
    }
  }
  writer_lock(const writer_lock&) = delete;
  writer_lock(writer_lock&&) = delete;
  writer_lock& operator=(const writer_lock&) = delete;
  writer_lock& operator=(writer_lock&&) = delete;
  ~writer_lock() { ::close(number_); }

 private:
  [[nodiscard]] std::string told_holder() const {
    std::array<char, 16> text{};
    const ssize_t length = ::pread(number_, text.data(), text.size(), 0);
    const std::string_view told{text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
    const std::string_view digits = told.substr(0, told.find_first_not_of("0123456789"));
    return std::string{digits};
  }

  int number_ = -1;
};

void make_private_file(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
  std::error_code failed;
  if (!folder.empty() && std::filesystem::create_directories(folder, failed) && !failed) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  }
  // Names of people are in it; SQLite's own companion files follow these permissions.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
  if (const int error = errno; made < 0) {
    throw ledger_error{"the ledger " + file + " cannot be opened: " + std::string{errno_message(error)}};
  }
  ::close(made);
}

void must_have_one_name(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && status.st_nlink > 1) {
    throw ledger_error{"the ledger " + file + " has " + std::to_string(status.st_nlink) +
                       " names (hard links), which see different data; remove the others, or use a copy with --ledger"};
  }
}

void must_be_of_this_form(const std::string& file, std::int64_t form) {
  if (form == schema) {
    return;
  }
  const std::string forms = " (format " + std::to_string(form) + "; this one reads " + std::to_string(schema) + ")";
  throw ledger_error{form > schema
                         ? "the ledger " + file + " was written by a newer media-preflight" + forms + "; use that one"
                         : "the ledger " + file + " was written by a media-preflight from before the first release" +
                               forms + "; start a new one with --ledger (it will not know what was sent before)"};
}

}  // namespace

class ledger::database {
 public:
  database(const std::string& name, int flags) : file{name, flags} {}

  std::unique_ptr<writer_lock> lock;
  sqlite_file file;
  std::mutex one_at_a_time;
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
  must_be_sqlite_file(file);
  make_private_file(file);
  must_have_one_name(file);
  auto lock = std::make_unique<writer_lock>(file);
  auto opened = std::make_unique<database>(file, SQLITE_OPEN_READWRITE);
  opened->lock = std::move(lock);
  sqlite_file& in = opened->file;
  const std::int64_t version = in.number("PRAGMA user_version");
  const std::int64_t application = in.number("PRAGMA application_id");
  const bool is_new = version == 0 && application == 0 && in.number("SELECT count(*) FROM sqlite_master") == 0;
  if (!is_new && application != application_id) {
    throw ledger_error{file + " is an SQLite file but not a ledger; use another one with --ledger"};
  }
  if (!is_new) {
    must_be_of_this_form(file, version);
  }
  in.run("PRAGMA journal_mode = WAL");
  in.run("PRAGMA synchronous = FULL");
  if (is_new) {
    sqlite_transaction all{in};
    in.run(schema_text);
    in.run("PRAGMA application_id = " + std::to_string(application_id));
    in.run("PRAGMA user_version = " + std::to_string(schema));
    all.commit();
  }
  return ledger{std::move(opened)};
}

std::optional<ledger> ledger::open_to_read(const std::string& name) {
  const std::string file = file_behind(name);
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 && errno == ENOENT) {
    return std::nullopt;
  }
  must_be_sqlite_file(file);
  must_have_one_name(file);
  auto opened = std::make_unique<database>(file, SQLITE_OPEN_READONLY);
  sqlite_file& in = opened->file;
  // Asked first: whoever fills a new one does all of it in one transaction, perhaps between these two questions.
  const bool is_empty = in.number("SELECT count(*) FROM sqlite_master") == 0;
  if (in.number("PRAGMA application_id") != application_id) {
    if (is_empty) {
      return std::nullopt;
    }
    throw ledger_error{file + " is an SQLite file but not a ledger; use another one with --ledger"};
  }
  must_be_of_this_form(file, in.number("PRAGMA user_version"));
  return ledger{std::move(opened)};
}

std::optional<ledger_entry> ledger::find(std::string_view target, purpose what, std::string_view sha256) const {
  const std::lock_guard hold{database_->one_at_a_time};
  sqlite_statement ask{database_->file, std::string{"SELECT "}.append(columns).append(
                                            " FROM item WHERE target = ? AND purpose = ? AND sha256 = ?")};
  ask.bind(target).bind(name_of(what)).bind(sha256);
  return ask.step() ? std::optional{entry_in(ask)} : std::nullopt;
}

std::vector<ledger_entry> ledger::of_target(std::string_view target, purpose what) const {
  const std::lock_guard hold{database_->one_at_a_time};
  sqlite_statement ask{database_->file, std::string{"SELECT "}.append(columns).append(
                                            " FROM item WHERE target = ? AND purpose = ? ORDER BY changed, sha256")};
  ask.bind(target).bind(name_of(what));
  std::vector<ledger_entry> found;
  while (ask.step()) {
    found.push_back(entry_in(ask));
  }
  return found;
}

void ledger::for_each(const std::function<void(const ledger_entry&)>& show) const {
  const std::lock_guard hold{database_->one_at_a_time};
  sqlite_statement ask{database_->file, std::string{"SELECT "}.append(columns).append(
                                            " FROM item ORDER BY target, purpose, changed, sha256")};
  while (ask.step()) {
    show(entry_in(ask));
  }
}

void ledger::put(const ledger_entry& entry) { put(std::span{&entry, 1}); }

void ledger::put(std::span<const ledger_entry> entries) {
  const std::lock_guard hold{database_->one_at_a_time};
  sqlite_transaction all{database_->file};
  sqlite_statement write{database_->file, std::string{"INSERT OR REPLACE INTO item ("}.append(columns).append(
                                              ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")};
  const std::int64_t now = now_in_microseconds();
  for (const ledger_entry& each : entries) {
    const std::string before = joined(each.before);
    write.bind(each.target).bind(name_of(each.what)).bind(each.sha256).bind(name_of(each.state)).bind(each.path);
    write.bind(each.file_name).bind(static_cast<std::int64_t>(each.bytes)).bind(each.zoom_id);
    write.bind(std::int64_t{each.http_status});
    each.code ? write.bind(std::int64_t{*each.code}) : write.bind_null();
    write.bind(each.message).bind(before).bind(now).bind(each.tracking_id).bind(std::int64_t{each.requests});
    write.step();
    write.reset();
  }
  all.commit();
}

void ledger::mark_removed(std::string_view target, std::span<const std::string> zoom_ids) {
  const std::lock_guard hold{database_->one_at_a_time};
  sqlite_transaction all{database_->file};
  sqlite_statement write{database_->file,
                         "UPDATE item SET state = 'removed', changed = ? WHERE target = ? AND zoom_id = ?"};
  const std::int64_t now = now_in_microseconds();
  for (const std::string& each : zoom_ids) {
    write.bind(now).bind(target).bind(each);
    write.step();
    write.reset();
  }
  all.commit();
}

std::uint64_t ledger::forget(const selection& which) {
  const std::lock_guard hold{database_->one_at_a_time};
  std::string sql = "DELETE FROM item WHERE 1";
  sql += which.target ? " AND target = ?" : "";
  sql += which.what ? " AND purpose = ?" : "";
  sql += which.sha256 ? " AND sha256 = ?" : "";
  sql += which.state ? " AND state = ?" : "";
  sqlite_statement erase{database_->file, sql};
  if (which.target) {
    erase.bind(*which.target);
  }
  if (which.what) {
    erase.bind(name_of(*which.what));
  }
  if (which.sha256) {
    erase.bind(*which.sha256);
  }
  if (which.state) {
    erase.bind(name_of(*which.state));
  }
  erase.step();
  return static_cast<std::uint64_t>(database_->file.changes());
}

}  // namespace preflight::upload
