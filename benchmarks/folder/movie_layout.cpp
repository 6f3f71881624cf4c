#include "movie_layout.hpp"

#include <span>
#include <stdexcept>

namespace benchmarks {
namespace {

using part = std::span<const std::uint8_t>;

std::uint32_t word(part box, std::size_t at) {
  return std::uint32_t{box[at]} << 24U | std::uint32_t{box[at + 1]} << 16U | std::uint32_t{box[at + 2]} << 8U |
         box[at + 3];
}

std::string_view type_of(part box) { return {reinterpret_cast<const char*>(box.subspan(4).data()), 4}; }

/// Calls `visit` with the boxes in `boxes`, and where they begin in it.
template <class F>
void for_each_box(part boxes, const F& visit) {
  for (std::size_t at = 0; at < boxes.size();) {
    const std::size_t length = word(boxes, at);
    if (length < 8 || length > boxes.size() - at) {
      throw std::runtime_error{"a box of the movie has no plain 32-bit size"};
    }
    visit(boxes.subspan(at, length), at);
    at += length;
  }
}

part only_box(part movie, std::string_view type, std::size_t& at) {
  part match;
  for_each_box(movie, [&](part box, std::size_t offset) {
    if (type_of(box) == type) {
      match = box;
      at = offset;
    }
  });
  if (match.empty()) {
    throw std::runtime_error{"the movie has no " + std::string{type} + " box"};
  }
  return match;
}

/// Adds `distance` to every chunk offset of this stco box, which begins at `at` in `moov`.
void move_chunks(bytes& moov, std::size_t at, std::int64_t distance) {
  const std::size_t entries = word(part{moov}.subspan(at), 12);
  for (std::size_t position = at + 16; position < at + 16 + entries * 4; position += 4) {
    bytes moved;
    append_big_endian<4>(moved, static_cast<std::uint64_t>(word(moov, position) + distance));
    std::copy(moved.begin(), moved.end(), moov.begin() + static_cast<std::ptrdiff_t>(position));
  }
}

/// The moov box with its chunks that much further back.
bytes move_media(part index, std::int64_t distance) {
  bytes result(index.begin(), index.end());
  std::vector<std::size_t> open{0};  // where boxes begin that have others inside
  while (!open.empty()) {
    const std::size_t outer = open.back();
    open.pop_back();
    for_each_box(index.subspan(outer + 8, word(index, outer) - 8), [&](part box, std::size_t offset) {
      const std::string_view type = type_of(box);
      const std::size_t at = outer + 8 + offset;
      if (type == "trak" || type == "mdia" || type == "minf" || type == "stbl") {
        open.push_back(at);
      } else if (type == "stco") {
        move_chunks(result, at, distance);
      } else if (type == "co64") {
        throw std::runtime_error{"the movie has 64-bit chunk offsets"};
      }
    });
  }
  return result;
}

}  // namespace

bytes lay_out(const bytes& movie, const movie_layout& layout) {
  std::size_t unused = 0;
  std::size_t media_before = 0;
  const part type = only_box(movie, "ftyp", unused);
  const part media = only_box(movie, "mdat", media_before);
  const part index = only_box(movie, "moov", unused);
  const std::size_t media_after = type.size() + (layout.moov_first ? index.size() : 0);
  const bytes moov =
      move_media(index, static_cast<std::int64_t>(media_after) - static_cast<std::int64_t>(media_before));

  bytes result;
  result.reserve(movie.size() + layout.padding);
  append(result, type);
  if (layout.moov_first) {
    append(result, moov);
  }
  append_big_endian<4>(result, media.size() + layout.padding);
  append(result, media.subspan(4));
  seeded random{layout.padding_seed};
  for (std::size_t left = layout.padding; left > 0;) {
    const std::uint64_t bits = random.bits();
    for (unsigned shift = 0; shift < 64 && left > 0; shift += 8, --left) {
      result.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
  }
  if (!layout.moov_first) {
    append(result, moov);
  }
  return result;
}

}  // namespace benchmarks
