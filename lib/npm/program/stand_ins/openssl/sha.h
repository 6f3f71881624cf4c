#pragma once

#include <cstddef>
#include <cstdint>

/* What the program uses of OpenSSL; sha256.cpp has it. */
constexpr int SHA256_DIGEST_LENGTH = 32;
struct SHA256_CTX {
  std::uint32_t state[8];
  std::uint64_t length;
  unsigned char block[64];
};
extern "C" {
int SHA256_Init(SHA256_CTX* context);
int SHA256_Update(SHA256_CTX* context, const void* data, std::size_t length);
int SHA256_Final(unsigned char* digest, SHA256_CTX* context);
}
