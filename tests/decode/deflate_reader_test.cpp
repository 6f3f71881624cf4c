#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/decode/png/adler32.hpp>
#include <preflight/decode/png/deflate_reader.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/png.hpp"

namespace {

using crafted::bytes;
using preflight::detail::png_parts::deflate_reader;
using status = deflate_reader::status;

struct inflated {
  status end = status::broken;
  bytes output;
  bool is_right = false;  // by its check value
  bool has_more = false;  // input behind the end
};

/// The input comes in pieces of a length; what was not taken comes again.
inflated inflate(const bytes& stream, std::size_t piece) {
  const auto reader = std::make_unique<deflate_reader>();
  preflight::detail::png_parts::adler32 sum;
  inflated out;
  bytes kept;
  for (std::size_t first = 0;; first += piece) {
    const std::size_t count = std::min(piece, stream.size() - std::min(first, stream.size()));
    for (std::size_t i = 0; i < count; ++i) {
      kept.push_back(stream[first + i]);
    }
    std::span<const unsigned char> rest{kept};
    do {
      out.end = reader->advance(rest);
      sum.add(reader->output());
      out.output.insert(out.output.end(), reader->output().begin(), reader->output().end());
    } while (out.end == status::has_output);
    if (out.end != status::needs_input || count == 0) {
      out.is_right = out.end == status::ended && reader->check_value() == sum.value();
      out.has_more = reader->has_more() || !rest.empty();
      return out;
    }
    CHECK(rest.size() < deflate_reader::max_step);
    bytes left;
    left.assign(rest.begin(), rest.end());
    kept = left;
  }
}

/// The same however the stream is cut.
inflated inflate(const bytes& stream) {
  inflated whole = inflate(stream, std::max<std::size_t>(stream.size(), 1));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
    const inflated pieces = inflate(stream, piece);
    CHECK(pieces.end == whole.end);
    CHECK(pieces.is_right == whole.is_right);
    CHECK((whole.end != status::ended || pieces.output == whole.output));
  }
  return whole;
}

/// What zlib says of it.
bool zlib_takes(const bytes& stream, bytes& output) {
  z_stream codec{};
  REQUIRE(inflateInit(&codec) == Z_OK);
  output.assign(1 << 20, 0);
  bytes input = stream;
  codec.next_in = input.data();
  codec.avail_in = static_cast<uInt>(input.size());
  codec.next_out = output.data();
  codec.avail_out = static_cast<uInt>(output.size());
  const bool is_taken = ::inflate(&codec, Z_FINISH) == Z_STREAM_END;
  output.resize(codec.total_out);
  inflateEnd(&codec);
  return is_taken;
}

bytes deflate(bytes raw, int level, int strategy, int window_bits = 15) {
  z_stream codec{};
  REQUIRE(deflateInit2(&codec, level, Z_DEFLATED, window_bits, 8, strategy) == Z_OK);
  bytes out;
  out.assign(deflateBound(&codec, static_cast<uLong>(raw.size())) + 64, 0);
  codec.next_in = raw.data();
  codec.avail_in = static_cast<uInt>(raw.size());
  codec.next_out = out.data();
  codec.avail_out = static_cast<uInt>(out.size());
  REQUIRE(::deflate(&codec, Z_FINISH) == Z_STREAM_END);
  out.resize(codec.total_out);
  deflateEnd(&codec);
  return out;
}

/// Noise, the same bytes from `distance` before, or few different ones, as PNG rows are.
bytes sample(std::size_t count, std::size_t distance, std::size_t noise, std::mt19937& random) {
  bytes out;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_new = i < distance || random() % 1000 < noise;
    out.push_back(is_new ? static_cast<unsigned char>(random()) : out[i - distance]);
  }
  return out;
}

/// A stream of these bits, as they are written: Huffman codes from their first bit on, numbers from their lowest.
bytes stream_of(std::string_view bits, const bytes& behind = {}) {
  bytes out{0x78, 0x01};
  unsigned used = 0;
  for (const char c : bits) {
    if (c == ' ') {
      continue;
    }
    if (used % 8 == 0) {
      out.push_back(0);
    }
    out.back() = static_cast<unsigned char>(out.back() | (c == '1' ? 1U : 0U) << used % 8);
    ++used;
  }
  return out + behind;
}

}  // namespace

TEST_CASE("what zlib deflates is inflated, however it is cut", "[deflate]") {
  std::mt19937 random{1};
  for (const auto& [level, strategy] : {std::pair{0, Z_DEFAULT_STRATEGY},
                                        {1, Z_DEFAULT_STRATEGY},
                                        {9, Z_DEFAULT_STRATEGY},
                                        {6, Z_HUFFMAN_ONLY},
                                        {6, Z_RLE},
                                        {6, Z_FIXED}}) {
    for (const std::size_t distance : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 300U, 32768U}) {
      for (const std::size_t count : {0U, 1U, 700U, 200'000U}) {
        CAPTURE(level, strategy, distance, count);
        const bytes raw = sample(count, distance, 20, random);
        const inflated out = inflate(deflate(raw, level, strategy), 5000);
        CHECK(out.end == status::ended);
        CHECK(out.is_right);
        CHECK_FALSE(out.has_more);
        CHECK((out.output == raw));
      }
    }
  }
  const inflated small = inflate(deflate(sample(3000, 40, 30, random), 9, Z_DEFAULT_STRATEGY));
  CHECK(small.is_right);
  CHECK(small.output.size() == 3000);
}

TEST_CASE("a deflate stream is taken where zlib takes it, and refused where zlib does", "[deflate]") {
  std::mt19937 random{2};
  for (int round = 0; round < 100; ++round) {
    const bytes raw = sample(1 + random() % 2000, 1 + random() % 9, random() % 500, random);
    const bytes sound = deflate(raw, static_cast<int>(random() % 10), static_cast<int>(random() % 5));
    for (int copy = 0; copy < 20; ++copy) {
      bytes damaged = sound;
      for (unsigned i = 0; i <= random() % 3; ++i) {
        damaged[random() % std::min<std::size_t>(damaged.size(), 80)] ^= static_cast<unsigned char>(1U << random() % 8);
      }
      bytes expected;
      const bool is_taken = zlib_takes(damaged, expected);
      const inflated out = inflate(damaged, 1 + random() % 300);
      CHECK(out.is_right == is_taken);
      CHECK((!is_taken || out.output == expected));
    }
  }
}

TEST_CASE("codes that zlib refuses are refused", "[deflate]") {
  // The sum of nothing, and of one zero.
  const bytes none{0, 0, 0, 1};
  const auto end_of = [](std::string_view bits, const bytes& behind) {
    const bytes stream = stream_of(bits, behind);
    bytes expected;
    const inflated out = inflate(stream);
    CHECK(out.is_right == zlib_takes(stream, expected));
    return out.end;
  };
  CHECK(end_of("1 10 0000000", none) == status::ended);                                 // fixed codes, no symbol
  CHECK(end_of("1 10 11000110", none + none) == status::broken);                        // 286, which means nothing
  CHECK(end_of("1 10 00110000 0000001 11110 0000000", none + none) == status::broken);  // distance 30
  CHECK(end_of("1 10 00110000 0000001 00001 0000000", none + none) == status::broken);  // further back than there is
  CHECK(end_of("1 11", none + none) == status::broken);                                 // no kind of block
  CHECK(end_of("1 00 00000", bytes{1, 0, 0xFE, 0xFE, 9} + none) == status::broken);     // lengths that differ
  CHECK(end_of("1 01 01111 00000 0000", crafted::zeros(40)) == status::broken);         // 287 literals
  CHECK(end_of("1 01 00000 01111 0000", crafted::zeros(40)) == status::broken);         // 31 distances
  CHECK(end_of("1 01 00000 00000 0000", crafted::zeros(40)) == status::broken);         // no code for the lengths
  CHECK(end_of("1 01 00000 00000 0000 100 100 100 100", crafted::zeros(40)) == status::broken);  // too many
  // Lengths 1 and 18 have codes of one bit: 138 and 118 zeros, a single literal that ends the block, and no distance or
  // one.
  std::string head = "1 01 00000 00000 0111 000 000 100";
  for (int i = 0; i < 14; ++i) {
    head += " 000";
  }
  head += " 100 ";
  const auto lengths = [&](std::string_view rest) { return head + std::string{rest}; };
  CHECK(end_of(lengths("1 1111111 1 1101011 0 0 0"), none) == status::ended);
  CHECK(end_of(lengths("1 1111111 1 1101011 0 0 1"), none) == status::broken);  // the other bit is no code
  CHECK(end_of(lengths("1 1111111 1 1111111"), none) == status::broken);        // more lengths than symbols
  CHECK(end_of(lengths("1 1111111 1 0011011 0 0 0"), none) == status::broken);  // no end of the block
}

TEST_CASE("a zlib stream has a sound header, and all of its check value", "[deflate]") {
  const bytes sound = crafted::png::deflated_zeros(600);
  REQUIRE(inflate(sound).is_right);
  for (const auto& [method, flags] : {std::pair{0x79, 0x18}, {0x88, 0x1C}, {0x78, 0x02}, {0x78, 0x20}}) {
    bytes other = sound;
    other[0] = static_cast<unsigned char>(method);
    other[1] = static_cast<unsigned char>(flags);
    CHECK(inflate(other).end == status::broken);
  }
  bytes wrong = sound;
  wrong.back() ^= 1U;
  CHECK(inflate(wrong).end == status::ended);
  CHECK_FALSE(inflate(wrong).is_right);
  for (std::size_t size = 0; size < sound.size(); ++size) {
    CHECK(inflate(crafted::cut(sound, size)).end == status::needs_input);
  }
  CHECK_FALSE(inflate(sound).has_more);
  for (const std::size_t more : {1U, 9U, 400U}) {
    CHECK(inflate(sound + crafted::zeros(more)).has_more);
  }
}

TEST_CASE("nothing further back is repeated than the header of a zlib stream says", "[deflate]") {
  std::mt19937 random{3};
  bytes stream = deflate(sample(2000, 400, 0, random), 9, Z_DEFAULT_STRATEGY, 10);
  REQUIRE(inflate(stream).is_right);
  stream[0] = 0x08;  // a window of 256 bytes
  stream[1] = 0x1D;
  CHECK(inflate(stream).end == status::broken);
}

TEST_CASE("Adler-32 is the sum that zlib makes, however the bytes come", "[deflate]") {
  std::mt19937 random{4};
  for (const std::size_t count : {0U, 1U, 7U, 8U, 175U, 176U, 177U, 5552U, 300'000U}) {
    for (const bool is_largest : {false, true}) {
      bytes data = is_largest ? bytes{}.repeat(count, 0xFF) : sample(count, 1, 1000, random);
      preflight::detail::png_parts::adler32 whole, pieces;
      whole.add(data);
      for (std::size_t first = 0; first < count; first += 41) {
        pieces.add(std::span{data}.subspan(first, std::min<std::size_t>(41, count - first)));
      }
      const auto expected = ::adler32(1, data.data(), static_cast<uInt>(count));
      CHECK(whole.value() == expected);
      CHECK(pieces.value() == expected);
    }
  }
}
