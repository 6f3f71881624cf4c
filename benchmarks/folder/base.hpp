#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seeded.hpp"

namespace benchmarks {

using bytes = std::vector<std::uint8_t>;

/// A file that an encoder made; many files are made from it by giving them metadata of their own.
struct base {
  bytes content;
  unsigned width = 0;
  unsigned height = 0;
};

/// One file of the folder.
struct made_file {
  bytes content;
  unsigned width = 0;
  unsigned height = 0;
};

inline void append(bytes& file, std::span<const std::uint8_t> content) {
  file.insert(file.end(), content.begin(), content.end());
}
inline void append(bytes& file, std::string_view content) {
  std::copy(content.begin(), content.end(), std::back_inserter(file));
}

template <std::size_t Count>
void append_big_endian(bytes& file, std::uint64_t value) {
  for (std::size_t i = Count; i-- > 0;) {
    file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

/// What makes a file unlike every other one.
inline std::string label(std::size_t serial) { return std::string{"file "}.append(std::to_string(serial)); }

/// One of the bases near a size drawn from a log-normal distribution; `bases` is sorted by size.
inline const base& draw(const std::vector<base>& bases, double median, double spread, seeded& random) {
  const double wanted = random.lognormal(median, spread);
  const auto first_larger = std::find_if(bases.begin(), bases.end(), [&](const base& candidate) {
    return static_cast<double>(candidate.content.size()) > wanted;
  });
  const auto near = static_cast<std::size_t>(first_larger - bases.begin()) + random.below(3);
  return bases[std::min(near > 0 ? near - 1 : 0, bases.size() - 1)];
}

inline void sort_by_size(std::vector<base>& bases) {
  std::sort(bases.begin(), bases.end(),
            [](const base& one, const base& other) { return one.content.size() < other.content.size(); });
}

}  // namespace benchmarks
