#include "thumbnail/shrunk_picture.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "harness/catch.hpp"

using namespace preflight;
using worker::shrunk_picture;

namespace {

extent fitted(extent whole) { return shrunk_picture{whole}.size(); }

/// Each pixel of a picture of three by two as a letter.
std::string turned(unsigned orientation) {
  shrunk_picture picture{{3, 2}};
  for (const std::string row : {"abc", "def"}) {
    std::vector<unsigned char> colours;
    for (const char c : row) {
      colours.insert(colours.end(), 3, static_cast<unsigned char>(c));
    }
    picture.add_row(colours);
  }
  picture.turn(orientation);
  std::string text;
  for (std::size_t i = 0; i < picture.pixels().size(); i += 3) {
    text += i > 0 && i / 3 % picture.size().width == 0 ? "/" : "";
    text += static_cast<char>(picture.pixels()[i]);
  }
  return text;
}

}  // namespace

TEST_CASE("a thumbnail keeps the shape of the picture, and no picture is enlarged") {
  CHECK(fitted({1280, 960}) == extent{128, 96});
  CHECK(fitted({1920, 1080}) == extent{128, 72});
  CHECK(fitted({1080, 1920}) == extent{72, 128});
  CHECK(fitted({60, 40}) == extent{60, 40});
  CHECK(fitted({1, 1}) == extent{1, 1});
  CHECK(fitted({24'000'000, 1}) == extent{128, 1});
  CHECK(fitted({1, 24'000'000}) == extent{1, 128});
}

TEST_CASE("a thumbnail's pixel is the mean of those it stands for") {
  shrunk_picture picture{{256, 192}};
  for (unsigned row = 0; row < 192; ++row) {
    CHECK_FALSE(picture.is_complete());
    std::vector<unsigned char> colours(256 * 3);
    for (std::size_t x = 0; x < 256; ++x) {
      colours[3 * x] = x % 2 == 0 ? 100 : 200;
      colours[3 * x + 1] = row % 2 == 0 ? 0 : 50;
      colours[3 * x + 2] = 7;
    }
    picture.add_row(colours);
  }
  REQUIRE(picture.is_complete());
  REQUIRE(picture.pixels().size() == std::size_t{128} * 96 * 3);
  for (std::size_t i = 0; i < picture.pixels().size(); i += 3) {
    REQUIRE(picture.pixels()[i] == 150);
    REQUIRE(picture.pixels()[i + 1] == 25);
    REQUIRE(picture.pixels()[i + 2] == 7);
  }
}

TEST_CASE("a thumbnail is turned as EXIF says") {
  CHECK(turned(0) == "abc/def");
  CHECK(turned(1) == "abc/def");
  CHECK(turned(2) == "cba/fed");
  CHECK(turned(3) == "fed/cba");
  CHECK(turned(4) == "def/abc");
  CHECK(turned(5) == "ad/be/cf");
  CHECK(turned(6) == "da/eb/fc");
  CHECK(turned(7) == "fc/eb/da");
  CHECK(turned(8) == "cf/be/ad");
  CHECK(turned(9) == "abc/def");
}
