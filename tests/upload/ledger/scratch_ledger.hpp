#pragma once

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include <preflight/upload/ledger/sqlite_ledger.hpp>

#include "harness/catch.hpp"

namespace preflight::upload::test {

class scratch {
 public:
  scratch() {
    std::string made = (std::filesystem::temp_directory_path() / "media-preflight-test-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  [[nodiscard]] std::string file() const { return folder + "/state/ledger.db"; }
  std::string folder;
};

inline ledger_entry entry(const std::string& target, const std::string& sha256,
                          ledger_state state = ledger_state::sent) {
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

inline std::string content_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

inline void run_sql(const std::string& file, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

}  // namespace preflight::upload::test
