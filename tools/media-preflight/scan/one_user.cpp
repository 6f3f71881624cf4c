#include "scan/one_user.hpp"

#include <fcntl.h>

#include "files/descriptor_source.hpp"
#include "files/opened_file.hpp"

namespace preflight::cli {

std::optional<one_user::digest> one_user::digest_file(const std::string& path, std::span<unsigned char> window) {
  const result<opened_file> opened = open_file(AT_FDCWD, path.c_str());
  if (!opened) {
    return std::nullopt;
  }
  descriptor_source source{opened->file.number(), opened->size};
  return digest_source(source, window);
}

void one_user::update(digest& sum, std::span<const unsigned char> bytes) {
  for (const unsigned char byte : bytes) {
    sum[0] = (sum[0] ^ byte) * 0x100000001B3U;
    sum[1] = (sum[1] + byte) * 0x9FB21C651E98DF25U;
    sum[1] ^= sum[1] >> 32;
  }
}

}  // namespace preflight::cli
