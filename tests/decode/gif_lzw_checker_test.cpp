#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <preflight/decode/gif_lzw_checker.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/gif.hpp"

namespace {

using crafted::bytes;
using crafted::gif::blocks;
using crafted::gif::clear;
using crafted::gif::end;
using crafted::gif::packed;
using preflight::detail::gif_lzw_checker;

gif_lzw_checker walked(const bytes& data, std::uint64_t pixels, unsigned code_size = 2, std::size_t piece = SIZE_MAX) {
  gif_lzw_checker walk;
  walk.begin(code_size, pixels, 100);
  for (std::span<const unsigned char> rest{data}; !rest.empty();) {
    const std::size_t count = std::min(piece, rest.size());
    walk.take(rest.first(count));
    rest = rest.subspan(count);
  }
  return walk;
}

/// The one white pixel of many web pages: clear, 0, end.
constexpr std::array<unsigned char, 4> embedded{2, 0x44, 0x01, 0};
static_assert([] {
  gif_lzw_checker walk;
  walk.begin(2, 1, 0);
  walk.take(embedded);
  return !walk.wrong() && walk.pixels_left() == 0;
}());

}  // namespace

TEST_CASE("codes count the pixels they stand for, however they are cut", "[gif]") {
  for (const std::uint64_t pixels : {1U, 2U, 16U, 4000U, 100'000U, 9'000'000U}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{256}, SIZE_MAX}) {
      CAPTURE(pixels, piece);
      const bytes data = blocks(crafted::gif::lzw_zeros(pixels));
      CHECK(walked(data, pixels, 2, piece).pixels_left() == 0);
      CHECK_FALSE(walked(data, pixels, 2, piece).wrong());
      CHECK(walked(data, pixels + 3, 2, piece).pixels_left() == 3);
    }
  }
}

TEST_CASE("a code that is not in the table is wrong, and where it ends is told", "[gif]") {
  SECTION("one above the code that it would add itself") {
    const gif_lzw_checker walk = walked(blocks(packed({{clear, 3}, {0, 3}, {7, 3}})), 16);
    CHECK(walk.wrong());
    CHECK(walk.wrong_code() == 7);
    CHECK(walk.highest() == 6);
    CHECK(walk.offset() == 102);  // the size at 100, then the second byte of data
    CHECK_FALSE(walked(blocks(packed({{clear, 3}, {0, 3}, {6, 3}})), 16).wrong());
  }
  SECTION("one that only stands for several pixels, first or after a clear code") {
    const gif_lzw_checker first = walked(blocks(packed({{clear, 3}, {6, 3}})), 16);
    CHECK(first.wrong());
    CHECK(first.highest() == end);
    CHECK(walked(blocks(packed({{clear, 3}, {1, 3}, {6, 3}, {clear, 3}, {6, 3}})), 16).wrong());
    CHECK(walked(blocks(packed({{6, 3}})), 16).wrong());
  }
  SECTION("in a later block") {
    const bytes data = crafted::gif::lzw_zeros(1'000'000);
    const bytes cut = crafted::cut(data, 300);
    const gif_lzw_checker walk = walked(blocks(cut + bytes{}.repeat(40, 0xFF)), 1U << 30);
    CHECK(walk.wrong());
    CHECK(walk.offset() > 100 + 300);
    CHECK(walk.offset() < 100 + 306);
  }
}

TEST_CASE("what other decoders take is not wrong", "[gif]") {
  SECTION("data that does not begin with a clear code") {
    CHECK(walked(blocks(packed({{1, 3}, {6, 3}, {end, 4}})), 3).pixels_left() == 0);
  }
  SECTION("a table that stays full") {
    std::vector<crafted::gif::code> all{{clear, 3}};
    unsigned next = 6;
    unsigned width = 3;
    for (unsigned count = 0; count < 5000; ++count) {
      all.push_back({count % 4, width});
      next += count > 0 && next < 4096 ? 1 : 0;
      width += width < 12 && next == (1U << width) ? 1 : 0;
    }
    all.push_back({4095, 12});
    CHECK(walked(blocks(packed(all)), 5002).pixels_left() == 0);
  }
  SECTION("any codes after the last pixel, the end code or the terminator") {
    const bytes any = bytes{}.repeat(300, 0xFF);
    CHECK_FALSE(walked(blocks(packed({{clear, 3}, {0, 3}, {0, 3}, {7, 4}}) + any), 2).wrong());
    CHECK_FALSE(walked(blocks(packed({{clear, 3}, {0, 3}, {end, 3}, {7, 3}}) + any), 9).wrong());
    CHECK_FALSE(walked(blocks(packed({{clear, 3}, {0, 3}})) + any, 9).wrong());
  }
  SECTION("a code size of one, whose first code fills its width") {
    CHECK(walked(blocks(packed({{2, 2}, {1, 2}, {4, 3}, {0, 3}, {3, 3}})), 4, 1).pixels_left() == 0);
  }
}

TEST_CASE("what is left over when all pixels are there is told", "[gif]") {
  const auto surplus = [](const bytes& data, std::uint64_t pixels) {
    const bool whole = walked(data, pixels).has_surplus();
    CHECK(walked(data, pixels, 2, 1).has_surplus() == whole);
    return whole;
  };
  SECTION("codes for more pixels, or one that stands for too many") {
    CHECK_FALSE(surplus(blocks(packed({{clear, 3}, {0, 3}, {0, 3}, {end, 3}})), 2));
    CHECK(surplus(blocks(packed({{clear, 3}, {0, 3}, {0, 3}, {0, 3}, {end, 4}})), 2));
    CHECK(surplus(blocks(packed({{clear, 3}, {0, 3}, {6, 3}, {end, 3}})), 2));
    CHECK_FALSE(surplus(blocks(packed({{clear, 3}, {0, 3}, {6, 3}, {end, 3}})), 3));
    CHECK(walked(blocks(packed({{clear, 3}, {0, 3}, {0, 3}, {0, 3}})), 2).offset() == 102);
  }
  SECTION("bits or bytes after the end code that are not zeros") {
    const bytes ended = packed({{clear, 3}, {0, 3}, {end, 3}});  // seven bits are left
    CHECK_FALSE(surplus(blocks(ended), 1));
    CHECK_FALSE(surplus(blocks(ended + crafted::zeros(2)), 1));
    CHECK(surplus(blocks(packed({{clear, 3}, {0, 3}, {end, 3}, {1, 3}})), 1));
    CHECK(surplus(blocks(ended + bytes{0, 8}), 1));
    CHECK_FALSE(surplus(blocks(ended) + bytes{0, 8}, 1));
  }
  SECTION("a clear code, or no end code, is nothing left over") {
    CHECK_FALSE(surplus(blocks(packed({{clear, 3}, {0, 3}, {clear, 3}, {end, 3}})), 1));
    CHECK_FALSE(surplus(blocks(packed({{clear, 3}, {0, 3}})), 1));
  }
  SECTION("the next image begins without") {
    gif_lzw_checker walk = walked(blocks(packed({{clear, 3}, {0, 3}, {0, 3}})), 1);
    CHECK(walk.has_surplus());
    walk.begin(2, 1, 100);
    CHECK_FALSE(walk.has_surplus());
  }
}

TEST_CASE("a code size without codes of 12 bits or less, or an image without pixels, is passed over", "[gif]") {
  const bytes any = blocks(bytes{}.repeat(300, 0xFF));
  for (const unsigned size : {12U, 31U, 32U, 255U}) {
    CAPTURE(size);
    CHECK_FALSE(walked(any, 9, size).wrong());
    CHECK(walked(any, 9, size).pixels_left() == 9);
  }
  CHECK_FALSE(walked(any, 0).wrong());
  CHECK(walked(any, 9, 11).wrong());
}
