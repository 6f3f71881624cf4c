#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <preflight/upload/ledger/detail/sqlite.hpp>
#include <preflight/upload/ledger/ledger.hpp>

#include "harness/catch.hpp"

using namespace preflight::upload;
namespace fs = std::filesystem;

namespace {

class scratch {
 public:
  scratch() {
    std::string made = (fs::temp_directory_path() / "media-preflight-test-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  [[nodiscard]] std::string file() const { return folder + "/state/ledger.db"; }
  std::string folder;
};

ledger_entry entry(const std::string& target, const std::string& sha256, ledger_state state = ledger_state::sent) {
  ledger_entry out;
  out.target = target;
  out.sha256 = sha256;
  out.state = state;
  out.path = "/a b/\xFF.png";
  out.file_name = "x.png";
  out.bytes = 12'345;
  out.zoom_id = "id-" + sha256;
  out.http_status = 400;
  out.code = -1;
  out.message = "what \"happened\"";
  out.tracking_id = "WEB_1";
  out.before = {"old-1", "old-2"};
  out.requests = 3;
  return out;
}

/// What another process says that runs `action`: empty where it says nothing.
template <class What>
std::string child_error(const What& action) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    std::string message;
    try {
      action();
    } catch (const std::exception& error) {
      message = error.what();
    }
    static_cast<void>(!::write(ends[1], message.data(), message.size()));
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string message;
  char piece[512];
  for (ssize_t got = ::read(ends[0], piece, sizeof piece); got > 0; got = ::read(ends[0], piece, sizeof piece)) {
    message.append(piece, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return message;
}

template <class What>
std::string ledger_error_text(const What& action) {
  try {
    action();
  } catch (const ledger_error& error) {
    return error.what();
  }
  return {};
}

std::string content_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void run_sql(const std::string& file, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

}  // namespace

TEST_CASE("what is put into a ledger comes out of it, in this process and in the next") {
  const scratch here;
  CHECK_FALSE(ledger::open_to_read(here.file()));
  {
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "1"));
    book.put(std::vector{entry("user:a", "2", ledger_state::failed), entry("user:b", "1", ledger_state::queued)});
    book.put(entry("user:a", "1", ledger_state::in_flight));
  }
  const auto book = ledger::open_to_read(here.file());
  REQUIRE(book);
  const auto match = book->find("user:a", purpose::background, "1");
  REQUIRE(match);
  const ledger_entry expected = entry("user:a", "1", ledger_state::in_flight);
  CHECK(match->state == expected.state);
  CHECK(match->path == expected.path);
  CHECK(match->bytes == expected.bytes);
  CHECK(match->zoom_id == expected.zoom_id);
  CHECK(match->http_status == 400);
  CHECK(match->code == -1);
  CHECK(match->message == expected.message);
  CHECK(match->tracking_id == expected.tracking_id);
  CHECK(match->before == expected.before);
  CHECK(match->requests == 3);
  CHECK(match->changed > 1'700'000'000'000'000);
  CHECK_FALSE(book->find("user:a", purpose::picture, "1"));
  CHECK(book->of_target("user:a", purpose::background).size() == 2);
  CHECK(book->of_target("user:a", purpose::background).back().sha256 == "1");
  CHECK(book->select({}).size() == 3);
}

TEST_CASE("a ledger forgets what it is told to, and marks what was removed") {
  const scratch here;
  ledger book = ledger::open(here.file());
  book.put(std::vector{entry("user:a", "1"), entry("user:a", "2", ledger_state::unknown), entry("user:b", "1")});
  book.mark_removed("user:a", std::vector<std::string>{"id-1", "id-9"});
  CHECK(book.find("user:a", purpose::background, "1").value().state == ledger_state::removed);
  CHECK(book.find("user:b", purpose::background, "1").value().state == ledger_state::sent);
  CHECK(book.forget({"user:a", {}, ledger_state::unknown}) == 1);
  CHECK(book.forget({{}, "1", {}}) == 2);
  CHECK(book.forget({}) == 0);
}

TEST_CASE("one process writes, and another is told who; any may read meanwhile") {
  const scratch here;
  ledger book = ledger::open(here.file());
  book.put(entry("user:a", "1"));
  const std::string message = child_error([&] { static_cast<void>(ledger::open(here.file())); });
  CHECK(message.find("in use by another run, process " + std::to_string(::getpid())) != std::string::npos);
  CHECK(child_error([&] {
          if (!ledger::open_to_read(here.file())->find("user:a", purpose::background, "1")) {
            throw std::runtime_error{"nothing there"};
          }
        }).empty());
}

TEST_CASE("a ledger is the same one by whatever symbolic link it is named") {
  const scratch in;
  fs::create_symlink("state", in.folder + "/way");
  fs::create_directory(in.folder + "/state");
  fs::create_symlink("ledger.db", in.folder + "/state/before.db");
  fs::create_symlink(in.file(), in.folder + "/other.db");
  const std::string name = in.folder + GENERATE("/other.db", "/way/ledger.db", "/way/before.db", "/state/before.db");
  ledger book = ledger::open(name);
  book.put(entry("user:a@x", "01"));
  for (const char* other : {"/other.db", "/way/ledger.db", "/state/before.db", "/state/ledger.db"}) {
    INFO(other);
    CHECK_THROWS_WITH(ledger::open(in.folder + other), Catch::Matchers::ContainsSubstring("in use by another run"));
    CHECK(ledger::open_to_read(in.folder + other)->find("user:a@x", purpose::background, "01"));
  }
}

TEST_CASE("a ledger with two names that are no symbolic links is not opened by either") {
  const scratch in;
  static_cast<void>(ledger::open(in.file()));
  fs::create_hard_link(in.file(), in.folder + "/other.db");
  for (const std::string& name : {in.file(), in.folder + "/other.db"}) {
    CHECK_THROWS_WITH(ledger::open(name), Catch::Matchers::ContainsSubstring("has 2 names (hard links)"));
    CHECK_THROWS_AS(ledger::open_to_read(name), ledger_error);
  }
  fs::remove(in.folder + "/other.db");
  CHECK_NOTHROW(ledger::open(in.file()));
}

TEST_CASE("a lock ends with its process, however that ends") {
  const scratch here;
  const pid_t child = ::fork();
  if (child == 0) {
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "1", ledger_state::in_flight));
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  const ledger book = ledger::open(here.file());
  CHECK(book.find("user:a", purpose::background, "1").value().state == ledger_state::in_flight);
}

TEST_CASE("a ledger is one file, whenever nothing is written, and to read it changes nothing") {
  const scratch here;
  const bool is_killed = GENERATE(false, true);
  INFO(is_killed);
  const pid_t child = ::fork();
  if (child == 0) {
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "1", ledger_state::in_flight));
    if (is_killed) {
      ::raise(SIGKILL);
    }
    { const ledger closed = std::move(book); }
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const std::string before = content_of(here.file());
  const auto reads = [&] {
    const auto book = ledger::open_to_read(here.file());
    return book && book->find("user:a", purpose::background, "1");
  };
  CHECK(reads());
  fs::permissions(here.file(), fs::perms::owner_read);
  CHECK(reads());
  CHECK(content_of(here.file()) == before);
  CHECK(std::distance(fs::directory_iterator{here.folder + "/state"}, {}) == 1);
}

TEST_CASE("a copy of the file made at any moment is a whole ledger, or is refused by name") {
  const scratch here;
  static_cast<void>(ledger::open(here.file()));
  const pid_t writer = ::fork();
  if (writer == 0) {
    ledger book = ledger::open(here.file());
    std::vector<ledger_entry> rows;
    for (int i = 0; i < 40; ++i) {
      rows.push_back(entry("user:" + std::to_string(i), std::to_string(i)));
    }
    for (int i = 0;; ++i) {
      for (ledger_entry& row : rows) {
        row.message = std::string(static_cast<std::size_t>(i) * 37 % 3'000, 'm');
        row.requests = static_cast<std::uint32_t>(i);
      }
      book.put(rows);
    }
  }
  std::size_t whole = 0;
  for (int i = 0; i < 400; ++i) {
    // Page by page, so that writes fall between.
    const std::string copy = here.folder + "/copy.db";
    {
      std::ifstream in{here.file(), std::ios::binary};
      std::ofstream out{copy, std::ios::binary | std::ios::trunc};
      std::string page(4'096, ' ');
      while (in.read(page.data(), 4'096) || in.gcount() > 0) {
        out.write(page.data(), in.gcount());
        in.sync();
      }
    }
    const std::string refusal = ledger_error_text([&] {
      const auto book = ledger::open_to_read(copy);
      const std::vector<ledger_entry> rows = book.value().select({});
      for (const ledger_entry& row : rows) {
        CHECK(row.requests == rows.front().requests);  // all were written at once
      }
      CHECK((rows.empty() || rows.size() == 40));
      ++whole;
    });
    if (!refusal.empty()) {
      INFO(refusal);
      CHECK(refusal.find("a copy made while it was written") != std::string::npos);
      CHECK(refusal.find("copy.db") != std::string::npos);
    }
  }
  CHECK(whole > 0);
  ::kill(writer, SIGKILL);
  ::waitpid(writer, nullptr, 0);
  CHECK_NOTHROW(ledger::open(here.file()));
}

TEST_CASE("rows of different writes are never taken for one ledger") {
  const scratch here;
  {
    ledger book = ledger::open(here.file());
    book.put(std::vector{entry("user:a", "1"), entry("user:b", "2")});
  }
  for (const char* const damage : {"UPDATE item SET sequence = 1 WHERE sha256 = '2'", "UPDATE whole SET rows = 3",
                                   "UPDATE whole SET total = 4", "UPDATE whole SET sequence = 1"}) {
    const std::string copy = here.folder + "/copy.db";
    fs::copy_file(here.file(), copy, fs::copy_options::overwrite_existing);
    run_sql(copy, "DROP TRIGGER changed");
    CHECK(ledger_error_text([&] { static_cast<void>(ledger::open_to_read(copy)); }).empty());
    run_sql(copy, damage);
    CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(copy)); }).find("is damaged") != std::string::npos);
  }
}

TEST_CASE("entries have the order in which they were written, whatever the clock says") {
  const scratch here;
  ledger book = ledger::open(here.file());
  for (const char* const hash : {"c", "a", "b", "a"}) {
    book.put(entry("user:a", hash));
  }
  book.mark_removed("user:a", std::vector<std::string>{"id-c"});
  const std::vector<ledger_entry> entries = book.of_target("user:a", purpose::background);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].sha256 + entries[1].sha256 + entries[2].sha256 == "bac");
}

TEST_CASE("what was sent to another service, or for another account, is not known") {
  const scratch here;
  const ledger_owner ours{"https://api.zoom.us/v2", "A"};
  {
    ledger book = ledger::open(here.file(), ours);
    CHECK(book.is_new());
    book.put(entry("user:a", "1"));
    CHECK_FALSE(book.is_new());
  }
  for (const ledger_owner& other : {ledger_owner{"http://127.0.0.1:8080/v2", "A"}, {"https://api.zoom.us/v2", "B"}}) {
    ledger book = ledger::open(here.file(), other);
    CHECK_FALSE(book.find("user:a", purpose::background, "1"));
    CHECK(book.of_target("user:a", purpose::background).empty());
    book.mark_removed("user:a", std::vector<std::string>{"id-1"});
    book.put(entry("user:a", "1", ledger_state::failed));
  }
  const auto book = ledger::open_to_read(here.file(), ours);
  CHECK(book->find("user:a", purpose::background, "1").value().state == ledger_state::sent);
  CHECK(book->find("user:a", purpose::background, "1").value().owner == ours);
  CHECK(book->select({}).size() == 3);
}

TEST_CASE("a lock is of the ledger itself, so that there is nothing else to delete") {
  const scratch here;
  ledger book = ledger::open(here.file());
  book.put(entry("user:a", "1"));
  CHECK(std::distance(fs::directory_iterator{here.folder + "/state"}, {}) == 1);
  fs::rename(here.file(), here.folder + "/moved.db");
  CHECK_THROWS_WITH(book.put(entry("user:a", "2")), Catch::Matchers::ContainsSubstring("was replaced or deleted"));
  CHECK_THROWS_WITH(ledger::open(here.folder + "/moved.db"), Catch::Matchers::ContainsSubstring("in use by another"));
}

TEST_CASE("a ledger that its group may write is kept so, and one that everybody may read says so") {
  const scratch here;
  { static_cast<void>(ledger::open(here.file())); }
  using fs::perms;
  const perms shared = perms::owner_read | perms::owner_write | perms::group_read | perms::group_write;
  fs::permissions(here.file(), shared);
  {
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "1"));
    CHECK_FALSE(book.is_open_to_others());
  }
  CHECK(fs::status(here.file()).permissions() == shared);
  fs::permissions(here.file(), shared | perms::others_read);
  CHECK(ledger::open(here.file()).is_open_to_others());
}

TEST_CASE("only its owner may read a ledger") {
  const scratch here;
  ledger book = ledger::open(here.file());
  book.put(entry("user:a", "1"));
  for (const auto& file : fs::directory_iterator{here.folder + "/state"}) {
    INFO(file.path().string());
    CHECK((fs::status(file.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  }
}

TEST_CASE("an older ledger is refused, and stays as it is") {
  const scratch here;
  { static_cast<void>(ledger::open(here.file())); }
  run_sql(here.file(), "PRAGMA user_version = 2");
  const auto bytes = [&] {
    std::ifstream in{here.file(), std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  const std::string before = bytes();
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(here.file())); }).find("(format 2; this one reads 4)") !=
        std::string::npos);
  CHECK(ledger_error_text([&] {
          static_cast<void>(ledger::open_to_read(here.file()));
        }).find("before the first release") != std::string::npos);
  CHECK(bytes() == before);
}

TEST_CASE("a newer ledger, another database and another file are left alone") {
  const scratch here;
  { static_cast<void>(ledger::open(here.file())); }
  run_sql(here.file(), "PRAGMA user_version = 99");
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(here.file())); }).find("newer media-preflight") !=
        std::string::npos);
  CHECK(ledger_error_text([&] {
          static_cast<void>(ledger::open_to_read(here.file()));
        }).find("newer media-preflight") != std::string::npos);

  const std::string other = here.folder + "/other.db";
  run_sql(other, "CREATE TABLE bookmarks (a)");
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(other)); }).find("not a ledger") != std::string::npos);
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open_to_read(other)); }).find("not a ledger") !=
        std::string::npos);

  const std::string text = here.folder + "/notes.txt";
  std::ofstream{text} << std::string(5'000, 'x');
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(text)); }).find("not a ledger") != std::string::npos);
  CHECK(fs::file_size(text) == 5'000);
  CHECK_THROWS_AS(ledger::open(here.folder), ledger_error);
  CHECK(ledger_error_text([] { static_cast<void>(ledger::open("/proc/no/such/place/ledger.db")); }) ==
        "the ledger /proc/no/such/place/ledger.db cannot be opened: no such file or folder");
}

TEST_CASE("a ledger whose end is missing is never taken for one that knows less") {
  const scratch here;
  {
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "1"));
  }
  const auto bytes = fs::file_size(here.file());
  REQUIRE(bytes % 4096 == 0);
  for (const auto left : {bytes - 1, bytes - 3'000, bytes - 4'096}) {
    INFO(left);
    fs::resize_file(here.file(), left);
    CHECK(ledger_error_text([&] { static_cast<void>(ledger::open_to_read(here.file())); }).find("is damaged") !=
          std::string::npos);
    CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(here.file())); }).find("is damaged") !=
          std::string::npos);
  }
}

TEST_CASE("a ledger that another run is closing is never taken for a damaged one") {
  const scratch here;
  const pid_t writer = ::fork();  // not a thread: who closes a file takes its process's locks of it away
  if (writer == 0) {
    for (int i = 0; i < 100; ++i) {
      ledger book = ledger::open(here.file());
      ledger_entry one = entry("user:a", std::to_string(i));
      one.message = std::string(std::size_t{64} << 10U, 'm');
      book.put(one);
    }
    ::_exit(0);
  }
  int status = -1;
  std::string message;
  while (::waitpid(writer, &status, WNOHANG) == 0) {
    message =
        message.empty() ? ledger_error_text([&] { static_cast<void>(ledger::open_to_read(here.file())); }) : message;
  }
  CHECK(message.empty());
  CHECK(status == 0);
}

TEST_CASE("a ledger that may not grow says so, and keeps what it has") {
  const scratch here;
  const std::string message = child_error([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    ledger book = ledger::open(here.file());
    book.put(entry("user:a", "first"));
    const rlimit little{200'000, 200'000};
    ::setrlimit(RLIMIT_FSIZE, &little);
    for (int i = 0; i < 10'000; ++i) {
      book.put(entry("user:" + std::string(500, 'b'), std::to_string(i)));
    }
  });
  INFO(message);
  CHECK(message.find("cannot be written") != std::string::npos);
  CHECK(message.find("--ledger") != std::string::npos);
  CHECK(ledger::open(here.file()).find("user:a", purpose::background, "first"));
}

TEST_CASE("a full disk is told as one") {
  const scratch here;
  if (::mount("none", here.folder.c_str(), "tmpfs", 0, "size=256k") != 0) {
    SUCCEED("no file system of a given size can be made here");
    return;
  }
  std::string message;
  std::size_t count = 0;
  {
    ledger book = ledger::open(here.file());
    try {
      for (; count < 10'000; ++count) {
        book.put(entry("user:" + std::string(500, 'b'), std::to_string(count)));
      }
    } catch (const ledger_error& error) {
      message = error.what();
    }
    CHECK(message.find("cannot be written") != std::string::npos);
    CHECK(count > 10);
    CHECK(book.find("user:" + std::string(500, 'b'), purpose::background, "0"));
  }
  ::umount(here.folder.c_str());
}
