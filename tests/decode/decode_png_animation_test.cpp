#include <algorithm>
#include <cstddef>
#include <cstdint>
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
using crafted::png::animation_control;
using crafted::png::chunk;
using crafted::png::header;
using crafted::png::iend;
using crafted::png::ihdr;
using crafted::png::pixels;
using crafted::png::signature;
using decoder = preflight::decoders::png;

constexpr header canvas{16, 16, 8, 0, 0};

struct place {
  std::uint32_t x = 0, y = 0, width = 16, height = 16;
};

bytes control(std::uint32_t sequence, const place& at = {}) {
  return chunk("fcTL",
               bytes{}.u32(sequence).u32(at.width).u32(at.height).u32(at.x).u32(at.y).u16(1).u16(10).u8(0).u8(0));
}

bytes data(std::uint32_t sequence, const bytes& deflated) { return chunk("fdAT", bytes{}.u32(sequence).add(deflated)); }
bytes data(std::uint32_t sequence) { return data(sequence, pixels(canvas)); }

/// What stands before the second frame: 16x16 grey of 8 bits, the default image the first of two.
bytes first_frame(std::uint32_t frames = 2) {
  return signature + ihdr(canvas) + animation_control(frames) + control(0) + chunk("IDAT", pixels(canvas));
}

/// The file is sound up to there, so it is the frame that is rejected.
decode_result decode_second_frame(const bytes& chunks) { return decode<decoder>(first_frame() + chunks + iend); }

/// With the last byte of the chunk's CRC changed.
bytes with_wrong_crc(bytes whole_chunk) {
  whole_chunk.back() ^= 1;
  return whole_chunk;
}

std::string at_byte(std::size_t offset) { return " (at byte " + std::to_string(offset) + ')'; }

/// As many frames as `count`, each of its own fdAT chunk, after the default image.
bytes animation(std::uint32_t count, const header& h) {
  bytes out = signature + ihdr(h) + animation_control(count) + chunk("IDAT", pixels(h));
  const bytes deflated = pixels(h);
  for (std::uint32_t i = 0; i < count; ++i) {
    out.add(control(2 * i, {0, 0, h.width, h.height}) + data(2 * i + 1, deflated));
  }
  return out + iend;
}

}  // namespace

TEST_CASE("every frame of an APNG is decoded, whatever its colour type, depth and interlacing", "[decode][png]") {
  const std::vector<std::pair<std::uint8_t, std::vector<std::uint8_t>>> allowed{
      {0, {1, 2, 4, 8, 16}}, {2, {8, 16}}, {3, {1, 2, 4, 8}}, {4, {8, 16}}, {6, {8, 16}}};
  for (const auto& [colour, depths] : allowed) {
    for (const std::uint8_t depth : depths) {
      for (const auto interlace : {std::uint8_t{0}, std::uint8_t{1}}) {
        CAPTURE(colour, depth, interlace);
        header h{0, 0, depth, colour, interlace};
        const auto sized = [&h](std::uint32_t width, std::uint32_t height) {
          h.width = width;
          h.height = height;
          return pixels(h);
        };
        const bytes colours = chunk("PLTE", crafted::zeros(6)) + chunk("tRNS", crafted::zeros(2));
        const bytes file = signature + ihdr({37, 23, depth, colour, interlace}) + (colour == 3 ? colours : bytes{}) +
                           animation_control(4) + control(0, {0, 0, 37, 23}) + chunk("IDAT", sized(37, 23)) +
                           control(1, {36, 22, 1, 1}) + data(2, sized(1, 1)) + control(3, {0, 0, 37, 23}) +
                           data(4, sized(37, 23)) + control(5, {5, 7, 3, 9}) + data(6, sized(3, 9)) + iend;
        const decode_result out = decode<decoder>(file);
        CHECK(out.message.text() == "");
        CHECK(out.outcome == decode_outcome::decoded);
        CHECK(out.size == preflight::extent{37, 23});
        CHECK(out.frames == 4);
      }
    }
  }
}

TEST_CASE("the default image of an APNG counts where it is a frame", "[decode][png]") {
  CHECK(decode_second_frame(control(1) + data(2)).frames == 2);
  CHECK(decode<decoder>(first_frame(1) + iend).frames == 1);
  CHECK(decode<decoder>(animation(1, canvas)).frames == 1);
  CHECK(decode<decoder>(animation(3, canvas)).frames == 3);
}

TEST_CASE("a frame's data may come in many chunks, with others between them", "[decode][png]") {
  const bytes whole = pixels(canvas);
  bytes pieces = control(1) + data(2, {});
  std::uint32_t sequence = 3;
  for (const unsigned char byte : whole) {
    pieces.add(data(sequence++, {byte}) + chunk("tEXt", crafted::text("a")));
  }
  const decode_result out = decode_second_frame(pieces + data(sequence, {}));
  CHECK(out.outcome == decode_outcome::decoded);
  CHECK(out.frames == 2);
}

TEST_CASE("the fcTL chunk of the default image may stand before acTL", "[decode][png]") {
  const bytes file = signature + ihdr(canvas) + control(0) + animation_control(2) + chunk("IDAT", pixels(canvas)) +
                     control(1) + data(2) + iend;
  CHECK(decode<decoder>(file).frames == 2);
}

TEST_CASE("a frame whose data is wrong is rejected, and named", "[decode][png]") {
  REQUIRE(decode_second_frame(control(1) + data(2)).outcome == decode_outcome::decoded);
  const std::size_t at = (first_frame() + control(1)).size();
  SECTION("no deflated data") {
    const decode_result out = decode_second_frame(control(1) + data(2, crafted::text("garbagegarbage")));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "frame 2: fdAT: incorrect header check" + at_byte(at));
    CHECK(out.offset == at);
    CHECK(out.frames == 1);
  }
  SECTION("a wrong check value") {
    bytes bad = pixels(canvas);
    bad.back() ^= 1;
    CHECK(decode_second_frame(control(1) + data(2, bad)).message.text() ==
          "frame 2: fdAT: incorrect data check" + at_byte(at));
  }
  SECTION("rows that are missing") {
    const decode_result out = decode_second_frame(control(1) + data(2, pixels({16, 15, 8, 0, 0})));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "frame 2: Not enough image data"));
  }
  SECTION("data that breaks off") {
    const bytes cut = crafted::cut(pixels(canvas), pixels(canvas).size() / 2);
    CHECK(message_contains(decode_second_frame(control(1) + data(2, cut)), "frame 2: Not enough image data"));
    CHECK(message_contains(decode_second_frame(control(1) + data(2, {})), "frame 2: Not enough image data"));
  }
  SECTION("a row's filter that is not one") {
    const bytes stored = bytes{0x78, 0x01, 0x01}.u16le(2).u16le(0xFFFD).add({9, 0}).u32(0x0014000A);
    const decode_result out = decode_second_frame(control(1, {0, 0, 1, 1}) + data(2, stored));
    CHECK(message_contains(out, "frame 2: bad adaptive filter value"));
  }
  SECTION("in the last of three frames") {
    const decode_result out =
        decode<decoder>(first_frame(3) + control(1) + data(2) + control(3) + data(4, {1, 2}) + iend);
    CHECK(message_contains(out, "frame 3: fdAT: "));
    CHECK(out.frames == 2);
  }
  SECTION("under a wrong CRC") {
    bytes bad = control(1) + data(2);
    bad.back() ^= 1;
    CHECK(decode_second_frame(bad).message.text() == "frame 2: fdAT: CRC error" + at_byte(at));
    CHECK(message_contains(decode_second_frame(control(1) + with_wrong_crc(data(2, {})) + data(3, pixels(canvas))),
                           "fdAT: CRC error"));
  }
}

TEST_CASE("sequence numbers of an APNG are consecutive", "[decode][png]") {
  const std::size_t at = first_frame().size();
  const decode_result gap = decode_second_frame(control(7) + data(8));
  CHECK(gap.outcome == decode_outcome::rejected);
  CHECK(gap.message.text() == "frame 2: its sequence number is 7, expected 1" + at_byte(at));
  CHECK(gap.offset == at);
  CHECK(message_contains(decode_second_frame(control(0) + data(1)), "its sequence number is 0, expected 1"));
  CHECK(message_contains(decode_second_frame(control(1) + data(1)), "its sequence number is 1, expected 2"));
  CHECK(message_contains(decode_second_frame(control(1) + data(3)), "its sequence number is 3, expected 2"));
  const bytes whole = pixels(canvas);
  CHECK(message_contains(
      decode_second_frame(control(1) + data(2, crafted::cut(whole, 9)) + data(4, crafted::skip(whole, 9))),
      "its sequence number is 4, expected 3"));
  CHECK(message_contains(decode<decoder>(signature + ihdr(canvas) + animation_control(1) + control(1) +
                                         chunk("IDAT", pixels(canvas)) + iend),
                         "frame 1: its sequence number is 1, expected 0"));
}

TEST_CASE("frames of an APNG lie within the picture and have data", "[decode][png]") {
  for (const place& wrong : {place{0, 0, 17, 16}, place{0, 0, 16, 17}, place{1, 0, 16, 16}, place{0, 1, 16, 16},
                             place{0, 0, 0, 16}, place{0, 0, 16, 0}, place{0xFFFFFFFF, 0, 16, 16}}) {
    CAPTURE(wrong.x, wrong.y, wrong.width, wrong.height);
    CHECK(message_contains(decode_second_frame(control(1, wrong) + data(2)),
                           "frame 2: it is empty or reaches outside the picture"));
  }
  CHECK(message_contains(decode<decoder>(signature + ihdr(canvas) + animation_control(1) + control(0, {0, 0, 8, 8}) +
                                         chunk("IDAT", pixels(canvas)) + iend),
                         "frame 1: it is the default image but smaller than the picture"));

  CHECK(message_contains(decode_second_frame(control(1)), "frame 2: it has no data before"));
  CHECK(message_contains(decode_second_frame(control(1) + control(2) + data(3)), "frame 2: it has no data before"));
  CHECK(message_contains(decode_second_frame(control(1) + chunk("IDAT", pixels(canvas))),
                         "frame 2: it has no data before"));
  CHECK(message_contains(decode<decoder>(signature + ihdr(canvas) + animation_control(2) + control(0) + control(1) +
                                         chunk("IDAT", pixels(canvas)) + iend),
                         "frame 1: it has no data before"));

  constexpr std::string_view stray = "an fdAT chunk is before the IDAT chunks or has no fcTL chunk of its own";
  CHECK(message_contains(decode_second_frame(data(1)), stray));
  CHECK(message_contains(
      decode<decoder>(signature + ihdr(canvas) + animation_control(1) + chunk("IDAT", pixels(canvas)) + data(0) + iend),
      stray));
  CHECK(message_contains(decode<decoder>(signature + ihdr(canvas) + animation_control(1) + control(0) + data(1) +
                                         chunk("IDAT", pixels(canvas)) + iend),
                         stray));

  CHECK(message_contains(decode_second_frame(chunk("fcTL", bytes{}.u32(1))),
                         "frame 2: the chunk is too short for its fields"));
  CHECK(message_contains(decode_second_frame(control(1) + chunk("fdAT", {0, 0, 2})),
                         "frame 2: the chunk is too short for its fields"));
}

TEST_CASE("an APNG has as many frames as its acTL chunk says", "[decode][png]") {
  for (const std::uint32_t promised : {0U, 1U, 3U, 0xFFFFFFFFU}) {
    CAPTURE(promised);
    const decode_result out = decode<decoder>(first_frame(promised) + control(1) + data(2) + iend);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, std::to_string(promised) + " announced, 2 found (at byte 33)"));
    CHECK(out.offset == 33);
  }
  const decode_result none = decode<decoder>(crafted::png::picture(canvas, animation_control(2)));
  CHECK(message_contains(none, "2 announced, 0 found (at byte 33)"));
}

TEST_CASE("without acTL before the image data a PNG is no animation", "[decode][png]") {
  const bytes wrong = control(9, {5, 5, 99, 99}) + data(3, {1, 2, 3});
  for (const bytes& file :
       {crafted::png::picture(canvas, wrong, wrong), crafted::png::picture(canvas, {}, animation_control(7) + wrong)}) {
    const decode_result out = decode<decoder>(file);
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.frames == 1);
  }
}

TEST_CASE("an APNG cut anywhere, or with any byte of its frames changed, is rejected", "[decode][png]") {
  const bytes good = first_frame() + control(1) + data(2) + iend;
  for_16_cuts(good, [](const bytes& cut) { CHECK(decode<decoder>(cut).outcome == decode_outcome::rejected); });
  for (std::size_t at = first_frame().size(); at < good.size() - iend.size(); ++at) {
    CAPTURE(at);
    bytes bad = good;
    bad[at] ^= 0x10;
    CHECK(decode<decoder>(bad).outcome == decode_outcome::rejected);
  }
}

TEST_CASE("the ceilings of an APNG are named", "[decode][png]") {
  budget ceilings;
  ceilings.frames = 10;
  ceilings.animation_pixels = 11 * 256;
  CHECK(decode<decoder>(animation(10, canvas), ceilings).outcome == decode_outcome::decoded);
  const decode_result frames = decode<decoder>(animation(11, canvas), ceilings);
  CHECK(frames.outcome == decode_outcome::over_budget);
  CHECK(frames.ceiling == preflight::ceiling::frames);
  CHECK(frames.message.text() == "too many frames: 10 allowed, 11 found");
  ceilings.animation_pixels = 10 * 256;
  const decode_result all = decode<decoder>(animation(10, canvas), ceilings);
  CHECK(all.outcome == decode_outcome::over_budget);
  CHECK(all.ceiling == preflight::ceiling::animation_pixels);
  CHECK(all.message.text() == "all frames together have too many pixels: 2,560 allowed, 2,816 found");
}

TEST_CASE("many frames of an APNG, tiny or large, take the memory of one", "[decode][png]") {
  const bytes tiny = animation(100'000, {1, 1, 8, 0, 0});
  CHECK(decode<decoder>(tiny).frames == 100'000);
  CHECK(memory_growth<decoder>(tiny, {}, decode_outcome::decoded) < (1 << 20));
  CHECK(memory_growth<decoder>(animation(40, {2000, 1000, 8, 6, 0}), {}, decode_outcome::decoded) < (1 << 20));

  budget roomy;
  roomy.pixels = UINT64_MAX;
  roomy.animation_pixels = UINT64_MAX;
  const header huge{40000, 40000, 1, 0, 0};
  const bytes hollow = signature + ihdr(huge) + animation_control(1) + chunk("IDAT", pixels(huge)) +
                       control(0, {0, 0, 40000, 40000}) + data(1, crafted::png::deflated_zeros(1)) + iend;
  CHECK(memory_growth<decoder>(hollow, roomy, decode_outcome::rejected) < (1 << 20));
}

TEST_CASE("decoding an APNG keeps to its job", "[decode][png]") { check_job_limits<decoder>(animation(5, canvas)); }

TEST_CASE("a read that fails among the frames of an APNG is not taken for their end", "[decode][png]") {
  struct failing_input {
    memory_input file;
    unsigned reads = 0;
    unsigned good_reads = 0;

    static std::ptrdiff_t read(void* self, std::uint64_t offset, std::span<unsigned char> into) {
      failing_input& input = *static_cast<failing_input*>(self);
      return input.reads++ < input.good_reads ? memory_input::read(&input.file, offset, into) : -1;
    }
  };
  const bytes good = animation(1000, canvas);
  const auto decode_with = [&](unsigned good_reads, unsigned& reads) {
    failing_input input{memory_input{&good}, 0, good_reads};
    decode_job job;
    job.file = {&input, failing_input::read, good.size()};
    const decode_result out = run<decoder>(job);
    reads = input.reads;
    return out;
  };
  unsigned all = 0;
  REQUIRE(decode_with(UINT32_MAX, all).outcome == decode_outcome::decoded);
  for (unsigned good_reads = 0; good_reads < all; ++good_reads) {
    CAPTURE(good_reads);
    unsigned reads = 0;
    const decode_result out = decode_with(good_reads, reads);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "the file could not be read to its end");
    CHECK(reads == good_reads + 1);
  }
}

TEST_CASE("a damaged APNG is always answered", "[decode][png]") {
  check_damaged_copies<decoder>(animation(3, canvas), 400);
  check_damaged_copies<decoder>(first_frame() + control(1) + data(2) + iend, 400);
}
