// SHA-256 (FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2).

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include <openssl/sha.h>

namespace {

/// Section 4.2.2: of the cube roots of the first 64 primes, the first 32 bits after the point.
constexpr std::array<std::uint32_t, 64> constants = [] {
  std::array<std::uint32_t, 64> out{};
  std::size_t count = 0;
  for (std::uint64_t candidate = 2; count < out.size(); ++candidate) {
    bool is_prime = true;
    for (std::uint64_t divisor = 2; divisor * divisor <= candidate; ++divisor) {
      is_prime = is_prime && candidate % divisor != 0;
    }
    if (is_prime) {
      // The largest root with root^3 <= candidate * 2^96.
      unsigned __int128 root = 0;
      for (int bit = 34; bit >= 0; --bit) {
        const unsigned __int128 next = root | (static_cast<unsigned __int128>(1) << bit);
        root = next * next * next <= static_cast<unsigned __int128>(candidate) << 96 ? next : root;
      }
      out[count++] = static_cast<std::uint32_t>(root);
    }
  }
  return out;
}();
static_assert(constants[0] == 0x428A2F98 && constants[63] == 0xC67178F2);

void add_block(SHA256_CTX& context, const unsigned char* bytes) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t i = 0; i < 16; ++i, bytes += 4) {
    w[i] = std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
  }
  for (std::size_t i = 16; i < w.size(); ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  std::array<std::uint32_t, 8> v;
  std::copy_n(context.state, v.size(), v.begin());
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::uint32_t s1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
    const std::uint32_t s0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
    const std::uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
    const std::uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    std::copy_backward(v.begin(), v.end() - 1, v.end());
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (std::size_t i = 0; i < v.size(); ++i) {
    context.state[i] += v[i];
  }
}

}  // namespace

int SHA256_Init(SHA256_CTX* context) {
  constexpr std::array<std::uint32_t, 8> start{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                               0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  *context = {};
  std::copy(start.begin(), start.end(), context->state);
  return 1;
}

int SHA256_Update(SHA256_CTX* context, const void* data, std::size_t length) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  while (length > 0) {
    const std::size_t filled = context->length % sizeof context->block;
    const std::size_t count = std::min(length, sizeof context->block - filled);
    std::memcpy(context->block + filled, bytes, count);
    context->length += count;
    bytes += count;
    length -= count;
    if (filled + count == sizeof context->block) {
      add_block(*context, context->block);
    }
  }
  return 1;
}

int SHA256_Final(unsigned char* digest, SHA256_CTX* context) {
  const std::uint64_t bits = context->length * 8;
  const unsigned char mark = 0x80;
  SHA256_Update(context, &mark, 1);
  const std::array<unsigned char, 64> zeros{};
  SHA256_Update(context, zeros.data(), (120 - context->length % 64) % 64);
  std::array<unsigned char, 8> length;
  for (std::size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<unsigned char>(bits >> (56 - 8 * i));
  }
  SHA256_Update(context, length.data(), length.size());
  for (std::size_t i = 0; i < 32; ++i) {
    digest[i] = static_cast<unsigned char>(context->state[i / 4] >> (24 - 8 * (i % 4)));
  }
  return 1;
}
