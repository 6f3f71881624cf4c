// What fuzzing has found, tried again: every input under testdata/fuzz by its target, and every crafted file by all
// that take media.

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "fuzz/targets.hpp"
#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/catalogue.hpp"

namespace {

namespace files = std::filesystem;

const files::path inputs{std::string{preflight::test::project_folder} + "/testdata/fuzz"};
const files::path headers{std::string{preflight::test::project_folder} + "/tests/fuzz/targets"};

crafted::bytes file_content(const files::path& path) {
  std::ifstream in{path, std::ios::binary};
  crafted::bytes content;
  content.assign(std::istreambuf_iterator<char>{in}, {});
  return content;
}

/// Says what is wrong, nothing where all is well.
std::string failure_text(const fuzz::target& target, const crafted::bytes& input) {
  try {
    target.run(input);
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("every header of a fuzzing target is in the list, under its own name") {
  std::set<std::string> listed;
  std::set<std::string> header_names;
  for (const fuzz::target* target : fuzz::all_targets()) {
    listed.emplace(target->name);
  }
  for (const auto& entry : files::recursive_directory_iterator{headers}) {
    if (entry.is_regular_file()) {
      header_names.insert(entry.path().stem().string());
    }
  }
  CHECK(listed == header_names);
  CHECK(listed.size() == fuzz::all_targets().size());
}

TEST_CASE("every kept input belongs to a target, and no promise breaks on it") {
  const auto targets = fuzz::all_targets();
  for (const auto& folder : files::directory_iterator{inputs}) {
    const std::string name = folder.path().filename().string();
    INFO(name);
    const auto match =
        std::find_if(targets.begin(), targets.end(), [&](const fuzz::target* target) { return target->name == name; });
    REQUIRE(match != targets.end());
    for (const auto& file : files::directory_iterator{folder}) {
      INFO(file.path().filename().string());
      CHECK(failure_text(**match, file_content(file.path())) == "");
    }
  }
}

TEST_CASE("no promise breaks on a crafted file") {
  for (const crafted::row& row : crafted::catalogue()) {
    if (row.file.size > 100'000) {
      continue;
    }
    const crafted::bytes file = row.file.whole();
    for (const fuzz::target* target : fuzz::all_targets()) {
      if (target->takes_media) {
        INFO(row.file_name() << ": " << target->name);
        CHECK(failure_text(*target, file) == "");
      }
    }
  }
}
