// Folders that are moved or removed while they are walked.

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "config/policies.hpp"
#include "harness/catch.hpp"
#include "walk/walk.hpp"

namespace {

namespace fs = std::filesystem;
using preflight::failure_code;
using preflight::cli::policies;
using preflight::cli::walk;

/// A folder that is gone when the test is over.
class temporary_folder {
 public:
  temporary_folder() {
    std::string name = fs::temp_directory_path() / "media-preflight-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error{"no temporary folder"};
    }
    path_ = name;
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder(temporary_folder&&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  temporary_folder& operator=(temporary_folder&&) = delete;
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

  void write(const fs::path& file) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream{path_ / file} << "x";
  }

 private:
  fs::path path_;
};

policies no_rules() {
  preflight::cli::policy_options options;
  options.discover = false;
  return policies{options};
}

/// Whether the file that the walk stands at can be opened in the folder it gives.
bool is_there(const walk& at) {
  struct stat status {};
  const std::string name{at.path().substr(at.name_at())};
  return ::fstatat(at.folder()->number(), name.c_str(), &status, 0) == 0;
}

}  // namespace

TEST_CASE("a folder that is moved far out is a finding where the walk comes back to it") {
  const temporary_folder root;
  constexpr int levels = 40;
  constexpr int moved = 5;
  fs::path inner = "d";
  for (int level = 1; level < levels; ++level) {
    inner /= "d";
  }
  root.write(inner / "deepest.png");
  fs::path out;
  fs::path to_move;
  for (int level = 1; level <= levels; ++level) {
    out /= "d";
    root.write(out / "z.png");
    to_move = level == moved ? out : to_move;
  }
  policies rules = no_rules();
  preflight::cli::skip_record skipped;
  walk files{root.path().string(), {}, rules, skipped};
  REQUIRE(files.advance());
  REQUIRE(files.path() == (root.path() / inner / "deepest.png").string());
  fs::rename(root.path() / to_move, root.path() / "elsewhere");

  int seen = 0;
  while (files.advance() && !files.problem()) {
    ++seen;
    CHECK(is_there(files));
  }
  CHECK(seen == levels - moved + 1);
  REQUIRE(files.problem());
  CHECK(files.problem()->code == failure_code::changed);
  CHECK(files.problem()->what == "the folder was moved while it was being read");
  CHECK(files.path() == (root.path() / to_move.parent_path()).string());
  CHECK_FALSE(files.advance());
}

TEST_CASE("a folder that is moved while it is open is walked to its end") {
  const temporary_folder root;
  root.write("a/1.png");
  root.write("a/2.png");
  root.write("b/3.png");
  policies rules = no_rules();
  preflight::cli::skip_record skipped;
  walk files{root.path().string(), {}, rules, skipped};
  REQUIRE(files.advance());
  fs::rename(root.path() / "a", root.path() / "c");
  REQUIRE(files.advance());
  CHECK(files.path() == (root.path() / "a/2.png").string());
  CHECK(is_there(files));
  REQUIRE(files.advance());
  CHECK(files.path() == (root.path() / "b/3.png").string());
  CHECK_FALSE(files.advance());
}

TEST_CASE("a folder that is removed before the walk comes to it is a finding, and the walk goes on") {
  const temporary_folder root;
  root.write("a/1.png");
  root.write("b/2.png");
  root.write("c/3.png");
  policies rules = no_rules();
  preflight::cli::skip_record skipped;
  walk files{root.path().string(), {}, rules, skipped};
  REQUIRE(files.advance());
  fs::remove_all(root.path() / "b");
  REQUIRE(files.advance());
  CHECK(files.path() == (root.path() / "b").string());
  REQUIRE(files.problem());
  CHECK(files.problem()->code == failure_code::folder_unreadable);
  CHECK(files.problem()->system_error == ENOENT);
  REQUIRE(files.advance());
  CHECK_FALSE(files.problem());
  CHECK(files.path() == (root.path() / "c/3.png").string());
  CHECK_FALSE(files.advance());
}

TEST_CASE("a folder that is removed while it is open: what was listed is not there any more") {
  const temporary_folder root;
  root.write("a/1.png");
  root.write("a/2.png");
  root.write("b/3.png");
  policies rules = no_rules();
  preflight::cli::skip_record skipped;
  walk files{root.path().string(), {}, rules, skipped};
  REQUIRE(files.advance());
  CHECK(is_there(files));
  fs::remove_all(root.path() / "a");
  REQUIRE(files.advance());
  CHECK(files.path() == (root.path() / "a/2.png").string());
  CHECK_FALSE(is_there(files));
  REQUIRE(files.advance());
  CHECK(files.path() == (root.path() / "b/3.png").string());
  CHECK(is_there(files));
}

TEST_CASE("a root that is not there is a finding") {
  const temporary_folder root;
  policies rules = no_rules();
  preflight::cli::skip_record skipped;
  const std::string gone = (root.path() / "gone").string();
  walk files{gone, {}, rules, skipped};
  REQUIRE(files.advance());
  CHECK(files.path() == gone);
  REQUIRE(files.problem());
  CHECK(files.problem()->system_error == ENOENT);
  CHECK_FALSE(files.advance());
}
