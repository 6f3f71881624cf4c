#include <cstddef>
#include <cstdint>
#include <vector>

#include <preflight/sniff/metadata/exif.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/exif.hpp"

namespace {

namespace exif = crafted::exif;
using crafted::bytes;
using exif::order;
using exif::tiff;

constexpr std::size_t before = 100;

/// What the walker learns of a block that stands somewhere in a file, shown the needs and nothing beyond them.
preflight::facts read(const bytes& block) {
  const bytes file = crafted::zeros(before) + block + crafted::text("more of the file");
  const preflight::sniff_request e{.file_size = file.size()};
  preflight::detail::metadata::exif walker;
  walker.begin(before, block.size());
  preflight::facts facts;
  preflight::byte_view window;
  for (int steps = 0; steps < 10'000; ++steps) {
    const preflight::read_request next = walker.advance(window, e, facts);
    if (next.is_done()) {
      return facts;
    }
    REQUIRE(next.offset >= before);
    REQUIRE(next.offset + next.length <= before + block.size());
    window =
        preflight::byte_view{std::span{file}.subspan(static_cast<std::size_t>(next.offset), next.length), next.offset};
  }
  FAIL("the walk does not end");
  return facts;
}

std::uint8_t orientation(const bytes& block) { return read(block).orientation; }
bool located(const bytes& block) { return read(block).location == preflight::location_source::exif; }

}  // namespace

TEST_CASE("the orientation is read in either byte order") {
  for (std::uint32_t value = 1; value <= 8; ++value) {
    CHECK(orientation(exif::orientation(value, order::little)) == value);
    CHECK(orientation(exif::orientation(value, order::big)) == value);
  }
}

TEST_CASE("an orientation that is none of the eight, or no single SHORT, is not known") {
  CHECK(orientation(exif::orientation(0)) == 0);
  CHECK(orientation(exif::orientation(9)) == 0);
  CHECK(orientation(exif::orientation(6, order::little, exif::type_long)) == 0);
  CHECK(orientation(exif::orientation(6, order::little, exif::type_short, 2)) == 0);
}

TEST_CASE("the first of two orientations counts") {
  const bytes twice = tiff{order::big}
                          .u16(2)
                          .entry(exif::tag_orientation, exif::type_short, 1, 6)
                          .entry(exif::tag_orientation, exif::type_short, 1, 3)
                          .u32(0)
                          .all();
  CHECK(orientation(twice) == 6);
}

TEST_CASE("an entry is found after a thousand others, and not after more") {
  const auto behind = [](std::uint16_t others) {
    tiff t{order::little};
    t.u16(others + 1U);
    for (std::uint16_t i = 0; i < others; ++i) {
      t.entry(0x9999, exif::type_long, 1, 0);
    }
    return t.entry(exif::tag_orientation, exif::type_short, 1, 6).u32(0).all();
  };
  CHECK(orientation(behind(1000)) == 6);
  CHECK(orientation(behind(2000)) == 0);
}

TEST_CASE("a directory that its block does not hold is left alone") {
  CHECK(orientation({}) == 0);
  CHECK(orientation(crafted::text("II")) == 0);
  CHECK(orientation(tiff{order::little, 7}.u16(1).all()) == 0);
  CHECK(orientation(tiff{order::little, 0xFFFFFFFF}.u16(1).all()) == 0);
  CHECK(orientation(tiff{order::little, 10}.u16(0).all()) == 0);
  const bytes whole = exif::orientation(6);
  CHECK(orientation(crafted::cut(whole, 22)) == 6);
  CHECK(orientation(crafted::cut(whole, 21)) == 0);
}

TEST_CASE("a block that is no TIFF structure is left alone") {
  const bytes good = exif::orientation(6);
  CHECK(orientation(crafted::patched(good, 0, {'I'}, {'X'})) == 0);
  CHECK(orientation(crafted::patched(good, 1, {'I'}, {'M'})) == 0);
  CHECK(orientation(crafted::patched(good, 2, {42}, {43})) == 0);
}

TEST_CASE("a directory that names itself as the next ends the walk") {
  CHECK(orientation(exif::looping(6)) == 6);
  const bytes gps_is_ifd0 = tiff{order::big}.u16(1).entry(exif::tag_gps_ifd, exif::type_long, 1, 8).u32(0).all();
  CHECK_FALSE(located(gps_is_ifd0));
}

TEST_CASE("a latitude and a longitude with values are a position") {
  const bytes block = exif::gps({52, 31, 12}, {13, 24, 18});
  CHECK(located(block));
  CHECK(located(exif::gps({0, 0, 0}, {0, 0, 0}, order::big)));
  CHECK(read(block).location_offset == before + 26);
}

TEST_CASE("a position of which nothing is written is none") {
  CHECK_FALSE(located(exif::gps({0, 0, 0}, {0, 0, 0}, order::little, 0)));
  const bytes block = exif::gps({52, 31, 12}, {13, 24, 18});
  CHECK_FALSE(located(crafted::cut(block, block.size() - 1)));
  const bytes latitude_only = tiff{order::little}
                                  .u16(1)
                                  .entry(exif::tag_gps_ifd, exif::type_long, 1, 26)
                                  .u32(0)
                                  .u16(1)
                                  .entry(2, exif::type_rational, 3, 44)
                                  .u32(0)
                                  .add(bytes{}.repeat(48, 1))
                                  .all();
  CHECK_FALSE(located(latitude_only));
}

TEST_CASE("a position is one in whatever type and count it is written") {
  const bytes rational = bytes{}.u32le(52).u32le(1);
  const bytes blanks = crafted::text("      ");
  struct spelling {
    std::uint16_t type;
    std::uint32_t count;
    bytes value;
    bool is_position = true;
  };
  const std::vector<spelling> spellings{
      {exif::type_rational, 1, rational},
      {exif::type_rational, 3, rational + rational + rational},
      {10, 3, rational + rational + rational},     // SRATIONAL
      {10, 1, bytes{}.u32le(52).u32le(0), false},  // without a fix
      {2, 6, crafted::text("52.516")},
      {2, 3, crafted::text("52")},
      {7, 9, crafted::text("52 31 12N")},
      {2, 6, blanks, false},
      {2, 1, bytes{0}, false},
      {1, 3, {52, 31, 12}},
      {exif::type_short, 2, bytes{}.u16le(52).u16le(31)},
      {exif::type_long, 1, bytes{}.u32le(52)},
      {11, 1, bytes{}.u32le(0x42520000)},  // FLOAT
      {12, 1, bytes{}.zeros(6).u16le(0x404A)},
      {99, 3, rational, false},
      {exif::type_rational, 0, rational, false},
      {exif::type_rational, 0xFFFFFFFF, rational, false},
  };
  for (const spelling& one : spellings) {
    CAPTURE(one.type, one.count);
    CHECK(located(exif::gps(one.type, one.count, one.value)) == one.is_position);
  }
  CHECK(located(exif::gps(exif::type_rational, 1, rational, 13)));  // the pointer is an IFD
  CHECK_FALSE(located(exif::gps(exif::type_rational, 1, rational, exif::type_short)));
}

TEST_CASE("a block may be begun anew") {
  preflight::detail::metadata::exif walker;
  preflight::facts facts;
  const bytes blocks = exif::orientation(6) + exif::gps({1, 2, 3}, {4, 5, 6});
  const preflight::sniff_request e{.file_size = blocks.size()};
  const std::size_t second = exif::orientation(6).size();
  walker.begin(0, second);
  CHECK(walker.advance(preflight::byte_view{blocks}, e, facts).is_done());
  walker.begin(second, blocks.size() - second);
  CHECK(walker.advance(preflight::byte_view{blocks}, e, facts).is_done());
  CHECK(facts.orientation == 6);
  CHECK(facts.location_offset == second + 26);
}
