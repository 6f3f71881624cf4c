#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/exif.hpp"
#include "sniff/crafted/png.hpp"
#include "sniff/crafted/same_facts.hpp"

using preflight::depth;
using preflight::extent;
using preflight::fault_kind;
using preflight::format;

namespace {

// One grey pixel.
constexpr std::array<unsigned char, 67> embedded{
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1A, '\n', 0,    0,    0,    13,   'I',  'H',  'D',  'R',  0,
    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,    0,    0x3A, 0x7E, 0x9B, 0x55, 0,
    0,    0,    10,   'I',  'D',  'A',  'T',  0x78, 0x9C, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01,
    0x48, 0xAF, 0xA4, 0x71, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
constexpr preflight::facts at_compile_time = preflight::sniff(embedded);
static_assert(at_compile_time.format == format::png);
static_assert(at_compile_time.coded == extent{1, 1});
static_assert(at_compile_time.bit_depth == 8 && at_compile_time.channels == 1 && at_compile_time.has_alpha == false);
static_assert(at_compile_time.end == embedded.size());
static_assert(!at_compile_time.faults.has(fault_kind::malformed) && !at_compile_time.faults.has(fault_kind::truncated));

using crafted::bytes;
using crafted::png::chunk;
using crafted::png::header;
using crafted::png::iend;
using crafted::png::ihdr;
using crafted::png::signature;

const bytes idat = chunk("IDAT", crafted::png::deflated_zeros(1));
bytes png_with(const bytes& before_the_data, const header& h = {}) { return crafted::png::hollow(h, before_the_data); }

bool sound(const preflight::facts& f) {
  return !f.faults.has(fault_kind::malformed) && !f.faults.has(fault_kind::truncated) &&
         !f.faults.has(fault_kind::over_budget) && !f.faults.has(fault_kind::no_dimensions);
}

/// The first fault of a kind; one without text where there is none.
preflight::fault first(fault_kind kind, const preflight::facts& f) {
  const preflight::fault* const fault = f.faults.first(kind);
  return fault == nullptr ? preflight::fault{} : *fault;
}
std::string_view broken_rule(const bytes& file) { return first(fault_kind::malformed, preflight::sniff(file)).clause; }

}  // namespace

TEST_CASE("the first four bytes claim a PNG, and the other four tell how it was damaged") {
  CHECK(sound(preflight::sniff(png_with({}))));
  const auto damage = [](const bytes& start) {
    return first(fault_kind::malformed, preflight::sniff(start + ihdr({})));
  };
  const std::string_view by_text_mode = damage(crafted::text("\x89PNG\n\x1A\n")).what;
  CHECK(by_text_mode.find("text mode") != std::string_view::npos);
  CHECK(damage(crafted::text("\x89PNG\r\r\n\x1A\r\n")).what == by_text_mode);
  CHECK(damage(crafted::text("\x89PNG\r\n\x1A\r\n")).what == by_text_mode);
  CHECK(damage(crafted::text("\x89PNGxxxx")).what != by_text_mode);
  CHECK(damage(crafted::text("\x89PNGxxxx")).offset == 4);
  CHECK(preflight::sniff(crafted::text("\x89QNG\r\n\x1A\n")).format != format::png);
}

TEST_CASE("only the combinations of colour type and bit depth that the standard has are sound") {
  int allowed = 0;
  for (std::uint8_t colour = 0; colour < 8; ++colour) {
    for (std::uint8_t bits = 1; bits <= 16; ++bits) {
      const header h{640, 480, bits, colour};
      const bytes palette = colour == 3 ? chunk("PLTE", crafted::zeros(3)) : bytes{};
      allowed += sound(preflight::sniff(png_with(palette, h))) ? 1 : 0;
    }
  }
  CHECK(allowed == 15);  // PNG, table 12
}

TEST_CASE("channels are counted as shown, with a palette's colours and its transparency") {
  const auto sniff_png = [](std::uint8_t colour, const bytes& chunks = {}) {
    return preflight::sniff(png_with(chunks, {640, 480, 8, colour}));
  };
  CHECK(sniff_png(0).channels == 1);
  CHECK(sniff_png(2).channels == 3);
  CHECK(sniff_png(4).channels == 2);
  CHECK(sniff_png(6).channels == 4);
  CHECK(sniff_png(6).has_alpha == true);
  CHECK(sniff_png(2).has_alpha == false);
  const preflight::facts keyed = sniff_png(2, chunk("tRNS", crafted::zeros(6)));
  CHECK(keyed.has_alpha == true);
  CHECK(keyed.channels == 4);
  const preflight::facts indexed = preflight::sniff(png_with(chunk("PLTE", crafted::zeros(3)), {640, 480, 1, 3}));
  CHECK(indexed.channels == 3);
  CHECK(indexed.bit_depth == 8);
}

TEST_CASE("a size is above zero and below 2^31") {
  for (const header& h : {header{0, 480}, header{640, 0}, header{0x80000000, 480}, header{640, 0xFFFFFFFF}}) {
    const preflight::facts facts = preflight::sniff(png_with({}, h));
    CHECK(facts.faults.has(fault_kind::malformed));
    CHECK(facts.faults.has(fault_kind::no_dimensions));
    const bool storable = h.width < 0x80000000 && h.height < 0x80000000;
    CHECK(facts.coded == (storable ? extent{h.width, h.height} : extent{}));
  }
  CHECK(preflight::sniff(png_with({}, {0x7FFFFFFF, 1})).coded == extent{0x7FFFFFFF, 1});
}

TEST_CASE("the header's checksum is checked, and the size is told all the same") {
  bytes file = png_with({});
  file[signature.size() + 24] ^= 1U;
  const preflight::facts facts = preflight::sniff(file);
  CHECK(first(fault_kind::malformed, facts).clause == "PNG 5.3");
  CHECK(facts.coded == extent{1280, 720});
}

TEST_CASE("IHDR comes first, once, and with 13 bytes") {
  CHECK(broken_rule(signature + chunk("gAMA", crafted::zeros(4)) + ihdr({}) + idat + iend) == "PNG 5.6");
  CHECK(broken_rule(png_with(ihdr({}))) == "PNG 5.6");
  CHECK(broken_rule(signature + chunk("IHDR", crafted::zeros(12)) + idat + iend) == "PNG 11.2.1");
  const auto apple = first(fault_kind::malformed, preflight::sniff(signature + chunk("CgBI", crafted::zeros(4))));
  CHECK(apple.what.find("CgBI") != std::string_view::npos);
}

TEST_CASE("a palette stands once, before the data, and only where colours may have one") {
  const header indexed{640, 480, 8, 3};
  const auto palette = [](std::size_t size) { return chunk("PLTE", crafted::zeros(size)); };
  CHECK(sound(preflight::sniff(png_with(palette(768), indexed))));
  CHECK(sound(preflight::sniff(png_with(palette(3), {640, 480, 8, 2}))));
  CHECK(broken_rule(png_with(palette(0), indexed)) == "PNG 11.2.2");
  CHECK(broken_rule(png_with(palette(4), indexed)) == "PNG 11.2.2");
  CHECK(broken_rule(png_with(palette(771), indexed)) == "PNG 11.2.2");
  CHECK(broken_rule(png_with(palette(3) + palette(3), indexed)) == "PNG 11.2.2");
  CHECK(broken_rule(png_with(palette(3), {640, 480, 8, 0})) == "PNG 11.2.2");
  CHECK(broken_rule(png_with({}, indexed)) == "PNG 5.6");
  CHECK(broken_rule(signature + ihdr({640, 480, 8, 2}) + idat + palette(3) + iend) == "PNG 11.2.2");
}

TEST_CASE("there is one method of compression, one of filtering, and two of interlacing") {
  const auto methods = [](std::uint8_t compression, std::uint8_t filter, std::uint8_t interlace) {
    const bytes fields = bytes{}.u32(640).u32(480).u8(8).u8(0).u8(compression).u8(filter).u8(interlace);
    return preflight::sniff(signature + chunk("IHDR", fields) + idat + iend);
  };
  CHECK(sound(methods(0, 0, 0)));
  CHECK(sound(methods(0, 0, 1)));
  CHECK_FALSE(sound(methods(1, 0, 0)));
  CHECK_FALSE(sound(methods(0, 1, 0)));
  CHECK_FALSE(sound(methods(0, 0, 2)));
}

TEST_CASE("data chunks follow each other, and there is at least one") {
  const bytes start = signature + ihdr({});
  const bytes text = chunk("tEXt", crafted::text("a"));
  CHECK(sound(preflight::sniff(start + idat + idat + text + iend)));
  CHECK(broken_rule(start + idat + text + idat + iend) == "PNG 5.6");
  CHECK(broken_rule(start + iend) == "PNG 5.6");
}

TEST_CASE("a chunk type is four letters, and a critical one is known") {
  CHECK(broken_rule(png_with(chunk("tE1t"))) == "PNG 5.3");
  CHECK(broken_rule(png_with(chunk("ABCD"))) == "PNG 5.4");
  CHECK(sound(preflight::sniff(png_with(chunk("abCd")))));
  CHECK(broken_rule(signature + ihdr({}) + bytes{0x80, 0, 0, 0}.text("tEXt").zeros(20)) == "PNG 5.3");
}

TEST_CASE("an ancillary chunk is held to its length, its place and its number, and to its CRC") {
  const auto wrong = [](const bytes& file) { return first(fault_kind::ancillary_chunk, preflight::sniff(file)); };
  const auto chunk_of = [&](const bytes& file) { return wrong(file).chunk; };
  const auto zeros = [](std::string_view type, std::size_t size) { return chunk(type, crafted::zeros(size)); };
  const header indexed{640, 480, 8, 3};
  const header colour{640, 480, 8, 2};
  const bytes palette = zeros("PLTE", 6);
  SECTION("all is well") {
    const bytes before = zeros("gAMA", 4) + zeros("cHRM", 32) + zeros("sRGB", 1) + zeros("sBIT", 3) + zeros("iCCP", 9) +
                         zeros("cICP", 4) + zeros("mDCV", 24) + zeros("cLLI", 8);
    const bytes behind = zeros("tRNS", 2) + zeros("bKGD", 1) + zeros("hIST", 4) + zeros("pHYs", 9) + zeros("sPLT", 3) +
                         zeros("sPLT", 3) + zeros("tIME", 7) + zeros("tEXt", 2) + zeros("tEXt", 2);
    CHECK(wrong(png_with(before + palette + behind, indexed)).what == "");
    CHECK(wrong(png_with(zeros("tRNS", 6) + zeros("bKGD", 6), colour)).what == "");
    CHECK(wrong(signature + ihdr({}) + idat + zeros("eXIf", 8) + zeros("tIME", 7) + zeros("zTXt", 3) + iend).what ==
          "");
    CHECK(wrong(png_with(zeros("prVt", 0) + zeros("prVt", 5))).what == "");
  }
  SECTION("lengths") {
    struct wrong_length {
      std::string_view type;
      std::size_t size;
      std::uint64_t expected;
    };
    for (const wrong_length& w : {wrong_length{"pHYs", 8, 9},
                                  {"gAMA", 5, 4},
                                  {"cHRM", 0, 32},
                                  {"sRGB", 2, 1},
                                  {"tIME", 6, 7},
                                  {"sBIT", 1, 3},
                                  {"bKGD", 2, 6},
                                  {"tRNS", 2, 6},
                                  {"cICP", 3, 4}}) {
      CAPTURE(w.type);
      const preflight::fault f = wrong(png_with(zeros(w.type, w.size), colour));
      CHECK(f.chunk == preflight::fourcc(w.type));
      CHECK(f.expected == w.expected);
      CHECK(f.actual == w.size);
      CHECK(f.offset == 33);
      CHECK(sound(preflight::sniff(png_with(zeros(w.type, w.size), colour))));
    }
    CHECK(wrong(png_with(palette + zeros("tRNS", 3), indexed)).clause == "PNG 11.3.1.1");
    CHECK(wrong(png_with(palette + zeros("hIST", 6), indexed)).clause == "PNG 11.3.4.2");
    CHECK(wrong(png_with(zeros("iCCP", 0))).clause == "PNG 11.3.2.3");
    CHECK(wrong(png_with(zeros("tEXt", 1))).clause == "PNG 11.3.3.2");
  }
  SECTION("places") {
    const bytes late = signature + ihdr(colour) + idat + zeros("pHYs", 9) + iend;
    CHECK(chunk_of(late) == preflight::fourcc("pHYs"));
    CHECK(wrong(late).offset == 33 + idat.size() + 4);
    const bytes gamma_late = signature + ihdr(colour) + idat + zeros("gAMA", 4) + iend;
    CHECK(wrong(gamma_late).what == "comes after the image data (IDAT), but must come before it");
    CHECK(wrong(png_with(palette + zeros("gAMA", 4), indexed)).what ==
          "comes after the palette (PLTE), but must come before it");
    const std::string_view early = "comes before the palette (PLTE), but must come after it";
    CHECK(wrong(png_with(zeros("tRNS", 1) + palette, indexed)).what == early);
    CHECK(wrong(png_with(zeros("bKGD", 6) + palette, colour)).what == early);
    CHECK(wrong(png_with(zeros("bKGD", 6) + palette, colour)).offset == 37);
    CHECK(wrong(png_with(zeros("tRNS", 2), {640, 480, 8, 4})).what == "is not allowed with this colour type");
  }
  SECTION("doubles") {
    for (const std::string_view type : {"gAMA", "pHYs", "tIME", "eXIf", "iCCP"}) {
      const bytes one = zeros(type, type == "gAMA" ? 4 : type == "tIME" ? 7 : 9);
      CHECK(wrong(png_with(one)).what == "");
      CHECK(wrong(png_with(one + one)).what == "is a duplicate");
      CHECK(chunk_of(png_with(one + one)) == preflight::fourcc(type));
    }
  }
  SECTION("CRCs") {
    for (const std::string_view type : {"tEXt", "iCCP", "prVt", "iTXt"}) {
      bytes bad = zeros(type, 70'000);
      bad.back() ^= 1U;
      const preflight::fault f = wrong(png_with(bad));
      CHECK(f.clause == "PNG 5.3");
      CHECK(f.chunk == preflight::fourcc(type));
      CHECK(f.offset == 33 + 8 + 70'000);
      CHECK(f.expected == (f.actual ^ 1U));
      CHECK(crafted::same(preflight::sniff(png_with(bad)),
                          crafted::drive_exactly(png_with(bad), depth::structure).facts));
      CHECK(first(fault_kind::ancillary_chunk, preflight::sniff(png_with(bad), depth::header)).what == "");
    }
    for (const bytes& whole : {palette, crafted::png::animation_control(1), crafted::png::frame_control(0, colour)}) {
      bytes bad = whole;
      bad.back() ^= 1U;
      CHECK(broken_rule(png_with(bad, colour)) == "PNG 5.3");
      CHECK(chunk_of(png_with(bad, colour)) == 0);
    }
    bytes bad_end = png_with({});
    bad_end.back() ^= 1U;
    CHECK(broken_rule(bad_end) == "PNG 5.3");
  }
}

TEST_CASE("a position is found in an eXIf chunk that must not be there, too") {
  const bytes gps = chunk("eXIf", crafted::exif::gps({52, 31, 12}, {13, 24, 18}));
  const preflight::facts f = preflight::sniff(png_with(chunk("eXIf", crafted::exif::orientation(1)) + gps));
  CHECK(f.location == preflight::location_source::exif);
  CHECK(f.faults.has(fault_kind::ancillary_chunk));
}

TEST_CASE("an animation has more than one frame, and says so before the data") {
  const auto control = crafted::png::animation_control;
  const auto frame = [](std::uint32_t sequence) { return crafted::png::frame_control(sequence, {}); };
  CHECK(preflight::sniff(png_with(control(2) + frame(0) + frame(1))).animated == true);
  CHECK(preflight::sniff(png_with(control(2)), depth::header).frames == 2U);
  CHECK(preflight::sniff(png_with(control(1) + frame(0))).animated == false);
  CHECK(preflight::sniff(png_with({})).animated == false);
  CHECK(preflight::sniff(signature + ihdr({}) + idat + control(2) + iend).animated == false);
}

TEST_CASE("an animation has as many frames as it says, and each of them inside the picture") {
  const auto control = crafted::png::animation_control;
  const auto frame = [](std::uint32_t width, std::uint32_t x) {
    return chunk("fcTL", bytes{}.u32(0).u32(width).u32(720).u32(x).u32(0).u16(1).u16(10).u16(0));
  };
  CHECK(broken_rule(png_with(control(2) + frame(1280, 0))) == "PNG 11.3.6.1");
  CHECK(broken_rule(png_with(control(0))) == "PNG 11.3.6.1");
  CHECK(preflight::sniff(png_with(control(2) + frame(1280, 0))).animated == false);
  CHECK(sound(preflight::sniff(png_with(control(1) + frame(1279, 1)))));
  CHECK(broken_rule(png_with(control(1) + frame(1280, 1))) == "PNG 11.3.6.2");
  CHECK(broken_rule(png_with(control(1) + frame(1, 0xFFFFFFFF))) == "PNG 11.3.6.2");
  CHECK(broken_rule(png_with(control(1) + frame(0, 0))) == "PNG 11.3.6.2");
  const auto lowered = [](std::uint32_t height, std::uint32_t y) {
    return chunk("fcTL", bytes{}.u32(0).u32(1280).u32(height).u32(0).u32(y).u16(1).u16(10).u16(0));
  };
  CHECK(sound(preflight::sniff(png_with(control(1) + lowered(719, 1)))));
  CHECK(broken_rule(png_with(control(1) + lowered(720, 1))) == "PNG 11.3.6.2");
  CHECK(broken_rule(png_with(control(1) + lowered(1, 0xFFFFFFFF))) == "PNG 11.3.6.2");
}

TEST_CASE("orientation and position are found in eXIf and XMP") {
  const preflight::facts turned =
      preflight::sniff(png_with(chunk("eXIf", crafted::exif::orientation(6))), depth::header);
  CHECK(turned.orientation == 6);
  CHECK(turned.display() == extent{1280, 720});
  const bytes gps = crafted::exif::gps({52, 31, 12}, {13, 24, 18});
  CHECK(preflight::sniff(png_with(chunk("eXIf", gps))).location == preflight::location_source::exif);
  const bytes xmp = crafted::png::xmp("<a exif:GPSLatitude=\"52,31N\"/>");
  CHECK(preflight::sniff(png_with(xmp)).location == preflight::location_source::xmp);
  CHECK(preflight::sniff(png_with(xmp), depth::header).location == preflight::location_source::none);
}

TEST_CASE("the end is after IEND, which is empty") {
  const bytes file = png_with({});
  const preflight::facts facts = preflight::sniff(file + crafted::text("PK\x03\x04").zeros(26));
  CHECK(facts.end == file.size());
  CHECK(facts.trailing_format == format::zip);
  CHECK(broken_rule(signature + ihdr({}) + idat + chunk("IEND", {0})) == "PNG 11.2.5");
}

TEST_CASE("a PNG that ends early says what it did not reach") {
  const auto missing = [](const bytes& file) { return first(fault_kind::truncated, preflight::sniff(file)).what; };
  const bytes whole = png_with({});
  CHECK(missing(crafted::cut(whole, 7)) == "the file ends inside the PNG signature");
  CHECK(missing(crafted::cut(whole, 8)) == "the file ends before the IHDR chunk");
  CHECK(missing(crafted::cut(whole, 24)) == "the file ends inside the IHDR chunk");
  CHECK(missing(crafted::cut(whole, 33)) == "the file ends before the IEND chunk");
  CHECK(missing(crafted::cut(whole, whole.size() - 1)) == "the file ends before the IEND chunk");
  CHECK(missing(crafted::cut(whole, whole.size() - 13)) == "a chunk reaches past the end of the file");
}

TEST_CASE("chunks are counted, and too many are a matter of budget") {
  preflight::budget tight;
  tight.units = 3;  // IHDR, IDAT, IEND
  CHECK(sound(preflight::sniff(png_with({}), depth::structure, tight)));
  CHECK(preflight::sniff(png_with(chunk("tEXt")), depth::structure, tight).faults.has(fault_kind::over_budget));
}

TEST_CASE("depth header stops at the data, which depth structure does not read either") {
  const bytes file = signature + ihdr({}) + chunk("IDAT", crafted::zeros(1'000'000)) + iend;
  for (const depth level : {depth::header, depth::structure}) {
    preflight::memory_source source{file};
    const auto probed = preflight::probe(source, level);
    REQUIRE(probed);
    CHECK(sound(probed->file));
    CHECK(probed->bytes_read <= 4096 + 64);
  }
}

TEST_CASE("windows of exactly what is needed lead to the same answer as the whole PNG") {
  const bytes file =
      png_with(crafted::png::animation_control(2) + chunk("eXIf", crafted::exif::orientation(6)) +
               crafted::png::xmp("<a exif:GPSLatitude=\"52,31N\"/>") + chunk("tEXt", crafted::zeros(9000)));
  for (const depth level : {depth::header, depth::structure}) {
    CHECK(crafted::same(preflight::sniff(file, level), crafted::drive_exactly(file, level).facts));
  }
}

TEST_CASE("a chunk may claim 2^31 - 1 bytes, and is cut off then") {
  const crafted::bytes file =
      crafted::png::signature + crafted::png::ihdr({}) + crafted::bytes{}.u32(0x7FFFFFFF).text("paDd").u32(0);
  const preflight::facts f = preflight::sniff(file);
  CHECK(f.faults.has(preflight::fault_kind::truncated));
  CHECK_FALSE(f.faults.has(preflight::fault_kind::malformed));
}

TEST_CASE("as many bytes may be read as the ceiling says") {
  const crafted::bytes file = crafted::png::signature + crafted::png::ihdr({}) +
                              crafted::bytes{}.u32(5000).text("paDd").zeros(5004) + crafted::png::iend;
  preflight::memory_source source{file};
  preflight::budget ceilings;
  ceilings.bytes = preflight::probe(source)->bytes_read;
  CHECK_FALSE(preflight::probe(source, preflight::depth::structure, ceilings)
                  ->file.faults.has(preflight::fault_kind::over_budget));
  --ceilings.bytes;
  CHECK(preflight::probe(source, preflight::depth::structure, ceilings)
            ->file.faults.has(preflight::fault_kind::over_budget));
}
