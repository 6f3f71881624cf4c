// The functions of before OpenSSL 3: linked from the archive they bring 20 KB, and their successors the whole library.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "files/content_hash.hpp"

#include <preflight/text/json_string.hpp>

namespace preflight::cli {

sha256::sha256() : state_{} { SHA256_Init(&state_); }

void sha256::update(std::span<const unsigned char> bytes) { SHA256_Update(&state_, bytes.data(), bytes.size()); }

sha256_hex sha256::hex() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), &state_);
  sha256_hex text{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = hex_digit(digest[i] >> 4U);
    text[2 * i + 1] = hex_digit(digest[i]);
  }
  return text;
}

}  // namespace preflight::cli
