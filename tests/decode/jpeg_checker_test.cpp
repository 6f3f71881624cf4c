#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include <preflight/decode/jpeg/jpeg_checker.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/jpeg.hpp"

namespace {

using crafted::bytes;
using crafted::jpeg::eoi;
using crafted::jpeg::frame;
using crafted::jpeg::segment;
using crafted::jpeg::soi;
using preflight::surplus;
using preflight::detail::jpeg_parts::jpeg_checker;

jpeg_checker walked(const bytes& file, std::size_t piece) {
  jpeg_checker walk;
  for (std::size_t first = 0; first < file.size() && !walk.is_done(); first += piece) {
    const std::size_t count = std::min(piece, file.size() - first);
    walk.take(std::span{file}.subspan(first, count), first);
  }
  return walk;
}

/// The same however the file is cut.
surplus surplus_of(const bytes& file) {
  const jpeg_checker whole = walked(file, file.size());
  CHECK(whole.offset() <= file.size());
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{13}}) {
    CHECK(walked(file, piece).surplus() == whole.surplus());
    CHECK(walked(file, piece).is_sound() == whole.is_sound());
  }
  return whole.surplus();
}

// DC: 0 is a difference of 0, 10 one of 11 bits. AC: 0 ends the block, 10 is sixteen zeros, 110 fifteen zeros and one
// bit, 1110 ten bits.
const bytes tables = segment(0xC4, bytes{0x00, 1, 1}.zeros(14).add({0, 11})) +
                     segment(0xC4, bytes{0x10, 1, 1, 1, 1}.zeros(12).add({0x00, 0xF0, 0xF1, 0x0A}));

/// The bits of a scan, filled up with ones; an FF is stuffed.
bytes coded(std::string_view bits, char filling = '1') {
  std::string all;
  std::ranges::copy_if(bits, std::back_inserter(all), [](char c) { return c != ' '; });
  all.resize((all.size() + 7) / 8 * 8, filling);
  bytes out;
  for (std::size_t i = 0; i < all.size(); i += 8) {
    out.u8(static_cast<std::uint8_t>(std::stoul(all.substr(i, 8), nullptr, 2)));
    if (out.back() == 0xFF) {
      out.u8(0);
    }
  }
  return out;
}

/// A grey picture of as many blocks as it is wide, each quantizer the same.
bytes picture(const bytes& scan, std::uint32_t blocks = 1, std::uint8_t quantizer = 1, std::uint16_t interval = 0) {
  const frame f{8 * blocks, 8};
  const bytes restart = interval == 0 ? bytes{} : segment(0xDD, bytes{}.u16(interval));
  return soi + segment(0xDB, bytes{0}.repeat(64, quantizer)) + sof(f) + tables + restart + sos(f) + scan + eoi;
}
bool is_sound(const bytes& file) { return surplus_of(file) == surplus::none && walked(file, file.size()).is_sound(); }
surplus scan_surplus(std::string_view bits, std::uint32_t blocks = 1, std::uint8_t quantizer = 1) {
  return surplus_of(picture(coded(bits), blocks, quantizer));
}

}  // namespace

TEST_CASE("a sound scan has no surplus", "[jpeg]") {
  CHECK(scan_surplus("0 0") == surplus::none);
  CHECK(scan_surplus("0 0 0 0 0 0", 3) == surplus::none);
  CHECK(surplus_of(crafted::jpeg::picture()) == surplus::none);
  CHECK(surplus_of(crafted::jpeg::picture({64, 48, 3})) == surplus::none);
  CHECK(surplus_of(picture(coded("0 0", '0'))) == surplus::none);  // some cameras fill up with zeros
  CHECK(surplus_of(picture(coded("0 0") + bytes{0xFF, 0xFF})) == surplus::none);
}

TEST_CASE("coefficients have no place beyond the 64 of a block", "[jpeg]") {
  std::string whole = "0 10 10 10";  // 48 zeros, and 15 coefficients
  for (int i = 0; i < 15; ++i) {
    whole += " 1110 1000000000";
  }
  CHECK(scan_surplus(whole) == surplus::none);
  CHECK(scan_surplus(whole + " 0 1") == surplus::jpeg_padding);  // no end of block has a place there
  CHECK(scan_surplus("0 110 1 10 10 110 1") == surplus::jpeg_coefficients);
  CHECK(scan_surplus("0 10 10 10 10 0") == surplus::jpeg_coefficients);
}

TEST_CASE("coefficients are not larger than 8-bit samples can produce", "[jpeg]") {
  CHECK(scan_surplus("0 1110 1111111111 0") == surplus::none);  // 1,023
  CHECK(scan_surplus("0 1110 1111111111 0", 1, 2) == surplus::jpeg_values);
  CHECK(scan_surplus("0 1110 0000000000 0", 1, 2) == surplus::jpeg_values);
  CHECK(scan_surplus("10 10000000000 0") == surplus::none);  // 1,024
  CHECK(scan_surplus("10 11111111111 0") == surplus::jpeg_values);
  CHECK(scan_surplus("10 10000000000 0 0 0", 2) == surplus::none);
  CHECK(scan_surplus("10 10000000000 0 10 10000000000 0", 2) == surplus::jpeg_values);  // it adds up
  CHECK(scan_surplus("10 10000000000 0 10 01111111111 0", 2) == surplus::none);
}

TEST_CASE("what is left over of a scan or a restart interval is told", "[jpeg]") {
  CHECK(surplus_of(picture(coded("0 0") + bytes{0x7F})) == surplus::jpeg_bytes);
  CHECK(surplus_of(picture(coded("0 0") + crafted::zeros(100))) == surplus::jpeg_bytes);
  CHECK(scan_surplus("0 0 1 0 1 1") == surplus::jpeg_padding);
  const auto intervals = [](const bytes& first, const bytes& second, std::uint32_t blocks = 3) {
    return surplus_of(picture(first + bytes{0xFF, 0xD0} + second, blocks, 1, 2));
  };
  CHECK(intervals(coded("0 0 0 0"), coded("0 0")) == surplus::none);
  CHECK(intervals(coded("10 10000000000 0 0 0"), coded("10 10000000000 0")) == surplus::none);  // begins anew
  CHECK(intervals(coded("0 0 0 0") + bytes{0x7F}, coded("0 0")) == surplus::jpeg_bytes);
  CHECK(intervals(coded("0 0 0 0 1 0"), coded("0 0")) == surplus::jpeg_padding);
  CHECK(intervals(coded("0 0 0 0"), coded("0 0 0 1 0 1")) == surplus::jpeg_padding);
  const bytes file = picture(coded("0 0") + bytes{0x7F});
  CHECK(walked(file, file.size()).offset() > file.size() - 6);
}

TEST_CASE("where libjpeg has something to say, nothing is said", "[jpeg]") {
  CHECK(scan_surplus("0", 1) == surplus::none);               // ends too early
  CHECK(scan_surplus("11 0 0 0 0 0 0", 1) == surplus::none);  // no code begins so
  CHECK(surplus_of(picture(coded("11 0 0 0 0 0 0") + crafted::zeros(20))) == surplus::none);
  CHECK(surplus_of(picture(coded("0 1111 0 0 0 0") + crafted::zeros(20))) == surplus::none);
  CHECK(surplus_of(crafted::cut(crafted::jpeg::picture(), 300)) == surplus::none);
  frame progressive{64, 64, 1, 8, 0xC2};
  CHECK(surplus_of(crafted::jpeg::picture(progressive)) == surplus::none);
  CHECK(surplus_of(soi + segment(0xC4, crafted::zeros(3)) + eoi) == surplus::none);
  CHECK(surplus_of(soi + segment(0xDB, bytes{}.zeros(4000)) + eoi) == surplus::none);
  CHECK(surplus_of(soi + segment(0xDB, bytes{0x10}.zeros(3)) + eoi) == surplus::none);  // half a quantizer
  CHECK(surplus_of(picture(coded("0 0"), 0)) == surplus::none);
}

TEST_CASE("a JPEG is sound by its codes alone only if it is whole and has nothing odd", "[jpeg]") {
  CHECK(is_sound(picture(coded("0 0"))));
  CHECK(is_sound(picture(coded("0 0") + bytes{0xFF, 0xFF})));  // fill bytes
  CHECK(is_sound(picture(coded("0 0") + segment(0xFE, bytes{'x'}) + segment(0xEF, bytes{'y'}))));
  CHECK(is_sound(crafted::jpeg::picture({64, 48, 3})));

  const bytes whole = picture(coded("0 0"));
  CHECK_FALSE(is_sound(crafted::cut(whole, whole.size() - 1)));
  CHECK_FALSE(is_sound(crafted::cut(whole, whole.size() - 2)));
  CHECK_FALSE(is_sound(picture(coded("0"))));
  CHECK_FALSE(is_sound(picture(coded("11 0 0 0 0 0 0"))));
  CHECK_FALSE(is_sound(picture(coded("0 0") + bytes{0x7F})));
  CHECK_FALSE(is_sound(picture(coded("0 0") + segment(0xDB, bytes{0}.repeat(64, 1)))));  // tables that nothing uses
  CHECK_FALSE(is_sound(picture(coded("0 0") + segment(0xFE, bytes{'x'}) + bytes{'y'})));
  CHECK_FALSE(is_sound(picture(coded("0 0") + sos(frame{8, 8}) + coded("0 0"))));
  CHECK_FALSE(is_sound(soi + eoi));
  frame progressive{64, 64, 1, 8, 0xC2};
  CHECK_FALSE(is_sound(crafted::jpeg::picture(progressive)));
}

TEST_CASE("restart markers of a sound JPEG are counted from 0 to 7", "[jpeg]") {
  const bytes interval = coded("0 0");
  const auto with_markers = [&](std::initializer_list<unsigned char> codes) {
    bytes scan = interval;
    for (const unsigned char code : codes) {
      scan.add({0xFF, code}).add(interval);
    }
    return picture(scan, static_cast<std::uint32_t>(codes.size() + 1), 1, 1);
  };
  CHECK(is_sound(with_markers({0xD0, 0xD1, 0xD2})));
  CHECK(is_sound(with_markers({0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD0})));
  CHECK_FALSE(is_sound(with_markers({0xD1})));
  CHECK_FALSE(is_sound(with_markers({0xD0, 0xD0})));
  CHECK_FALSE(is_sound(with_markers({0xD0, 0xD2})));
  CHECK_FALSE(is_sound(picture(interval + bytes{0xFF, 0xD0}, 1, 1, 1)));    // one too many
  CHECK_FALSE(is_sound(picture(coded("0 0 0 0") + bytes{0xFF, 0xD0}, 2)));  // though there are no intervals
  CHECK_FALSE(is_sound(picture(coded("0 0 0 0"), 2, 1, 1)));                // one is missing
}

TEST_CASE("short codes, of which several are looked up at once, end where the block ends", "[jpeg]") {
  CHECK(scan_surplus("0 110 1 110 0 110 1 0") == surplus::none);  // 48 coefficients and an end
  CHECK(scan_surplus("0 110 1 110 0 110 1 110 1 0") == surplus::jpeg_coefficients);
  CHECK(is_sound(picture(coded("0 110 1 110 0 110 1 0  10 10000000000 0  0 10 10 110 1 0"), 3)));
  CHECK(is_sound(picture(coded("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"), 10)));
  CHECK_FALSE(is_sound(picture(coded("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"), 10)));  // the last end is missing
}

TEST_CASE("blocks that are read at once are as those that are read code by code", "[jpeg]") {
  std::mt19937 random{5};
  const auto value = [&](unsigned size) {
    std::string bits;
    for (unsigned i = 0; i < size; ++i) {
      bits += random() % 5 == 0 ? '0' : '1';  // many bytes of FF
    }
    return bits;
  };
  std::map<surplus, int> found;
  int sound = 0;
  for (int round = 0; round < 400; ++round) {
    const auto blocks = static_cast<std::uint32_t>(1 + random() % 60);
    std::string bits;
    bool is_bright = false;
    for (std::uint32_t block = 0; block < blocks; ++block) {
      const bool is_new = random() % 8 == 0;
      bits += !is_new ? "0" : is_bright ? "10 01111111111" : "10 10000000000";
      is_bright = is_bright != is_new;
      for (std::size_t index = 1; random() % 6 != 0; ++index) {
        const bool is_far = index + 17 < 64 && random() % 4 == 0;
        bits += is_far ? "110" + value(1) : "1110" + value(10);
        index += is_far ? 15 : 0;
        if (index > 61) {
          break;
        }
      }
      bits += "0";
    }
    bytes scan = coded(bits);
    if (random() % 2 == 0) {
      scan[random() % scan.size()] ^= static_cast<unsigned char>(1U << random() % 8);
    }
    const bytes file = picture(scan, blocks);
    ++found[surplus_of(file)];
    sound += walked(file, file.size()).is_sound() ? 1 : 0;
  }
  CHECK(sound > 150);
  for (const surplus kind :
       {surplus::jpeg_bytes, surplus::jpeg_padding, surplus::jpeg_coefficients, surplus::jpeg_values}) {
    CHECK(found[kind] > 0);
  }
}
