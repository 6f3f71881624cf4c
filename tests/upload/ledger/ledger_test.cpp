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

TEST_CASE("what is put into a ledger comes out of it, in this process and in the next") {
  const scratch here;
  CHECK_FALSE(sqlite_ledger::open_to_read(here.file()));
  {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(entry("user:a", "1"));
    book.put(std::vector{entry("user:a", "2", ledger_state::failed), entry("user:b", "1", ledger_state::queued)});
    book.put(entry("user:a", "1", ledger_state::in_flight));
  }
  const auto book = sqlite_ledger::open_to_read(here.file());
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
  sqlite_ledger book = sqlite_ledger::open(here.file());
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
  sqlite_ledger book = sqlite_ledger::open(here.file());
  book.put(entry("user:a", "1"));
  const std::string message = child_error([&] { static_cast<void>(sqlite_ledger::open(here.file())); });
  CHECK(message.find("in use by another run, process " + std::to_string(::getpid())) != std::string::npos);
  CHECK(child_error([&] {
          if (!sqlite_ledger::open_to_read(here.file())->find("user:a", purpose::background, "1")) {
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
  sqlite_ledger book = sqlite_ledger::open(name);
  book.put(entry("user:a@x", "01"));
  for (const char* other : {"/other.db", "/way/ledger.db", "/state/before.db", "/state/ledger.db"}) {
    INFO(other);
    CHECK_THROWS_WITH(sqlite_ledger::open(in.folder + other),
                      Catch::Matchers::ContainsSubstring("in use by another run"));
    CHECK(sqlite_ledger::open_to_read(in.folder + other)->find("user:a@x", purpose::background, "01"));
  }
}

TEST_CASE("a ledger with two names that are no symbolic links is not opened by either") {
  const scratch in;
  static_cast<void>(sqlite_ledger::open(in.file()));
  fs::create_hard_link(in.file(), in.folder + "/other.db");
  for (const std::string& name : {in.file(), in.folder + "/other.db"}) {
    CHECK_THROWS_WITH(sqlite_ledger::open(name), Catch::Matchers::ContainsSubstring("has 2 names (hard links)"));
    CHECK_THROWS_AS(sqlite_ledger::open_to_read(name), ledger_error);
  }
  fs::remove(in.folder + "/other.db");
  CHECK_NOTHROW(sqlite_ledger::open(in.file()));
}

TEST_CASE("a lock ends with its process, however that ends") {
  const scratch here;
  const pid_t child = ::fork();
  if (child == 0) {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(entry("user:a", "1", ledger_state::in_flight));
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  const sqlite_ledger book = sqlite_ledger::open(here.file());
  CHECK(book.find("user:a", purpose::background, "1").value().state == ledger_state::in_flight);
}

TEST_CASE("entries have the order in which they were written, whatever the clock says") {
  const scratch here;
  sqlite_ledger book = sqlite_ledger::open(here.file());
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
    sqlite_ledger book = sqlite_ledger::open(here.file(), ours);
    CHECK(book.is_new());
    book.put(entry("user:a", "1"));
    CHECK_FALSE(book.is_new());
  }
  for (const ledger_owner& other : {ledger_owner{"http://127.0.0.1:8080/v2", "A"}, {"https://api.zoom.us/v2", "B"}}) {
    sqlite_ledger book = sqlite_ledger::open(here.file(), other);
    CHECK_FALSE(book.find("user:a", purpose::background, "1"));
    CHECK(book.of_target("user:a", purpose::background).empty());
    book.mark_removed("user:a", std::vector<std::string>{"id-1"});
    book.put(entry("user:a", "1", ledger_state::failed));
  }
  const auto book = sqlite_ledger::open_to_read(here.file(), ours);
  CHECK(book->find("user:a", purpose::background, "1").value().state == ledger_state::sent);
  CHECK(book->find("user:a", purpose::background, "1").value().owner == ours);
  CHECK(book->select({}).size() == 3);
}

TEST_CASE("a lock is of the ledger itself, so that there is nothing else to delete") {
  const scratch here;
  sqlite_ledger book = sqlite_ledger::open(here.file());
  book.put(entry("user:a", "1"));
  CHECK(std::distance(fs::directory_iterator{here.folder + "/state"}, {}) == 1);
  fs::rename(here.file(), here.folder + "/moved.db");
  CHECK_THROWS_WITH(book.put(entry("user:a", "2")), Catch::Matchers::ContainsSubstring("was replaced or deleted"));
  CHECK_THROWS_WITH(sqlite_ledger::open(here.folder + "/moved.db"),
                    Catch::Matchers::ContainsSubstring("in use by another"));
}

TEST_CASE("a ledger that its group may write is kept so, and one that everybody may read says so") {
  const scratch here;
  { static_cast<void>(sqlite_ledger::open(here.file())); }
  using fs::perms;
  const perms shared = perms::owner_read | perms::owner_write | perms::group_read | perms::group_write;
  fs::permissions(here.file(), shared);
  {
    sqlite_ledger book = sqlite_ledger::open(here.file());
    book.put(entry("user:a", "1"));
    CHECK_FALSE(book.is_open_to_others());
  }
  CHECK(fs::status(here.file()).permissions() == shared);
  fs::permissions(here.file(), shared | perms::others_read);
  CHECK(sqlite_ledger::open(here.file()).is_open_to_others());
}

TEST_CASE("only its owner may read a ledger") {
  const scratch here;
  sqlite_ledger book = sqlite_ledger::open(here.file());
  book.put(entry("user:a", "1"));
  for (const auto& file : fs::directory_iterator{here.folder + "/state"}) {
    INFO(file.path().string());
    CHECK((fs::status(file.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  }
}
