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
  std::size_t count = 0;
  book->for_each({}, [&](const ledger_entry&) { ++count; });
  CHECK(count == 3);
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
  CHECK(ledger::file_behind(name) == fs::canonical(in.folder).string() + "/state/ledger.db");
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

TEST_CASE("to read a ledger changes nothing, also what a run that was killed has left beside it") {
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
  const auto bytes = [&](const char* suffix) {
    std::ifstream in{here.file() + suffix, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  const std::string database = bytes("");
  const std::string log = bytes("-wal");
  CHECK(log.empty() != is_killed);
  const auto reads = [&] {
    const auto book = ledger::open_to_read(here.file());
    return book && book->find("user:a", purpose::background, "1");
  };
  CHECK(reads());
  fs::permissions(here.file(), fs::perms::owner_read);
  CHECK(reads());
  CHECK(bytes("") == database);
  CHECK(bytes("-wal") == log);
  CHECK(fs::exists(here.file() + "-shm") == is_killed);
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
  run_sql(here.file(), "PRAGMA user_version = 2; PRAGMA journal_mode = DELETE");
  const auto bytes = [&] {
    std::ifstream in{here.file(), std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  const std::string before = bytes();
  CHECK(ledger_error_text([&] { static_cast<void>(ledger::open(here.file())); }).find("(format 2; this one reads 3)") !=
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
