#include "files/content_hash.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

/// Gives at most `piece` bytes at once, and fails from `end` on, if it is not after its size.
class odd_source {
 public:
  odd_source(std::string_view content, std::size_t piece, std::uint64_t end)
      : content_{content}, piece_{piece}, end_{end} {}
  [[nodiscard]] std::uint64_t size() const { return content_.size(); }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) const {
    if (offset >= end_) {
      return failure{failure_code::unreadable, "input/output error", offset};
    }
    const std::string_view part = content_.substr(static_cast<std::size_t>(offset)).substr(0, piece_);
    const std::size_t length = std::min(part.size(), buffer.size());
    std::copy_n(part.begin(), length, buffer.begin());
    return length;
  }

 private:
  std::string_view content_;
  std::size_t piece_;
  std::uint64_t end_;
};

std::string hash_of(std::string_view content, std::size_t piece, std::uint64_t end = UINT64_MAX) {
  odd_source input{content, piece, end};
  std::array<unsigned char, 64> window;
  const std::optional<cli::sha256_hex> hex = cli::hash_content(input, window);
  return hex ? std::string{hex->data(), hex->size()} : std::string{};
}

}  // namespace

TEST_CASE("a content hash is the SHA-256 of FIPS 180-4, however the bytes are read") {
  const std::string two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  for (const std::size_t piece : {1U, 7U, 64U, 1000U}) {
    CAPTURE(piece);
    CHECK(hash_of("", piece) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash_of("abc", piece) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hash_of(two_blocks, piece) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hash_of(std::string(1'000'000, 'a'), piece) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
}

TEST_CASE("what cannot be read whole has no content hash") {
  CHECK(hash_of("abc", 1, 2).empty());
  CHECK(hash_of("abc", 0).empty());
  CHECK(hash_of("abc", 1, 3) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
