#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <preflight/decode/codecs/gif.hpp>

#include "decode/decoding_case.hpp"
#include "sniff/crafted/gif.hpp"

namespace {

using namespace decoding_case;
using crafted::gif::blocks;
using crafted::gif::clear;
using crafted::gif::descriptor;
using crafted::gif::end;
using crafted::gif::image;
using crafted::gif::packed;
using crafted::gif::screen;
using crafted::gif::trailer;
using decoder = preflight::decoders::gif;

struct gif_options {
  int width = 64;
  int height = 48;
  int bits = 8;  ///< of a colour index
  bool interlaced = false;
  int frames = 1;
  bool local_colours = false;
};

/// Pictures of noise by giflib's own hand.
bytes encode(const gif_options& d) {
  bytes out;
  int error = 0;
  const auto append = [](GifFileType* codec, const GifByteType* data, int count) {
    bytes& file = *static_cast<bytes*>(codec->UserData);
    std::ranges::copy(std::span{data, static_cast<std::size_t>(count)}, std::back_inserter(file));
    return count;
  };
  GifFileType* gif = EGifOpen(&out, append, &error);
  ColorMapObject* colours = GifMakeMapObject(1 << d.bits, nullptr);
  std::fill_n(colours->Colors, colours->ColorCount, GifColorType{1, 2, 3});
  EGifPutScreenDesc(gif, d.width, d.height, d.bits, 0, d.local_colours ? nullptr : colours);
  std::mt19937 random{1};
  std::vector<GifPixelType> row(static_cast<std::size_t>(d.width));
  for (int frame = 0; frame < d.frames; ++frame) {
    EGifPutImageDesc(gif, 0, 0, d.width, d.height, d.interlaced, d.local_colours ? colours : nullptr);
    for (int y = 0; y < d.height; ++y) {
      std::ranges::generate(row, [&] { return static_cast<GifPixelType>(random() % (1U << d.bits)); });
      EGifPutLine(gif, row.data(), d.width);
    }
  }
  EGifCloseFile(gif, nullptr);
  GifFreeMapObject(colours);
  return out;
}

/// 4x4, with `codes` as its data: two bits a colour, so that clear is 4 and end is 5.
bytes with_codes(const bytes& codes, std::uint8_t code_size = 2) {
  return screen(4, 4) + descriptor({0, 0, 4, 4}).u8(code_size).add(blocks(codes)) + trailer;
}

bytes repeated_frames(std::size_t count, const bytes& frame) {
  bytes out = screen(1, 1);
  for (std::size_t i = 0; i < count; ++i) {
    out.add(frame);
  }
  return out + trailer;
}

}  // namespace

TEST_CASE("codes after the last pixel of a GIF are told, and where", "[decode][gif]") {
  const bytes right = crafted::gif::lzw_zeros(16);
  CHECK(decode<decoder>(with_codes(right)).surplus == preflight::surplus::none);
  const decode_result out = decode<decoder>(with_codes(crafted::gif::lzw_zeros(17)));
  CHECK(out.outcome == decode_outcome::decoded);
  CHECK(out.surplus == preflight::surplus::gif_codes);
  CHECK(out.surplus_offset > 0);
  CHECK(out.surplus_offset < with_codes(right).size());
}

TEST_CASE("a GIF of every number of colours, interlaced or not, is decoded", "[decode][gif]") {
  for (int bits = 1; bits <= 8; ++bits) {
    for (const bool interlaced : {false, true}) {
      for (const bool local : {false, true}) {
        for (const int frames : {1, 3}) {
          CAPTURE(bits, interlaced, local, frames);
          const decode_result out = decode<decoder>(encode({301, 203, bits, interlaced, frames, local}));
          CHECK(out.outcome == decode_outcome::decoded);
          CHECK(out.size == preflight::extent{301, 203});
          CHECK(out.frames == static_cast<std::uint64_t>(frames));
        }
      }
    }
  }
}

TEST_CASE("the version of giflib is named", "[decode][gif]") {
  const std::string version = "giflib " + std::to_string(GIFLIB_MAJOR) + '.' + std::to_string(GIFLIB_MINOR) + '.' +
                              std::to_string(GIFLIB_RELEASE);
  CHECK(decode<decoder>(encode({})).codec.text() == version);
}

TEST_CASE("a GIF cut anywhere is rejected, its trailer included", "[decode][gif]") {
  for (const bytes& good : {encode({}), encode({64, 48, 4, true, 3, true}), crafted::gif::animated(64, 48)}) {
    for_16_cuts(good, [](const bytes& cut) { CHECK(decode<decoder>(cut).outcome == decode_outcome::rejected); });
  }
  CHECK(decode<decoder>(crafted::cut(encode({}), encode({}).size() - 1)).message.text() ==
        "the file ends before the trailer");
  const bytes second = screen(4, 4) + image({0, 0, 4, 4}) + image({0, 0, 4, 4});
  CHECK(decode<decoder>(crafted::cut(second, second.size() - 2)).message.text() ==
        "the file ends inside the data of frame 2");
  CHECK(decode<decoder>({}).outcome == decode_outcome::rejected);
}

TEST_CASE("LZW data that is wrong is rejected", "[decode][gif]") {
  REQUIRE(decode<decoder>(with_codes(crafted::gif::lzw_zeros(16))).outcome == decode_outcome::decoded);
  SECTION("a code that is not in the table yet") {
    const decode_result out = decode<decoder>(with_codes({0xC4, 0xFF, 0xFF}));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "the data of frame 1 is damaged: LZW code 7, but the highest is 6 (at byte 38)");
    CHECK(out.offset == 13 + 12 + 10 + 1 + 1 + 1);
  }
  SECTION("one that giflib takes for pixels, in a later frame") {
    const auto with_third = [](unsigned code) {
      std::vector<crafted::gif::code> codes{{clear, 3}, {0, 3}, {code, 3}, {clear, 3}};
      for (int i = 0; i < 7; ++i) {
        codes.insert(codes.end(), {{1, 3}, {2, 3}, {clear, 3}});
      }
      return descriptor({0, 0, 4, 4}).u8(2).add(blocks(packed(codes)));
    };
    const bytes first = screen(4, 4) + image({0, 0, 4, 4});
    CHECK(decode<decoder>(first + with_third(6) + trailer).outcome == decode_outcome::decoded);
    const decode_result out = decode<decoder>(first + with_third(7) + trailer);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "the data of frame 2 is damaged: LZW code 7, but the highest is 6 (at byte 55)");
    CHECK(out.offset == first.size() + 13);
  }
  SECTION("an end before the last pixel") {
    const decode_result out = decode<decoder>(with_codes(crafted::gif::lzw_zeros(15)));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "Image EOF detected before image complete");
  }
  SECTION("a frame without data") { CHECK(decode<decoder>(with_codes({})).outcome == decode_outcome::rejected); }
  SECTION("one changed byte at many places") {
    const bytes good = encode({64, 48, 2});
    int rejections = 0;
    for (std::size_t at = good.size() / 2; at < good.size() / 2 + 256; ++at) {
      bytes bad = good;
      bad[at] ^= 0x40;
      rejections += decode<decoder>(bad).outcome == decode_outcome::rejected ? 1 : 0;
    }
    CHECK(rejections > 32);  // LZW has no check value: other pixels, or too many, look as good
  }
}

TEST_CASE("more data than pixels, and codes after the last pixel, lose nothing", "[decode][gif]") {
  CHECK(decode<decoder>(with_codes(crafted::gif::lzw_zeros(40))).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(with_codes(crafted::gif::lzw_zeros(16) + crafted::zeros(600))).outcome ==
        decode_outcome::decoded);
}

TEST_CASE("a code size that giflib does not read proves nothing", "[decode][gif]") {
  for (const std::uint8_t size : {std::uint8_t{9}, std::uint8_t{12}, std::uint8_t{255}}) {
    CAPTURE(size);
    const decode_result out = decode<decoder>(with_codes(crafted::zeros(64), size));
    CHECK(out.outcome == decode_outcome::unsupported);
    CHECK(out.message.text() == "giflib does not read LZW code sizes above 8");
    // After a good frame giflib would go on with the tables of that one.
    const bytes second =
        screen(4, 4) + image({0, 0, 4, 4}) + descriptor({0, 0, 4, 4}).u8(size).add(blocks(crafted::zeros(9)));
    CHECK(decode<decoder>(second + trailer).outcome == decode_outcome::unsupported);
  }
}

TEST_CASE("a GIF's blocks are walked to the trailer", "[decode][gif]") {
  const bytes words = bytes{0x21, 0x01}.add(blocks(crafted::zeros(12)));
  const bytes extensions =
      crafted::gif::comment(std::string(2000, 'x')) + crafted::gif::looping() + words + crafted::gif::delay(10);
  const bytes one = image({0, 0, 4, 4});
  CHECK(decode<decoder>(screen(4, 4) + extensions + one + extensions + trailer).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(screen(4, 4) + one + trailer + crafted::text("more")).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(screen(4, 4) + one + bytes{0x00} + trailer).message.text() == "Wrong record type detected");
  CHECK(decode<decoder>(screen(4, 4) + one + bytes{0x21, 0xFE, 9, 'x'}).outcome == decode_outcome::rejected);

  const decode_result empty = decode<decoder>(screen(4, 4) + extensions + trailer);
  CHECK(empty.outcome == decode_outcome::rejected);
  CHECK(empty.message.text() == "there is no image before the trailer");
}

TEST_CASE("a frame may reach beyond the screen, or have no pixels", "[decode][gif]") {
  const decode_result larger = decode<decoder>(screen(4, 4) + image({9, 9, 640, 480}) + trailer);
  CHECK(larger.outcome == decode_outcome::decoded);
  CHECK(larger.size == preflight::extent{4, 4});

  const bytes flat = descriptor({0, 0, 0, 4}).u8(2).add(blocks(bytes{0x2C}));
  const decode_result between =
      decode<decoder>(screen(4, 4) + image({0, 0, 4, 4}) + flat + image({0, 0, 4, 4}) + trailer);
  CHECK(between.outcome == decode_outcome::decoded);
  CHECK(between.frames == 3);
  CHECK(decode<decoder>(screen(4, 4) + flat).outcome == decode_outcome::rejected);
}

TEST_CASE("what colours a GIF's indices stand for is the player's affair", "[decode][gif]") {
  // GIF89a 11: without a table a decoder is free to use one of its own.
  const bytes no_table = crafted::text("GIF89a").u16le(4).u16le(4).zeros(3);
  CHECK(decode<decoder>(no_table + image({0, 0, 4, 4}) + trailer).outcome == decode_outcome::decoded);
  const bytes two_colours = crafted::text("GIF89a").u16le(2).u16le(1).u8(0x80).zeros(2 + 6);
  const bytes indices_2_and_3 = packed({{clear, 3}, {2, 3}, {3, 3}, {end, 3}});
  CHECK(decode<decoder>(two_colours + descriptor({0, 0, 2, 1}).u8(2).add(blocks(indices_2_and_3)) + trailer).outcome ==
        decode_outcome::decoded);
}

TEST_CASE("100,000 frames are decoded in the memory of one", "[decode][gif]") {
  const bytes file = repeated_frames(100'000, image({0, 0, 1, 1}));
  CHECK(decode<decoder>(file).frames == 100'000);
  CHECK(memory_growth<decoder>(file, {}, decode_outcome::decoded) < (1 << 20));
  // A frame's own colours, 256 of them, are not kept either.
  const bytes colourful =
      bytes{0x2C}.zeros(4).u16le(1).u16le(1).u8(0x87).zeros(768).u8(2).add(blocks(crafted::gif::lzw_zeros(1)));
  CHECK(memory_growth<decoder>(repeated_frames(10'000, colourful), {}, decode_outcome::decoded) < (1 << 20));
}

TEST_CASE("a GIF of any size takes the memory of a piece", "[decode][gif]") {
  const bytes file = crafted::gif::picture(8000, 4000);
  CHECK(memory_growth<decoder>(file, {}, decode_outcome::decoded) < (1 << 20));
}

TEST_CASE("the ceilings of a GIF are named", "[decode][gif]") {
  budget ceilings;
  ceilings.frames = 10;
  ceilings.pixels = 100;
  ceilings.animation_pixels = 500;
  const bytes square = image({0, 0, 10, 10});

  CHECK(decode<decoder>(repeated_frames(10, image({0, 0, 1, 1})), ceilings).outcome == decode_outcome::decoded);
  const decode_result frames = decode<decoder>(repeated_frames(11, image({0, 0, 1, 1})), ceilings);
  CHECK(frames.outcome == decode_outcome::over_budget);
  CHECK(frames.ceiling == preflight::ceiling::frames);
  CHECK(frames.message.text() == "too many frames: 10 allowed, 11 found");

  CHECK(decode<decoder>(repeated_frames(1, square), ceilings).outcome == decode_outcome::decoded);
  const decode_result pixels = decode<decoder>(repeated_frames(1, image({0, 0, 101, 1})), ceilings);
  CHECK(pixels.outcome == decode_outcome::over_budget);
  CHECK(pixels.ceiling == preflight::ceiling::pixels);
  CHECK(pixels.message.text() == "a frame has too many pixels: 100 allowed, 101 found");

  CHECK(decode<decoder>(repeated_frames(5, square), ceilings).outcome == decode_outcome::decoded);
  const decode_result all = decode<decoder>(repeated_frames(6, square), ceilings);
  CHECK(all.outcome == decode_outcome::over_budget);
  CHECK(all.ceiling == preflight::ceiling::animation_pixels);
  CHECK(all.message.text() == "all frames together have too many pixels: 500 allowed, 600 found");
}

TEST_CASE("decoding a GIF keeps to its job", "[decode][gif]") {
  check_job_limits<decoder>(encode({64, 64, 8, false, 3}));
}

TEST_CASE("a damaged GIF is always answered", "[decode][gif]") {
  check_damaged_copies<decoder>(encode({32, 32, 8, false, 2}), 400);
  check_damaged_copies<decoder>(encode({32, 32, 3, true, 2, true}), 400);
  check_damaged_copies<decoder>(crafted::gif::animated(40, 30), 400);
}
