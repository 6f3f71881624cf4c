#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// Fields of a JPEG XL codestream, the least significant bit of each byte first (ISO 18181-1). Past the end every bit
/// is 0 and exhausted() is true.
class jpeg_xl_fields {
 public:
  /// U32: two bits choose one of four ways to write a number.
  struct number_code {
    std::uint32_t base = 0;
    unsigned bits = 0;
  };
  using number_codes = std::array<number_code, 4>;

  constexpr explicit jpeg_xl_fields(byte_cursor bytes) : bytes_{bytes} {}

  [[nodiscard]] constexpr bool exhausted() const { return bytes_.exhausted(); }
  constexpr std::uint32_t bits(unsigned count) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; ++i) {
      if (left_ == 0) {
        byte_ = bytes_.u8();
        left_ = 8;
      }
      value |= (byte_ & 1U) << i;
      byte_ >>= 1;
      --left_;
    }
    return value;
  }
  constexpr bool flag() { return bits(1) != 0; }
  constexpr std::uint32_t number(const number_codes& codes) {
    const number_code& chosen = codes[bits(2)];
    return chosen.base + bits(chosen.bits);
  }
  constexpr std::uint32_t rest_of_byte() { return bits(left_); }

 private:
  byte_cursor bytes_;
  std::uint32_t byte_ = 0;
  unsigned left_ = 0;
};

/// SizeHeader (ISO 18181-1), no larger than level 10 allows.
[[nodiscard]] constexpr bool has_jpeg_xl_size(jpeg_xl_fields& in) {
  constexpr jpeg_xl_fields::number_codes side_codes{{{1, 9}, {1, 13}, {1, 18}, {1, 30}}};
  constexpr std::array<ratio, 8> shapes{{{}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}}};
  const bool in_eights = in.flag();
  const auto side = [&]() -> std::uint64_t { return in_eights ? 8 * (in.bits(5) + 1) : in.number(side_codes); };
  const std::uint64_t height = side();
  const ratio shape = shapes[in.bits(3)];
  const std::uint64_t width = shape.usable() ? height * shape.a / shape.b : side();
  return std::max(width, height) <= 1U << 30 && width * height <= 1ULL << 40;
}

/// BitDepth (ISO 18181-1).
[[nodiscard]] constexpr bool has_jpeg_xl_depth(jpeg_xl_fields& in) {
  const bool floating = in.flag();
  if (!floating) {
    return in.number({{{8, 0}, {10, 0}, {12, 0}, {1, 6}}}) <= 31;
  }
  const std::uint32_t bits = in.number({{{32, 0}, {16, 0}, {24, 0}, {1, 6}}});
  const std::uint32_t exponent = in.bits(4) + 1;
  return exponent >= 2 && exponent <= 8 && bits >= exponent + 3 && bits <= exponent + 24;
}

/// ImageMetadata (ISO 18181-1) up to the number of extra channels. What asks for more than 16 bits of a decoder, or has
/// more than four of those, is above level 5 and comes in a container. A preview and a transform of its own, which it
/// may have and no encoder writes unasked, are not believed.
[[nodiscard]] constexpr bool has_jpeg_xl_metadata(jpeg_xl_fields& in) {
  const bool all_default = in.flag();
  if (all_default) {
    const bool usual_transform = in.flag();
    return usual_transform && in.rest_of_byte() == 0;
  }
  const bool extra_fields = in.flag();
  if (extra_fields) {
    in.bits(3);  // orientation
    const bool size_of_its_own = in.flag();
    const bool sized = !size_of_its_own || has_jpeg_xl_size(in);
    const bool preview = in.flag();
    if (!sized || preview) {
      return false;
    }
    const bool animated = in.flag();
    if (animated) {
      in.number({{{100, 0}, {1000, 0}, {1, 10}, {1, 30}}});  // ticks a second: so many
      in.number({{{1, 0}, {1001, 0}, {1, 8}, {1, 10}}});     // divided by
      in.number({{{0, 0}, {0, 3}, {0, 16}, {0, 32}}});       // loops
      in.flag();                                             // time codes
    }
  }
  const bool depth = has_jpeg_xl_depth(in);
  const bool fits_16_bits = in.flag();
  return depth && fits_16_bits && in.number({{{0, 0}, {1, 0}, {2, 4}, {1, 12}}}) <= 4;
}

/// A codestream without a container. Its signature is two bytes, with which one in 65,536 random files begins; of those
/// one in thirteen goes on like a header.
[[nodiscard]] constexpr format jpeg_xl_codestream(byte_view head) {
  byte_cursor bytes{head};
  if (!bytes.take("\xFF\x0A")) {
    return format::unknown;
  }
  jpeg_xl_fields in{bytes};
  return has_jpeg_xl_size(in) && has_jpeg_xl_metadata(in) && !in.exhausted() ? format::jxl : format::unknown;
}

}  // namespace preflight::detail::signatures
