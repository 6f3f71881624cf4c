#pragma once

#include <cstdint>
#include <string_view>

namespace preflight::cli {

/// What decides to which shard a file falls: FNV-1a (64 bits) of the bytes of its path as it is printed, stirred by the
/// last step of MurmurHash3, without which paths that name something twice ("7/7.png") would all fall to few shards.
/// The same on every machine and in every version.
[[nodiscard]] constexpr std::uint64_t path_hash(std::string_view path) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char each : path) {
    hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001B3U;
  }
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53U;
  return hash ^ (hash >> 33);
}

/// One of several parts of the files of a run, which together are all of them, each once.
struct shard {
  std::uint32_t number = 1;  ///< from 1 to `count`
  std::uint32_t count = 1;

  [[nodiscard]] constexpr bool has(std::string_view path) const { return path_hash(path) % count == number - 1; }
};

/// What --shard says: "3/8", or "auto" for the place of this task in a Slurm array or in an indexed job of Kubernetes,
/// from the environment. Throws cannot_run.
[[nodiscard]] shard shard_named(std::string_view text);

}  // namespace preflight::cli
