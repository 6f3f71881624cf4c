#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/same_facts.hpp"

using preflight::depth;
using preflight::extent;
using preflight::fault_kind;
using preflight::format;

namespace {

// One white pixel: header, screen, a table of two colours, image, trailer.
constexpr std::array<unsigned char, 35> embedded{'G', 'I', 'F', '8', '9', 'a', 1, 0,    1,    0, 0x80, 0,
                                                 0,   255, 255, 255, 0,   0,   0, 0x2C, 0,    0, 0,    0,
                                                 1,   0,   1,   0,   0,   2,   2, 0x44, 0x01, 0, 0x3B};
constexpr preflight::facts at_compile_time = preflight::sniff(embedded);
static_assert(at_compile_time.format == format::gif);
static_assert(at_compile_time.coded == extent{1, 1});
static_assert(at_compile_time.frames == 1U && at_compile_time.animated == false && at_compile_time.has_alpha == false);
static_assert(at_compile_time.end == embedded.size());
static_assert(!at_compile_time.faults.has(fault_kind::malformed) && !at_compile_time.faults.has(fault_kind::truncated));

using crafted::bytes;
using crafted::gif::delay;
using crafted::gif::screen;
using crafted::gif::trailer;

/// A frame of one pixel's data, whatever size its descriptor gives.
bytes frame(const crafted::gif::frame_place& place = {0, 0, 8, 8}, std::uint8_t code_size = 2) {
  return crafted::gif::descriptor(place) + bytes{code_size, 2, 0x44, 0x01, 0};
}
bytes gif_with(const bytes& before_the_trailer) { return screen(8, 8) + before_the_trailer + trailer; }

bool sound(const preflight::facts& f) {
  return !f.faults.has(fault_kind::malformed) && !f.faults.has(fault_kind::truncated) &&
         !f.faults.has(fault_kind::over_budget) && !f.faults.has(fault_kind::no_dimensions);
}

/// The first fault of a kind; one without text where there is none.
preflight::fault first(fault_kind kind, const preflight::facts& f) {
  const preflight::fault* const fault = f.faults.first(kind);
  return fault == nullptr ? preflight::fault{} : *fault;
}

bool independent_of_windows(std::span<const unsigned char> file) {
  bool same = true;
  for (const depth level : {depth::header, depth::structure}) {
    same = same && crafted::same(preflight::sniff(file, level), crafted::drive_exactly(file, level).facts);
  }
  return same;
}

}  // namespace

TEST_CASE("GIF, two digits and a letter claim a GIF") {
  const auto claimed = [](std::string_view text) {
    return preflight::sniff(crafted::text(text)).format == format::gif;
  };
  CHECK(claimed("GIF87a"));
  CHECK(claimed("GIF89a"));
  CHECK(claimed("GIF88b"));
  CHECK_FALSE(claimed("GIF89"));
  CHECK_FALSE(claimed("GIF is a format"));
  CHECK_FALSE(claimed("GIF89A"));
}

TEST_CASE("an unknown version is malformed, and the rest is read all the same") {
  const preflight::facts facts = preflight::sniff(screen(640, 480, "GIF88b") + frame() + trailer);
  CHECK(first(fault_kind::malformed, facts).clause == "GIF89a 17");
  CHECK(facts.coded == extent{640, 480});
  CHECK(facts.frames == 1U);
}

TEST_CASE("ten bytes give the size, and thirteen are all that depth header looks at") {
  const bytes whole = screen(640, 480) + frame() + trailer;
  CHECK(preflight::sniff(crafted::cut(whole, 9)).coded == extent{});
  const preflight::facts ten = preflight::sniff(crafted::cut(whole, 10), depth::header);
  CHECK(ten.coded == extent{640, 480});
  CHECK(ten.faults.has(fault_kind::truncated));
  const preflight::facts thirteen = preflight::sniff(crafted::cut(whole, 13), depth::header);
  CHECK(sound(thirteen));
  CHECK_FALSE(thirteen.frames);
  CHECK_FALSE(thirteen.has_alpha);
}

TEST_CASE("frames are counted, and two of them are an animation") {
  const preflight::facts one = preflight::sniff(gif_with(delay(10) + frame()));
  CHECK(one.frames == 1U);
  CHECK(one.animated == false);
  const preflight::facts two = preflight::sniff(gif_with(delay(10) + frame() + delay(10) + frame()));
  CHECK(two.frames == 2U);
  CHECK(two.animated == true);
  CHECK(sound(two));
}

TEST_CASE("the count stops at the budget and says so, without a fault") {
  preflight::budget tight;
  tight.frames = 2;
  const preflight::facts at = preflight::sniff(gif_with(frame() + frame()), depth::structure, tight);
  CHECK(at.frames == 2U);
  CHECK_FALSE(at.frames_at_least);
  const preflight::facts above = preflight::sniff(gif_with(frame() + frame() + frame()), depth::structure, tight);
  CHECK(above.frames == 2U);
  CHECK(above.frames_at_least);
  CHECK(above.animated == true);
  CHECK(sound(above));
}

TEST_CASE("the usual budget has room for the blocks of as many frames as it counts") {
  constexpr preflight::budget usual;
  CHECK(usual.units > 2 * usual.frames);  // each has a graphic control extension before it
}

TEST_CASE("blocks are counted, and too many are a matter of budget") {
  preflight::budget tight;
  tight.units = 3;
  CHECK(sound(preflight::sniff(gif_with(delay(10) + frame()), depth::structure, tight)));
  CHECK(preflight::sniff(gif_with(delay(10) + frame() + delay(10)), depth::structure, tight)
            .faults.has(fault_kind::over_budget));
}

TEST_CASE("a frame with a transparent colour gives the picture an alpha channel") {
  const preflight::facts clear = preflight::sniff(gif_with(delay(10, true) + frame()));
  CHECK(clear.has_alpha == true);
  CHECK(clear.channels == 4);
  const preflight::facts opaque = preflight::sniff(gif_with(delay(10) + frame()));
  CHECK(opaque.has_alpha == false);
  CHECK(opaque.channels == 3);
  // Not a graphic control extension, but a comment that begins with the same bytes.
  CHECK(preflight::sniff(gif_with(bytes{0x21, 0xFE, 4, 1, 0, 0, 0, 0} + frame())).has_alpha == false);
}

TEST_CASE("the canvas is the hull of the screen and all frames") {
  CHECK(preflight::sniff(gif_with(frame({4, 0, 8, 8}) + frame({0, 5, 8, 8}))).canvas == extent{12, 13});
  CHECK(preflight::sniff(gif_with(frame({2, 2, 4, 4}))).canvas == extent{8, 8});
  CHECK(preflight::sniff(gif_with(frame({65535, 0, 65535, 1}))).canvas == extent{131070, 8});
}

TEST_CASE("a screen without a size leaves it to the frames") {
  const bytes file = screen(0, 0) + frame({0, 0, 640, 480}) + trailer;
  for (const depth level : {depth::header, depth::structure}) {
    const preflight::facts facts = preflight::sniff(file, level);
    CHECK(facts.coded == extent{0, 0});
    CHECK(facts.canvas == extent{640, 480});
    CHECK(sound(facts));
  }
  CHECK(preflight::sniff(screen(0, 0) + frame({0, 0, 0, 480}) + trailer).faults.has(fault_kind::no_dimensions));
}

TEST_CASE("a frame without a size takes that of the screen, as players have it") {
  const preflight::facts facts = preflight::sniff(gif_with(frame({0, 0, 0, 0})));
  CHECK(facts.canvas == extent{8, 8});
  CHECK(sound(facts));
}

TEST_CASE("colour tables of every size are passed") {
  for (std::uint8_t size = 0; size < 8; ++size) {
    CAPTURE(size);
    const bytes colours = crafted::zeros(std::size_t{3} << (size + 1));
    const bytes packed{static_cast<unsigned char>(0x80 | size)};
    const bytes file = crafted::text("GIF89a") + bytes{8, 0, 8, 0} + packed + bytes{0, 0} + colours;
    const bytes image = crafted::cut(crafted::gif::descriptor({0, 0, 8, 8}), 9) + packed + colours + bytes{2, 0};
    CHECK(sound(preflight::sniff(file + image + trailer)));
    CHECK(first(fault_kind::truncated, preflight::sniff(crafted::cut(file, file.size() - 1))).clause == "GIF89a 19");
  }
}

TEST_CASE("the LZW minimum code size leaves room for a clear code of 12 bits") {
  CHECK(sound(preflight::sniff(gif_with(frame({0, 0, 8, 8}, 11)))));
  CHECK(first(fault_kind::malformed, preflight::sniff(gif_with(frame({0, 0, 8, 8}, 12)))).actual == 12);
}

TEST_CASE("a GIF without an image is malformed") {
  CHECK(first(fault_kind::malformed, preflight::sniff(gif_with(crafted::gif::looping()))).clause == "GIF89a 20");
}

TEST_CASE("what is no block is malformed where it stands, a zero byte too") {
  for (const unsigned char byte : bytes{0x00, 0x42}) {
    const preflight::fault fault =
        first(fault_kind::malformed, preflight::sniff(gif_with(frame() + bytes{byte} + frame())));
    CHECK(fault.offset == screen(8, 8).size() + frame().size());
  }
}

TEST_CASE("a GIF that ends early says what it did not reach") {
  const auto missing = [](const bytes& file) { return first(fault_kind::truncated, preflight::sniff(file)).clause; };
  const bytes start = screen(8, 8);
  CHECK(missing(start) == "GIF89a 27");
  CHECK(missing(start + frame()) == "GIF89a 27");
  CHECK(missing(start + crafted::cut(frame(), 9)) == "GIF89a 20");
  CHECK(missing(start + crafted::cut(frame(), 10)) == "GIF89a 22");
  CHECK(missing(start + crafted::cut(frame(), 13)) == "GIF89a 15");
  CHECK(missing(start + bytes{0x21}) == "GIF89a 15");
  CHECK(missing(start + bytes{0x21, 0xFE, 200, 'a'}) == "GIF89a 15");
}

TEST_CASE("the end is after the trailer, and what follows is not the picture's") {
  const preflight::facts facts = preflight::sniff(gif_with(frame()) + screen(8, 8));
  CHECK(facts.end == gif_with(frame()).size());
  CHECK(facts.trailing_format == format::gif);
  CHECK(facts.frames == 1U);
}

TEST_CASE("an XMP packet is searched for a position, and only at depth structure") {
  bytes magic{0x01};  // XMP part 3, 1.1.2: lets a reader of sub-blocks find the end wherever it comes from
  for (unsigned value = 0x100; value > 0; --value) {
    magic.u8(value - 1);
  }
  const auto xmp = [&](std::string_view packet) {
    return bytes{0x21, 0xFF, 11}.text("XMP DataXMP").text(packet).add(magic).u8(0);
  };
  const preflight::facts facts = preflight::sniff(gif_with(xmp("<a exif:GPSLatitude=\"52,31N\"/>") + frame()));
  CHECK(facts.location == preflight::location_source::xmp);
  CHECK(facts.frames == 1U);
  CHECK(sound(facts));
  CHECK(preflight::sniff(gif_with(xmp("<a/>") + frame())).location == preflight::location_source::none);
  CHECK(preflight::sniff(gif_with(crafted::gif::comment("exif:GPSLatitude=\"52,31N\"") + frame())).location ==
        preflight::location_source::none);
}

TEST_CASE("the data of a frame after an XMP packet is not a part of it") {
  const std::string_view position = "exif:GPSLatitude=\"52,31N\"";
  const bytes data = bytes{2, static_cast<unsigned char>(position.size())}.text(position).u8(0);
  const bytes file = gif_with(crafted::gif::xmp("<a/>") + crafted::gif::descriptor({0, 0, 8, 8}) + data);
  const preflight::facts f = preflight::sniff(file);
  CHECK(f.frames == 1U);
  CHECK(f.location == preflight::location_source::none);
}

TEST_CASE("a hundred thousand frames are read once") {
  bytes file = screen(8, 8);
  for (int i = 0; i < 100'000; ++i) {
    file.add(delay(2)).add(frame());
  }
  file.add(trailer);
  preflight::memory_source source{file};
  const auto probed = preflight::probe(source);
  REQUIRE(probed);
  CHECK(probed->file.frames == 100'000U);
  CHECK(probed->bytes_read <= file.size() + 4096);
}

TEST_CASE("windows of exactly what is needed lead to the same answer as the whole GIF") {
  CHECK(independent_of_windows(embedded));
  CHECK(independent_of_windows(gif_with(delay(10, true) + crafted::gif::looping() + frame() + frame({1, 1, 9, 9}))));
  CHECK(independent_of_windows(screen(0, 0) + crafted::gif::comment("a") + frame() + trailer));
  bytes large = screen(8, 8) + crafted::gif::descriptor({}) + bytes{8};
  for (unsigned i = 0; i < 1000; ++i) {
    large.u8(i % 255 + 1).repeat(i % 255 + 1, 0x5A);
  }
  CHECK(independent_of_windows(large + bytes{0} + delay(0) + frame() + trailer));
}

TEST_CASE("a frame without a width or a height does not enlarge the picture") {
  for (const crafted::gif::frame_place& empty :
       {crafted::gif::frame_place{100, 0, 0, 8}, crafted::gif::frame_place{0, 100, 8, 0}}) {
    const bytes file = gif_with(frame() + frame(empty));
    const preflight::facts f = preflight::sniff(file);
    CHECK(f.frames == 2U);
    CHECK(f.canvas == extent{8, 8});
  }
}
