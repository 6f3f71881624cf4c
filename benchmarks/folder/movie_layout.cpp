#include "movie_layout.hpp"

#include <span>
#include <stdexcept>

namespace benchmarks {
namespace {

using part = std::span<const std::uint8_t>;

std::uint32_t word(part from, std::size_t at) {
  return std::uint32_t{from[at]} << 24U | std::uint32_t{from[at + 1]} << 16U | std::uint32_t{from[at + 2]} << 8U |
         from[at + 3];
}

std::string_view type_of(part box) { return {reinterpret_cast<const char*>(box.data()) + 4, 4}; }

/// Calls `each` with the boxes of which `boxes` consists, and where they begin in it.
template <class F>
void for_each_box(part boxes, const F& each) {
  for (std::size_t at = 0; at < boxes.size();) {
    const std::size_t length = word(boxes, at);
    if (length < 8 || length > boxes.size() - at) {
      throw std::runtime_error{"a box of the movie has no plain 32-bit size"};
    }
    each(boxes.subspan(at, length), at);
    at += length;
  }
}

part only_box(part movie, std::string_view type, std::size_t& at) {
  part found;
  for_each_box(movie, [&](part box, std::size_t offset) {
    if (type_of(box) == type) {
      found = box;
      at = offset;
    }
  });
  if (found.empty()) {
    throw std::runtime_error{"the movie has no " + std::string{type} + " box"};
  }
  return found;
}

/// `at` is where `boxes` begins in `moov`. No deeper than the five levels down to stco.
void move_chunks(bytes& moov, std::size_t at, std::size_t length, std::int64_t by) {
  bytes copy(moov.begin() + static_cast<std::ptrdiff_t>(at), moov.begin() + static_cast<std::ptrdiff_t>(at + length));
  for_each_box(copy, [&](part box, std::size_t offset) {
    const std::string_view type = type_of(box);
    if (type == "trak" || type == "mdia" || type == "minf" || type == "stbl") {
      move_chunks(moov, at + offset + 8, box.size() - 8, by);
    }
    if (type == "co64") {
      throw std::runtime_error{"the movie has 64-bit chunk offsets"};
    }
    if (type != "stco") {
      return;
    }
    for (std::size_t entry = 0; entry < word(box, 12); ++entry) {
      const std::size_t where = 16 + entry * 4;
      bytes moved;
      append_big_endian<4>(moved, static_cast<std::uint64_t>(word(box, where) + by));
      std::copy(moved.begin(), moved.end(), moov.begin() + static_cast<std::ptrdiff_t>(at + offset + where));
    }
  });
}

void append(bytes& to, part what) { to.insert(to.end(), what.begin(), what.end()); }

}  // namespace

bytes lay_out(const bytes& movie, const movie_layout& how) {
  std::size_t unused = 0;
  std::size_t media_before = 0;
  const part type = only_box(movie, "ftyp", unused);
  const part media = only_box(movie, "mdat", media_before);
  const part index = only_box(movie, "moov", unused);
  const std::size_t media_after = type.size() + (how.moov_first ? index.size() : 0);
  bytes moov(index.begin(), index.end());
  move_chunks(moov, 8, moov.size() - 8,
              static_cast<std::int64_t>(media_after) - static_cast<std::int64_t>(media_before));

  bytes made;
  made.reserve(movie.size() + how.padding);
  append(made, type);
  if (how.moov_first) {
    append(made, moov);
  }
  append_big_endian<4>(made, media.size() + how.padding);
  append(made, media.subspan(4));
  seeded random{how.padding_seed};
  for (std::size_t left = how.padding; left > 0;) {
    const std::uint64_t bits = random.bits();
    for (unsigned shift = 0; shift < 64 && left > 0; shift += 8, --left) {
      made.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
  }
  if (!how.moov_first) {
    append(made, moov);
  }
  return made;
}

}  // namespace benchmarks
