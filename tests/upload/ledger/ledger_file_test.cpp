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
#include <preflight/upload/ledger/sqlite_ledger.hpp>

#include "harness/catch.hpp"
#include "upload/ledger/scratch_ledger.hpp"

using namespace preflight::upload;
using namespace preflight::upload::test;
namespace fs = std::filesystem;

TEST_CASE("a ledger is one file, whenever nothing is written, and to read it changes nothing") {
  const scratch here;
  const bool is_killed = GENERATE(false, true);
  INFO(is_killed);
  const pid_t child = ::fork();
  if (child == 0) {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(entry("user:a", "1", ledger_state::in_flight));
    if (is_killed) {
      ::raise(SIGKILL);
    }
    { const sqlite_ledger closed = std::move(book); }
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const std::string before = content_of(here.file());
  const auto reads = [&] {
    const auto book = sqlite_ledger::open_to_read(here.file());
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
  static_cast<void>(sqlite_ledger::open(here.file()));
  const pid_t writer = ::fork();
  if (writer == 0) {
    sqlite_ledger book = sqlite_ledger::open(here.file());
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
      const auto book = sqlite_ledger::open_to_read(copy);
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
  CHECK_NOTHROW(sqlite_ledger::open(here.file()));
}

TEST_CASE("rows of different writes are never taken for one ledger") {
  const scratch here;
  {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(std::vector{entry("user:a", "1"), entry("user:b", "2")});
  }
  for (const char* const damage :
       {"UPDATE item SET sequence = 1 WHERE sha256 = '2'", "UPDATE item SET requests = 9 WHERE sha256 = '2'",
        "UPDATE whole SET rows = 3", "UPDATE whole SET total = 4", "UPDATE whole SET sequence = 1"}) {
    const std::string copy = here.folder + "/copy.db";
    fs::copy_file(here.file(), copy, fs::copy_options::overwrite_existing);
    run_sql(copy, "DROP TRIGGER changed");
    CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open_to_read(copy)); }).empty());
    run_sql(copy, damage);
    CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open(copy)); }).find("is damaged") !=
          std::string::npos);
  }
}

TEST_CASE("an older ledger is refused, and stays as it is") {
  const scratch here;
  { static_cast<void>(sqlite_ledger::open(here.file())); }
  run_sql(here.file(), "PRAGMA user_version = 2");
  const auto bytes = [&] {
    std::ifstream in{here.file(), std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  const std::string before = bytes();
  CHECK(ledger_error_text([&] {
          static_cast<void>(sqlite_ledger::open(here.file()));
        }).find("(format 2; this one reads 5)") != std::string::npos);
  CHECK(ledger_error_text([&] {
          static_cast<void>(sqlite_ledger::open_to_read(here.file()));
        }).find("before the first release") != std::string::npos);
  CHECK(bytes() == before);
}

TEST_CASE("a newer ledger, another database and another file are left alone") {
  const scratch here;
  { static_cast<void>(sqlite_ledger::open(here.file())); }
  run_sql(here.file(), "PRAGMA user_version = 99");
  CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open(here.file())); }).find("newer media-preflight") !=
        std::string::npos);
  CHECK(ledger_error_text([&] {
          static_cast<void>(sqlite_ledger::open_to_read(here.file()));
        }).find("newer media-preflight") != std::string::npos);

  const std::string other = here.folder + "/other.db";
  run_sql(other, "CREATE TABLE bookmarks (a)");
  CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open(other)); }).find("not a ledger") !=
        std::string::npos);
  CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open_to_read(other)); }).find("not a ledger") !=
        std::string::npos);

  const std::string text = here.folder + "/notes.txt";
  std::ofstream{text} << std::string(5'000, 'x');
  CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open(text)); }).find("not a ledger") !=
        std::string::npos);
  CHECK(fs::file_size(text) == 5'000);
  CHECK_THROWS_AS(sqlite_ledger::open(here.folder), ledger_error);
  CHECK(ledger_error_text([] { static_cast<void>(sqlite_ledger::open("/proc/no/such/place/ledger.db")); }) ==
        "the ledger /proc/no/such/place/ledger.db cannot be opened: no such file or folder");
}

TEST_CASE("a ledger whose end is missing is never taken for one that knows less") {
  const scratch here;
  {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(entry("user:a", "1"));
  }
  const auto bytes = fs::file_size(here.file());
  REQUIRE(bytes % 4096 == 0);
  for (const auto left : {bytes - 1, bytes - 3'000, bytes - 4'096}) {
    INFO(left);
    fs::resize_file(here.file(), left);
    CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open_to_read(here.file())); }).find("is damaged") !=
          std::string::npos);
    CHECK(ledger_error_text([&] { static_cast<void>(sqlite_ledger::open(here.file())); }).find("is damaged") !=
          std::string::npos);
  }
}

TEST_CASE("a ledger that another run is closing is never taken for a damaged one") {
  const scratch here;
  const pid_t writer = ::fork();  // not a thread: who closes a file takes its process's locks of it away
  if (writer == 0) {
    for (int i = 0; i < 100; ++i) {
      sqlite_ledger book = sqlite_ledger::open(here.file());
      ledger_entry one = entry("user:a", std::to_string(i));
      one.message = std::string(std::size_t{64} << 10U, 'm');
      book.put(one);
    }
    ::_exit(0);
  }
  int status = -1;
  std::string message;
  while (::waitpid(writer, &status, WNOHANG) == 0) {
    message = message.empty() ? ledger_error_text([&] { static_cast<void>(sqlite_ledger::open_to_read(here.file())); })
                              : message;
  }
  CHECK(message.empty());
  CHECK(status == 0);
}

TEST_CASE("a ledger that may not grow says so, and keeps what it has") {
  const scratch here;
  const std::string message = child_error([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    sqlite_ledger book = sqlite_ledger::open(here.file());
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
  CHECK(sqlite_ledger::open(here.file()).find("user:a", purpose::background, "first"));
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
    sqlite_ledger book = sqlite_ledger::open(here.file());
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
