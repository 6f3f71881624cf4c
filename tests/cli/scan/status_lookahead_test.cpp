#include <scan/status_lookahead.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "harness/catch.hpp"

using namespace preflight::cli;

namespace {

/// Paths of files that are not there, in their order.
path_list missing_paths(std::size_t count) {
  path_list out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    out.add("missing/" + std::string(8 - number.size(), '0') + number, path_list::origin::list);
  }
  out.sort();
  return out;
}

}  // namespace

TEST_CASE("what was looked up ahead is not looked up again") {
  std::string folder = (std::filesystem::temp_directory_path() / "media-preflight-test-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  path_list paths;
  for (const char* const name : {"a", "b", "c", "d"}) {
    std::ofstream{folder + '/' + name} << "four";
    paths.add(folder + '/' + name, path_list::origin::list);
  }
  paths.add(folder + "/aa", path_list::origin::list);
  paths.sort();
  status_lookahead ahead{paths};
  ahead.look_up(3);
  std::filesystem::remove_all(folder);
  std::size_t index = 0;
  for (const int error : {0, ENOENT, 0}) {
    const auto known = ahead.take(index++);
    REQUIRE(known);
    CHECK(known->error == error);
    CHECK((error != 0 || known->status.st_size == 4));
  }
  CHECK_FALSE(ahead.take(3));
  ahead.look_up(9);
  REQUIRE(ahead.take(4));
  CHECK(ahead.take(4)->error == ENOENT);
}

TEST_CASE("of a long list so many are looked up as can be kept") {
  const path_list paths = missing_paths(status_lookahead::most_kept + 10);
  status_lookahead ahead{paths};
  ahead.look_up(paths.size());
  ahead.look_up(paths.size());
  CHECK(ahead.take(0));
  CHECK(ahead.take(1));
  ahead.look_up(paths.size());  // room for two more
  std::size_t known = 0;
  for (std::size_t index = 2; index < paths.size(); ++index) {
    known += ahead.take(index) ? 1U : 0U;
  }
  CHECK(known == status_lookahead::most_kept);
  ahead.look_up(1);
}

TEST_CASE("several threads look up different paths") {
  const path_list paths = missing_paths(400);
  status_lookahead ahead{paths};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int calls = 0; calls < 10; ++calls) {
          ahead.look_up(10);
        }
      });
    }
  }
  for (std::size_t index = 0; index < paths.size(); ++index) {
    CHECK(ahead.take(index));
  }
}

TEST_CASE("standard input is not looked up, and an empty list has nothing") {
  path_list paths;
  paths.add("-", path_list::origin::input);
  status_lookahead ahead{paths};
  ahead.look_up(5);
  CHECK_FALSE(ahead.take(0));
  const path_list none;
  status_lookahead{none}.look_up(5);
}
