#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <preflight/decode/codecs/png.hpp>
#include <preflight/sniff/metadata/crc32.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

/// The frames of an animation are looked at only where every CRC is right, which arbitrary bytes never get: here they
/// are made right, and in every other input the sequence numbers too.
struct sound_chunks {
  static void decode(input file) {
    std::vector<unsigned char> mended(file.begin(), file.end());
    const bool in_sequence = !file.empty() && file.back() % 2 == 0;
    std::uint32_t sequence = 0;
    const preflight::byte_view whole{mended};
    for (std::uint64_t at = 8; whole.covers(at, 12);) {
      preflight::byte_cursor bytes{whole, at};
      const std::uint32_t length = bytes.u32be();
      const std::uint32_t type = bytes.u32be();
      if (!whole.covers(at, std::uint64_t{length} + 12)) {
        break;
      }
      const std::span chunk = std::span{mended}.subspan(static_cast<std::size_t>(at), std::size_t{length} + 12);
      if (in_sequence && length >= 4 && (type == preflight::fourcc("fcTL") || type == preflight::fourcc("fdAT"))) {
        put(sequence++, chunk.subspan(8).first<4>());
      }
      put(preflight::detail::crc32_of(whole, at + 4, length + 4), chunk.last<4>());
      at += chunk.size();
    }
    decode_anything<preflight::decoders::png>(mended);
  }

  static void put(std::uint32_t number, std::span<unsigned char, 4> into) {
    for (unsigned i = 0; i < into.size(); ++i) {
      into[i] = static_cast<unsigned char>(number >> (24 - 8 * i));
    }
  }
};

inline constexpr target decode_apng{.name = "decode_apng", .run = sound_chunks::decode};

}  // namespace fuzz::targets
