#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <preflight/sniff/metadata/inflater.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using crafted::bytes;
using preflight::detail::metadata::inflater;

struct answer {
  std::string output;
  int end = 0;
};

/// What comes of a stream that is given in pieces of this many bytes.
answer inflate(const bytes& stream, std::size_t piece) {
  answer out;
  inflater state;
  state.begin();
  for (std::size_t first = 0;; first += piece) {
    const std::size_t count = first < stream.size() ? std::min(piece, stream.size() - first) : 0;
    preflight::byte_cursor input{
        preflight::byte_view{std::span{stream}.subspan(std::min(first, stream.size()), count)}};
    int byte = 0;
    while ((byte = state.next(input)) >= 0) {
      out.output.push_back(static_cast<char>(byte));
    }
    out.end = byte;
    if (byte != inflater::needs_input || count == 0) {
      return out;
    }
  }
}

/// The same whatever the pieces.
answer inflate(const bytes& stream) {
  answer whole = inflate(stream, stream.size() + 1);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    const answer pieces = inflate(stream, piece);
    CHECK(pieces.output == whole.output);
    CHECK(pieces.end == whole.end);
  }
  return whole;
}

int end_of(const bytes& stream) { return inflate(stream).end; }

// By zlib 1.2.13: a block with codes of its own, one with the fixed codes, and one that looks back 32,500 bytes.
const bytes own_codes{0x78, 0xDA, 0x1D, 0x8E, 0xDB, 0x11, 0xC4, 0x20, 0x0C, 0x03, 0x5B, 0x92, 0x14, 0x1C, 0x4C, 0x39,
                      0x98, 0x47, 0xFF, 0x25, 0x9C, 0x2E, 0x3F, 0x0C, 0xB3, 0x92, 0xD7, 0x4E, 0x95, 0xC0, 0x2E, 0xE2,
                      0xE1, 0xC5, 0xD2, 0xA3, 0x8E, 0x97, 0x89, 0x05, 0xE1, 0xA0, 0x01, 0x78, 0x11, 0x9C, 0x7E, 0x5F,
                      0x0E, 0x14, 0x03, 0x89, 0x49, 0x68, 0x62, 0x70, 0x98, 0xDF, 0x8F, 0x94, 0xC9, 0xE6, 0xB2, 0x89,
                      0x0A, 0xBD, 0xE8, 0x2C, 0x7B, 0x93, 0x8F, 0x8A, 0x46, 0x98, 0x2A, 0x4F, 0x89, 0xD3, 0xED, 0xA6,
                      0xC1, 0xF0, 0xBE, 0x85, 0xEE, 0xF4, 0x68, 0xC3, 0x81, 0x4D, 0x4D, 0xCD, 0xFF, 0x60, 0x59, 0x32,
                      0x70, 0xEC, 0x39, 0xEE, 0x27, 0x2F, 0x9B, 0xEF, 0x0A, 0xFD, 0x37, 0x5D, 0xA7, 0xE5, 0xF6, 0xDF,
                      0x9D, 0x9F, 0x07, 0x6E, 0x24, 0x87, 0x4D, 0xE9, 0x8D, 0x9B, 0xDF, 0x94, 0x4D, 0xE1, 0x9B, 0x86,
                      0x64, 0xE3, 0x76, 0x02, 0x98, 0x9B, 0x85, 0x7E, 0x40, 0xDC, 0x38, 0x3B};
constexpr std::string_view own_codes_text =
    "82b201721031f0c232706180c020e040006051a0606190b15080a102a09191a0f15080b102d1c20112526071b2b28132b11120a2b0a121a150"
    "42915210c072b1e2d01211a04242d051b01190e252e1a181f140c252f150f1b0b211b28182915201818192b182b2d152e1a24250b19222d0d1"
    "820052e25052";
const bytes fixed_codes{0x78, 0x01, 0x2B, 0xC8, 0x2F, 0xCE, 0x2C, 0xC9, 0xCC, 0xCF, 0x53,
                        0x28, 0x40, 0x67, 0x28, 0x02, 0x00, 0x9A, 0x6F, 0x0A, 0xC1};
const bytes far_back{0x78, 0xDA, 0xED, 0xDD, 0x21, 0x0E, 0x82, 0x50, 0x00, 0x00, 0x50, 0xCE, 0xF0, 0x37, 0x92, 0xD5,
                     0x03, 0x18, 0x1D, 0xD1, 0x11, 0x3C, 0x00, 0xD1, 0x46, 0xB1, 0x93, 0xB8, 0x04, 0x11, 0x36, 0x22,
                     0xDD, 0x84, 0x95, 0xB1, 0x79, 0x01, 0xC6, 0xE6, 0x38, 0x06, 0xCE, 0x64, 0xE5, 0x0A, 0x64, 0xF7,
                     0xDE, 0x45, 0x5E, 0xFC, 0x2D, 0xB2, 0x43, 0x7A, 0xEE, 0x6E, 0xBF, 0x3C, 0xBC, 0xD7, 0xFE, 0x75,
                     0xBC, 0x97, 0x63, 0xD4, 0x4F, 0xD5, 0x9C, 0x8C, 0xA1, 0x3D, 0x35, 0x8F, 0xFA, 0x79, 0x59, 0xE6,
                     0xE1, 0x73, 0x8D, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                     0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                     0x00, 0x00, 0xF8, 0x3B, 0xF1, 0xCE, 0xF3, 0x7E, 0x03, 0x54, 0x51, 0x29, 0xD5};

/// Bits from the lowest of each byte up, after the two bytes of a zlib header.
bytes blocks(std::string_view bits) {
  bytes out{0x78, 0x01};
  unsigned count = 0;
  for (const char bit : bits) {
    if (bit != ' ') {
      if (count++ % 8 == 0) {
        out.push_back(0);
      }
      out.back() = static_cast<unsigned char>(out.back() | (bit == '1' ? 1U : 0U) << ((count - 1) % 8));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("blocks of every kind are inflated") {
  const answer stored = inflate(crafted::png::stored(crafted::text("stored")));
  CHECK(stored.output == "stored");
  CHECK(stored.end == inflater::ended);
  CHECK(inflate(fixed_codes).output == "position position position!");
  CHECK(end_of(fixed_codes) == inflater::ended);
  CHECK(inflate(own_codes).output == own_codes_text);
  CHECK(end_of(own_codes) == inflater::ended);
  CHECK(inflate(crafted::png::stored({})).end == inflater::ended);
}

TEST_CASE("bytes are repeated from as far back as the format allows") {
  const std::string output = inflate(far_back, 64).output;
  REQUIRE(output.size() == 32'540);
  CHECK(output.substr(0, 40) == output.substr(32'500));
  const bytes zeros = crafted::png::deflated_zeros(100'000);
  CHECK(inflate(zeros, 100).output == std::string(100'000, '\0'));
  // A stored block of two, then a length of 3 at a distance of 2 or 3 by the fixed codes.
  const auto repeated = [](std::string_view distance) {
    bytes stream{0x78, 0x01, 0x00};
    return stream.u16le(2).u16le(0xFFFD).text("ab").add(
        crafted::skip(blocks(std::string{"1 10 0000001 "}.append(distance).append(" 0000000")), 2));
  };
  CHECK(inflate(repeated("00001")).output == "ababa");
  CHECK(end_of(repeated("00001")) == inflater::ended);
  CHECK(end_of(repeated("00010")) == inflater::broken);
}

TEST_CASE("a stream that is cut asks for more, and never answers that it ended") {
  for (const bytes& whole : {own_codes, fixed_codes, crafted::png::stored(crafted::text("stored"))}) {
    for (std::size_t size = 0; size + 5 < whole.size(); ++size) {
      CAPTURE(size);
      CHECK(inflate(crafted::cut(whole, size)).end == inflater::needs_input);
    }
  }
}

TEST_CASE("a stream that breaks the format is broken for good") {
  CHECK(end_of(bytes{0x79, 0x9C}) == inflater::broken);                                // another method
  CHECK(end_of(bytes{0x88, 0x1C}) == inflater::broken);                                // a window of 64 KiB
  CHECK(end_of(bytes{0x78, 0x02}) == inflater::broken);                                // a wrong check of the header
  CHECK(end_of(bytes{0x78, 0xBB}) == inflater::broken);                                // a dictionary
  CHECK(end_of(bytes{0x78, 0x01, 0x01, 2, 0, 2, 0}) == inflater::broken);              // lengths that disagree
  CHECK(end_of(blocks("1 11 0000000000000000")) == inflater::broken);                  // a block of no kind
  CHECK(end_of(blocks("1 10 11000110 00000000")) == inflater::broken);                 // length symbol 286
  CHECK(end_of(blocks("1 10 0000001 11110 0000")) == inflater::broken);                // distance symbol 30
  CHECK(end_of(blocks("1 01 11111 00000 0000 000000000000")) == inflater::broken);     // 288 literal codes
  CHECK(end_of(blocks("1 01 00000 00000 0000 100 100 100 100")) == inflater::broken);  // four codes of one bit
  CHECK(end_of(blocks("1 01 00000 00000 0000 100 000 000 000 0 00")) == inflater::broken);  // repeats nothing

  inflater state;
  state.begin();
  const bytes header{0x79, 0x9C};
  preflight::byte_cursor wrong{preflight::byte_view{header}};
  CHECK(state.next(wrong) == inflater::broken);
  preflight::byte_cursor right{preflight::byte_view{fixed_codes}};
  CHECK(state.next(right) == inflater::broken);
  state.begin();
  preflight::byte_cursor again{preflight::byte_view{fixed_codes}};
  CHECK(state.next(again) == 'p');
}
