#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <string_view>

#include <preflight/sniff/metadata/crc32.hpp>

namespace fuzz {

using input = std::span<const unsigned char>;

/// Something that must hold for any bytes at all.
struct target {
  std::string_view name;     ///< of its header under targets/, and of its folder under testdata/fuzz
  void (*run)(input bytes);  ///< throws, or trips a sanitizer, where it does not hold
  bool takes_media = true;   ///< media files are good beginnings
};

class broken_promise : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void promise(bool kept, const char* words) {
  if (!kept) {
    throw broken_promise{words};
  }
}

/// Choices that the bytes make, so that an input is the file itself and yet says all about how it is tried.
[[nodiscard]] inline std::mt19937 choices(input bytes) {
  const std::span<const unsigned char> some = bytes.first(bytes.size() < 4096 ? bytes.size() : 4096);
  return std::mt19937{
      preflight::detail::crc32_of(preflight::byte_view{some}, 0, static_cast<std::uint32_t>(some.size()))};
}

}  // namespace fuzz
