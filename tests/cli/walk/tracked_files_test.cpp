#include <string>
#include <string_view>

#include "harness/catch.hpp"
#include "walk/ignore/tracked_files.hpp"

using preflight::cli::tracked_files;

namespace {

std::string number(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) {
    out += static_cast<char>(value >> (8 * i));
  }
  return out;
}

struct index_shape {
  std::uint32_t version = 2;
  std::size_t hash_length = 20;
  bool extended = false;
};

/// As gitformat-index(5) says; of version 4 with nothing left out of the names.
std::string index_of(const std::vector<std::string>& names, const index_shape& shape = {}) {
  std::string out = "DIRC" + number(shape.version, 4) + number(static_cast<std::uint32_t>(names.size()), 4);
  std::size_t previous = 0;
  for (const std::string& name : names) {
    const std::size_t start = out.size();
    out += std::string(40 + shape.hash_length, 'x');
    out += number((shape.extended ? 0x4000U : 0U) + static_cast<std::uint32_t>(name.size()), 2);
    out += shape.extended ? number(0, 2) : "";
    if (shape.version == 4) {
      REQUIRE(previous < 0x80);
      out += static_cast<char>(previous);
    }
    out += name + '\0';
    previous = name.size();
    while (shape.version != 4 && (out.size() - start) % 8 != 0) {
      out += '\0';
    }
  }
  return out + std::string(shape.hash_length, 'h');
}

}  // namespace

TEST_CASE("the media files of an index are found by name and by folder") {
  const std::vector<std::string> names{"a.png", "b.txt", "x/a.jpg", "x/y/b.mp4", "x0.png"};
  for (const index_shape& shape : {index_shape{}, index_shape{3, 20, true}, index_shape{4}, index_shape{2, 32}}) {
    const auto files = tracked_files::read(index_of(names, shape));
    REQUIRE(files);
    CHECK(files->at("a.png").size() == 1);
    CHECK(files->at("b.txt").empty());
    CHECK(files->at("x/").size() == 2);
    CHECK(files->at("x").empty());
    CHECK(files->at("x/y/").size() == 1);
    CHECK(files->at("z/").empty());
  }
}

TEST_CASE("names of version 4 leave out what they share") {
  std::string index = index_of({"x/a.jpg"}, {4});
  index.replace(8, 4, number(2, 4));
  index.resize(index.size() - 20);
  index += std::string(60, 'x') + number(9, 2) + '\x05' + "y/b.png" + '\0';  // "a.jpg" is cut off
  const auto files = tracked_files::read(index);
  REQUIRE(files);
  CHECK(files->at("x/y/").size() == 1);
  index[index.size() - 9] = '\x7F';  // more than there is
  CHECK_FALSE(tracked_files::read(index));
}

TEST_CASE("what is no index tracks nothing, wherever it was cut") {
  CHECK_FALSE(tracked_files::read(""));
  CHECK_FALSE(tracked_files::read("DIRC"));
  CHECK_FALSE(tracked_files::read("DIRC" + number(5, 4) + number(0, 4)));
  CHECK_FALSE(tracked_files::read("DIRC" + number(2, 4) + number(0xFFFFFFFF, 4)));
  CHECK_FALSE(tracked_files::read(index_of({"b.png", "a.png"})));
  CHECK(tracked_files::read(index_of({})));
  const std::string whole = index_of({"a.png", "x/a.jpg"});
  for (std::size_t length = 0; length + 20 + 8 < whole.size(); ++length) {
    CHECK_FALSE(tracked_files::read(std::string_view{whole}.substr(0, length)));
  }
}
