#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <openssl/sha.h>

#include <preflight/input/source.hpp>

namespace preflight::cli {

/// A SHA-256 in lower-case hexadecimal.
using sha256_hex = std::array<char, 64>;

/// SHA-256 (FIPS 180-4), a piece at a time.
class sha256 {
 public:
  sha256();
  void update(std::span<const unsigned char> bytes);
  /// Nothing can be added afterwards.
  [[nodiscard]] sha256_hex hex();

 private:
  SHA256_CTX state_;
};

/// Of all bytes of a source, read through this window; empty where they could not be read or end before its size.
template <source S>
[[nodiscard]] std::optional<sha256_hex> hash_content(S& input, std::span<unsigned char> window) {
  sha256 sum;
  for (std::uint64_t offset = 0; offset < input.size();) {
    const std::uint64_t left = input.size() - offset;
    const auto part = window.first(static_cast<std::size_t>(std::min<std::uint64_t>(left, window.size())));
    const result<std::size_t> length = input.read(offset, part);
    if (!length || *length == 0) {
      return std::nullopt;
    }
    sum.update(part.first(*length));
    offset += *length;
  }
  return sum.hex();
}

}  // namespace preflight::cli
