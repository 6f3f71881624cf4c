#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/decode/codecs/png.hpp>

#include "decode/decoding_case.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using namespace decoding_case;
using crafted::text;
using crafted::png::chunk;
using crafted::png::header;
using crafted::png::iend;
using crafted::png::ihdr;
using crafted::png::signature;
using decoder = preflight::decoders::png;
using preflight::surplus;

/// A picture of noise by libpng's own hand.
bytes encode(const header& h) {
  bytes out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  const auto append = [](png_structp codec, png_bytep data, std::size_t count) {
    bytes& file = *static_cast<bytes*>(png_get_io_ptr(codec));
    std::ranges::copy(std::span{data, count}, std::back_inserter(file));
  };
  png_set_write_fn(png, &out, append, [](png_structp) {});
  png_set_IHDR(png, info, h.width, h.height, h.depth, h.colour, h.interlace, 0, 0);
  if (h.colour == 3) {
    const std::vector<png_color> colours(std::size_t{1} << h.depth, png_color{1, 2, 3});
    png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
    const std::vector<png_byte> alphas(colours.size(), 128);
    png_set_tRNS(png, info, alphas.data(), static_cast<int>(alphas.size()), nullptr);
  }
  png_write_info(png, info);
  std::mt19937 random{1};
  std::vector<png_byte> row(png_get_rowbytes(png, info));
  for (int pass = png_set_interlace_handling(png); pass > 0; --pass) {
    for (std::uint32_t y = 0; y < h.height; ++y) {
      std::ranges::generate(row, [&] { return static_cast<png_byte>(random()); });
      png_write_row(png, row.data());
    }
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

bytes encode(std::uint32_t width, std::uint32_t height, std::uint8_t interlace = 0) {
  return encode({width, height, 8, 6, interlace});
}

/// 64x64 grey of 8 bits, with `data` cut into IDAT chunks of `length` bytes.
bytes with_data(const bytes& data, std::size_t length = 1 << 20) {
  bytes out = signature + ihdr({64, 64, 8, 0, 0});
  for (std::size_t at = 0; at < data.size(); at += length) {
    bytes part;
    part.assign(data.begin() + static_cast<std::ptrdiff_t>(at),
                data.begin() + static_cast<std::ptrdiff_t>(std::min(at + length, data.size())));
    out.add(chunk("IDAT", part));
  }
  return out + iend;
}
bytes rows(std::uint64_t count) { return crafted::png::deflated_zeros(count * 65); }
bytes right_data() { return rows(64); }

/// With the last byte of the chunk's CRC changed.
bytes with_wrong_crc(bytes whole_chunk) {
  whole_chunk.back() ^= 1;
  return whole_chunk;
}

}  // namespace

TEST_CASE("a PNG of every colour type, depth and interlacing is decoded", "[decode][png]") {
  const std::vector<std::pair<std::uint8_t, std::vector<std::uint8_t>>> allowed{
      {0, {1, 2, 4, 8, 16}}, {2, {8, 16}}, {3, {1, 2, 4, 8}}, {4, {8, 16}}, {6, {8, 16}}};
  for (const auto& [colour, depths] : allowed) {
    for (const std::uint8_t depth : depths) {
      for (const auto interlace : {std::uint8_t{0}, std::uint8_t{1}}) {
        // Interlaced, a picture less than 5 wide or high lacks whole passes.
        for (const auto& [width, height] :
             std::vector<std::pair<std::uint32_t, std::uint32_t>>{{37, 23}, {1, 1}, {3, 9}, {9, 3}}) {
          CAPTURE(colour, depth, interlace, width, height);
          const decode_result out = decode<decoder>(encode({width, height, depth, colour, interlace}));
          CHECK(out.outcome == decode_outcome::decoded);
          CHECK(out.size == preflight::extent{width, height});
          CHECK(out.frames == 1);
        }
      }
    }
  }
}

TEST_CASE("the version of libpng at run time is named", "[decode][png]") {
  CHECK(decode<decoder>(encode(8, 8)).codec.text() == std::string{"libpng "} + png_get_libpng_ver(nullptr));
}

TEST_CASE("a PNG cut anywhere is rejected", "[decode][png]") {
  for (const auto interlace : {std::uint8_t{0}, std::uint8_t{1}}) {
    for_16_cuts(encode(64, 64, interlace), [](const bytes& cut) {
      const decode_result out = decode<decoder>(cut);
      CHECK(out.outcome == decode_outcome::rejected);
      CHECK(message_contains(out, "the file ends inside the IEND chunk"));
    });
  }
  CHECK(decode<decoder>({}).outcome == decode_outcome::rejected);
}

TEST_CASE("any changed byte of a PNG's image data is found", "[decode][png]") {
  const bytes good = encode(24, 24);
  const std::size_t first = crafted::find(good, "IDAT") + 4;
  for (std::size_t at = first; at < good.size() - 16; ++at) {
    CAPTURE(at);
    bytes bad = good;
    bad[at] ^= 0x10;
    CHECK(decode<decoder>(bad).outcome == decode_outcome::rejected);
  }
}

TEST_CASE("a wrong CRC of a critical chunk is damage, that of another is not", "[decode][png]") {
  for (const std::string_view type : {"IDAT", "IHDR", "IEND"}) {
    CAPTURE(type);
    bytes bad = encode(8, 8);
    const std::size_t at = crafted::find(bad, type);
    const std::size_t length = std::size_t{bad[at - 2]} << 8 | bad[at - 1];
    bad[at + 4 + length] ^= 1;
    const decode_result out = decode<decoder>(bad);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == std::string{type} + ": CRC error");
  }
  const header palette{8, 8, 8, 3, 0};
  const bytes colours = chunk("PLTE", crafted::zeros(6));
  CHECK(message_contains(decode<decoder>(crafted::png::picture(palette, with_wrong_crc(colours))), "PLTE: CRC error"));
  for (const std::string_view type : {"tEXt", "gAMA", "iCCP", "tRNS", "pHYs", "prVt"}) {
    CAPTURE(type);
    const bytes wrong = with_wrong_crc(chunk(type, crafted::zeros(2)));
    CHECK(decode<decoder>(crafted::png::picture(palette, colours + wrong)).outcome == decode_outcome::decoded);
    CHECK(decode<decoder>(crafted::png::picture(palette, colours, wrong)).outcome == decode_outcome::decoded);
  }
}

TEST_CASE("image data that is wrong under a right CRC is rejected", "[decode][png]") {
  REQUIRE(decode<decoder>(with_data(right_data())).outcome == decode_outcome::decoded);
  SECTION("a wrong check value") {
    bytes data = right_data();
    data.back() ^= 1;
    const decode_result out = decode<decoder>(with_data(data));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "IDAT: incorrect data check");
  }
  SECTION("codes that mean nothing") {
    bytes data = right_data();
    data[2] |= 7;
    const decode_result out = decode<decoder>(with_data(data));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "IDAT: invalid block type");
  }
  SECTION("a row's filter that is not one") {
    const bytes stored = bytes{0x78, 0x01, 0x01}.u16le(4).u16le(0xFFFB).add({9, 0, 0, 0}).u32(0x0028000A);
    const decode_result out = decode<decoder>(signature + ihdr({3, 1, 8, 0, 0}) + chunk("IDAT", stored) + iend);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "bad adaptive filter value"));
  }
  SECTION("rows that are missing") {
    const decode_result out = decode<decoder>(with_data(rows(63)));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "Not enough image data"));
  }
  SECTION("no image data at all") {
    CHECK(decode<decoder>(signature + ihdr({64, 64, 8, 0, 0}) + iend).outcome == decode_outcome::rejected);
  }
}

TEST_CASE("nothing is lost by image data cut into many chunks, or by more of it than pixels", "[decode][png]") {
  CHECK(decode<decoder>(with_data(right_data(), 1)).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(with_data(right_data(), right_data().size() - 4)).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(with_data(right_data())).surplus == surplus::none);
  for (const bytes& more : {right_data() + crafted::zeros(9), rows(65), rows(100)}) {
    const decode_result out = decode<decoder>(with_data(more));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.surplus == surplus::png_data);
  }
}

TEST_CASE("after its data a PNG has ancillary chunks and an end", "[decode][png]") {
  const bytes whole = with_data(right_data());
  const auto with = [&](const bytes& more) {
    return decode<decoder>(crafted::cut(whole, whole.size() - 12) + more + chunk("IEND", {}));
  };
  CHECK(with({}).outcome == decode_outcome::decoded);
  CHECK(with(chunk("tEXt", text("a\0b"))).outcome == decode_outcome::decoded);
  CHECK(with(chunk("IDAT", {})).outcome == decode_outcome::decoded);
  CHECK(message_contains(with(chunk("IHDR", crafted::zeros(13))), "IHDR"));
  CHECK(message_contains(with(chunk("ABCD", {})), "unhandled critical chunk"));
  CHECK(message_contains(with(chunk("a1bc", {})), "invalid chunk type"));
  CHECK(decode<decoder>(crafted::cut(whole, whole.size() - 12)).outcome == decode_outcome::rejected);
  bytes wrong_end = whole;
  wrong_end.back() ^= 1U;
  CHECK(decode<decoder>(wrong_end).outcome == decode_outcome::rejected);
}

TEST_CASE("a PNG's palette, transparency and unknown chunks are held to what pixels need", "[decode][png]") {
  const header palette{8, 8, 8, 3, 0};
  const bytes colours = chunk("PLTE", crafted::zeros(6));
  CHECK(message_contains(decode<decoder>(crafted::png::picture(palette)), "Missing PLTE before IDAT"));
  CHECK(decode<decoder>(crafted::png::picture(palette, colours)).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(crafted::png::picture(palette, colours + chunk("tRNS", crafted::zeros(2)))).outcome ==
        decode_outcome::decoded);

  // What is wrong with an ancillary chunk is for the facts to say.
  const auto sound = [](const header& h, const bytes& chunks) {
    return decode<decoder>(crafted::png::picture(h, chunks)).outcome == decode_outcome::decoded;
  };
  const bytes transparency = chunk("tRNS", crafted::zeros(2));
  CHECK(sound(palette, colours + chunk("tRNS", crafted::zeros(3))));
  CHECK(sound(palette, transparency + colours));
  CHECK(sound(palette, colours + transparency + transparency));
  CHECK(sound({8, 8, 8, 6, 0}, chunk("tRNS", crafted::zeros(6))));
  CHECK(sound({8, 8}, chunk("pHYs", crafted::zeros(8)) + chunk("pHYs", crafted::zeros(9))));

  CHECK(message_contains(decode<decoder>(crafted::png::picture({8, 8}, chunk("CgBI", crafted::zeros(4)))),
                         "unhandled critical chunk"));
  CHECK(decode<decoder>(crafted::png::picture({8, 8}, chunk("prVt", crafted::zeros(4)))).outcome ==
        decode_outcome::decoded);
  CHECK(decode<decoder>(crafted::png::picture({8, 8}, chunk("iCCP", text("not a profile")))).outcome ==
        decode_outcome::decoded);
}

TEST_CASE("a PNG with more pixels or longer rows than the ceilings is over budget before it is decoded",
          "[decode][png]") {
  const bytes bomb = crafted::png::hollow({40000, 40000, 8, 6, 0});
  const decode_result out = decode<decoder>(bomb);
  CHECK(out.outcome == decode_outcome::over_budget);
  CHECK(out.ceiling == preflight::ceiling::pixels);
  CHECK(out.message.text() == "the picture has too many pixels: 268,402,689 allowed, 1,600,000,000 found");
  CHECK(out.size == preflight::extent{40000, 40000});

  budget small;
  small.pixels = 64;
  CHECK(decode<decoder>(encode(8, 8), small).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(encode(13, 5), small).outcome == decode_outcome::over_budget);

  budget narrow;
  narrow.memory = 1 << 20;
  const decode_result wide = decode<decoder>(crafted::png::hollow({100'000, 1, 16, 6, 0}), narrow);
  CHECK(wide.outcome == decode_outcome::over_budget);
  CHECK(wide.ceiling == preflight::ceiling::memory);
  CHECK(wide.message.text() ==
        "two rows of the picture take too many bytes of memory: 1,048,576 allowed, 1,600,000 found");
}

TEST_CASE("a PNG takes two rows of memory, whatever its height", "[decode][png]") {
  constexpr std::uint64_t ceiling = 1 << 20;
  CHECK(memory_growth<decoder>(crafted::png::picture({8000, 4000, 8, 6, 0}), {}, decode_outcome::decoded) < ceiling);

  budget roomy;
  roomy.pixels = UINT64_MAX;
  CHECK(memory_growth<decoder>(crafted::png::hollow({40000, 40000, 1, 0, 0}), roomy, decode_outcome::rejected) <
        ceiling);
}

TEST_CASE("compressed text and profiles of a PNG are not inflated", "[decode][png]") {
  const bytes zeros = crafted::png::deflated_zeros(64 << 20);
  const bytes bombs = chunk("zTXt", text("a").zeros(2).add(zeros)) +
                      chunk("iTXt", text("a").zeros(1).u8(1).zeros(3).add(zeros)) +
                      chunk("iCCP", text("a").zeros(2).add(zeros));
  const bytes file = crafted::png::picture({8, 8}, bombs, bombs);
  CHECK(memory_growth<decoder>(file, {}, decode_outcome::decoded) < (1 << 20));
}

TEST_CASE("decoding a PNG keeps to its job", "[decode][png]") {
  check_job_limits<decoder>(encode(64, 64));
  check_byte_ceiling<decoder>(encode(64, 64));
}

TEST_CASE("a damaged PNG is always answered", "[decode][png]") {
  check_damaged_copies<decoder>(encode(32, 32), 400);
  check_damaged_copies<decoder>(encode({33, 17, 4, 3, 1}), 400);
  check_damaged_copies<decoder>(crafted::png::animated({16, 16}), 400);
}
