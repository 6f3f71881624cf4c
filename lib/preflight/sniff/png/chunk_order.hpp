#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/facts/fault.hpp>
#include <preflight/sniff/png/chunk_table.hpp>

namespace preflight::detail::png_parts {

/// Holds chunks against the table in the order in which they come: their place, their number and their length.
class chunk_order {
 public:
  /// After the IHDR chunk.
  constexpr void begin(std::uint8_t color_type) {
    palette_.color_type = color_type;
    seen_ |= bit(png_chunks::ihdr.type);
  }

  /// A chunk that begins at `position`, with data of `length` bytes. False where it does not count.
  constexpr bool judge(const png_chunks::chunk& chunk, std::uint64_t position, std::uint32_t length,
                       fault_list& faults) {
    if (!png_chunks::makes_pictures(chunk.type)) {
      return judge_ancillary(chunk, position, length, faults);
    }
    if ((chunk.is_unique && has(chunk)) || (chunk.before_data && has(png_chunks::idat)) ||
        !chunk.suits(palette_.color_type)) {
      if (!chunk.misplaced.empty()) {
        faults.add({fault_kind::malformed, chunk.misplaced, chunk.order_clause, position + 4});
      }
      return false;
    }
    if (!chunk.fits(length) && !chunk.wrong_length.empty()) {
      faults.add(wrong_length({fault_kind::malformed, chunk.wrong_length, {}}, chunk, position, length));
    }
    if (chunk.type == png_chunks::plte.type && early_chunk_ != 0) {
      faults.add(ancillary(early_chunk_, before_palette, chunk.order_clause, early_offset_));
    }
    return chunk.fits(length);
  }

  /// After a chunk, whether it counts or not.
  constexpr void pass(std::uint32_t type, std::uint32_t length) {
    if (type == png_chunks::plte.type) {
      palette_.colors = length / png_chunks::plte.unit;
    }
    seen_ |= bit(type);
    previous_ = type;
  }

  [[nodiscard]] constexpr bool has(const png_chunks::chunk& chunk) const { return (seen_ & bit(chunk.type)) != 0; }
  [[nodiscard]] constexpr std::uint8_t color_type() const { return palette_.color_type; }
  /// Type of the chunk that was passed last.
  [[nodiscard]] constexpr std::uint32_t previous() const { return previous_; }

 private:
  static constexpr std::string_view before_palette = "comes before the palette (PLTE), but must come after it";

  [[nodiscard]] static constexpr std::uint32_t bit(std::uint32_t type) { return 1U << png_chunks::index_of(type); }
  static_assert(png_chunks::all.size() < 32);  // one is for the chunks that are not in the table

  [[nodiscard]] static constexpr fault ancillary(std::uint32_t type, std::string_view text, std::string_view clause,
                                                 std::uint64_t offset) {
    return {.kind = fault_kind::ancillary_chunk, .what = text, .clause = clause, .offset = offset, .chunk = type};
  }

  /// A length that is the only one there may be is told.
  [[nodiscard]] constexpr fault wrong_length(fault f, const png_chunks::chunk& chunk, std::uint64_t position,
                                             std::uint32_t length) const {
    f.clause = chunk.clause;
    f.offset = position;
    f.expected = chunk.exact_length(palette_.color_type);
    f.has_numbers = f.expected != 0 || chunk.max_length == 0;
    f.actual = f.has_numbers ? length : 0;
    return f;
  }

  /// What is wrong with the place of an ancillary chunk; nothing where all is well.
  [[nodiscard]] constexpr std::string_view wrong_place(const png_chunks::chunk& chunk) const {
    if (!chunk.suits(palette_.color_type)) {
      return "is not allowed with this colour type";
    }
    if (chunk.is_unique && has(chunk)) {
      return "is a duplicate";
    }
    if ((chunk.before_data || chunk.before_palette) && has(png_chunks::idat)) {
      return "comes after the image data (IDAT), but must come before it";
    }
    if (chunk.before_palette && has(png_chunks::plte)) {
      return "comes after the palette (PLTE), but must come before it";
    }
    const bool needs_palette = chunk.bytes_per_color > 0 && palette_.color_type == 3;
    return needs_palette && !has(png_chunks::plte) ? before_palette : std::string_view{};
  }

  constexpr bool judge_ancillary(const png_chunks::chunk& chunk, std::uint64_t position, std::uint32_t length,
                                 fault_list& faults) {
    if (const std::string_view place = wrong_place(chunk); !place.empty()) {
      faults.add(ancillary(chunk.type, place, chunk.order_clause, position + 4));
      return false;
    }
    if (!chunk.fits(length, palette_)) {
      const fault f = ancillary(chunk.type, "does not have the right length", chunk.clause, position);
      faults.add(wrong_length(f, chunk, position, length));
      return false;
    }
    if (chunk.after_palette && !has(png_chunks::plte) && early_chunk_ == 0) {
      early_chunk_ = chunk.type;
      early_offset_ = position + 4;
    }
    return true;
  }

  std::uint64_t early_offset_ = 0;  // of the first chunk that no palette may come after
  std::uint32_t early_chunk_ = 0;   // its type; 0: there is none
  std::uint32_t seen_ = 0;          // a bit for each of png_chunks::all
  std::uint32_t previous_ = 0;
  png_chunks::palette_state palette_{};
};

}  // namespace preflight::detail::png_parts
