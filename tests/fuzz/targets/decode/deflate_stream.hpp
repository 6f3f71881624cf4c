#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include <preflight/decode/png/adler32.hpp>
#include <preflight/decode/png/deflate_reader.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any bytes behind the header of a zlib stream: ours takes it, in pieces, where zlib does, and makes the same of it.
struct deflate_twice {
  struct result {
    bool is_taken = false;
    std::uint32_t output_sum = 0;
    std::uint64_t output_size = 0;
  };
  static constexpr std::uint64_t max_output = 8U << 20;
  static constexpr std::array<unsigned char, 2> header{0x78, 0x01};

  static void run(input bytes) {
    std::vector<unsigned char> stream{header.begin(), header.end()};
    stream.insert(stream.end(), bytes.begin(), bytes.end());
    const result theirs = by_zlib(stream);
    const result ours = in_pieces(stream, choices(bytes));
    promise(theirs.is_taken == ours.is_taken, "zlib takes another stream");
    promise(!ours.is_taken || (theirs.output_sum == ours.output_sum && theirs.output_size == ours.output_size),
            "zlib makes something else of the stream");
  }

  static result in_pieces(input stream, std::mt19937 random) {
    using preflight::detail::png_parts::deflate_reader;
    using status = deflate_reader::status;
    const auto reader = std::make_unique<deflate_reader>();
    preflight::detail::png_parts::adler32 sum;
    std::vector<unsigned char> kept;
    result out;
    for (std::size_t first = 0; first < stream.size();) {
      const std::size_t count = std::min<std::size_t>(1 + random() % 600, stream.size() - first);
      const input piece = stream.subspan(first, count);
      kept.insert(kept.end(), piece.begin(), piece.end());
      first += count;
      input rest{kept};
      status found = status::has_output;
      while (found == status::has_output && out.output_size < max_output) {
        found = reader->advance(rest);
        sum.add(reader->output());
        out.output_size += reader->output().size();
      }
      if (found != status::needs_input) {
        out.is_taken = found == status::ended && reader->check_value() == sum.value();
        out.output_sum = sum.value();
        return out;
      }
      promise(rest.size() < deflate_reader::max_step, "more is asked for than a step can need");
      kept = {rest.begin(), rest.end()};
    }
    return out;
  }

  static result by_zlib(std::vector<unsigned char> stream) {
    result out;
    z_stream codec{};
    inflateInit(&codec);
    codec.next_in = stream.data();
    codec.avail_in = static_cast<uInt>(stream.size());
    std::vector<unsigned char> buffer(1U << 16);
    uLong sum = ::adler32(0, nullptr, 0);
    int code = Z_OK;
    while (code == Z_OK && out.output_size < max_output) {
      codec.next_out = buffer.data();
      codec.avail_out = static_cast<uInt>(buffer.size());
      code = ::inflate(&codec, Z_NO_FLUSH);
      const std::size_t made = buffer.size() - codec.avail_out;
      sum = ::adler32(sum, buffer.data(), static_cast<uInt>(made));
      out.output_size += made;
    }
    out.is_taken = code == Z_STREAM_END;
    out.output_sum = static_cast<std::uint32_t>(sum);
    inflateEnd(&codec);
    return out;
  }
};

inline constexpr target deflate_stream{.name = "deflate_stream", .run = deflate_twice::run, .takes_media = false};

}  // namespace fuzz::targets
