#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/text/text_hash.hpp>

namespace preflight::cli {

/// What decides to which shard a file falls, of its path as it is printed.
[[nodiscard]] constexpr std::uint64_t path_hash(std::string_view path) { return (text_hash{} << path).value(); }

/// One of several parts of the files of a run, which together are all of them, each once.
struct shard {
  std::uint32_t number = 1;  ///< from 1 to `count`
  std::uint32_t count = 1;

  [[nodiscard]] constexpr bool has(std::string_view path) const { return path_hash(path) % count == number - 1; }
};

}  // namespace preflight::cli
