#pragma once

#include <cstdint>
#include <string_view>

namespace preflight {

/// FNV-1a (64 bits) of some bytes, stirred by the last step of MurmurHash3, without which texts that say something
/// twice ("7/7.png") would share what they leave when divided. The same on every machine and in every version.
class text_hash {
 public:
  /// After a string without NUL bytes, to tell where the next one begins.
  static constexpr std::string_view end{"\0", 1};

  constexpr text_hash& operator<<(std::string_view bytes) {
    for (const char byte : bytes) {
      state_ = (state_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    }
    return *this;
  }
  [[nodiscard]] constexpr std::uint64_t value() const {
    std::uint64_t hash = (state_ ^ (state_ >> 33)) * 0xFF51AFD7ED558CCDU;
    hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53U;
    return hash ^ (hash >> 33);
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325U;
};

}  // namespace preflight
