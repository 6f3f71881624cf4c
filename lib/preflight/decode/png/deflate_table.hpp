#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace preflight::detail::png_parts {

inline constexpr unsigned max_code_bits = 15;

/// What the bits that come next stand for: a symbol of a Huffman code (RFC 1951, 3.2.5) with the extra bits it
/// announces, or a smaller table for codes that are longer than the index of this one. Zero where no code begins so.
struct deflate_entry {
  std::uint32_t word = 0;

  static constexpr std::uint32_t literal = 1U << 31;
  static constexpr std::uint32_t special = 1U << 15;  ///< no symbol with a value
  static constexpr std::uint32_t link = 1U << 14;     ///< special: to a smaller table
  static constexpr std::uint32_t end = 1U << 13;      ///< special: of the block

  /// A byte, the base of a length or distance, or the place of the smaller table.
  [[nodiscard]] constexpr std::uint32_t value() const { return word >> 16 & 0x7FFFU; }
  /// In bits; of a link, those that index the smaller table.
  [[nodiscard]] constexpr unsigned code_bits() const { return word >> 8 & 0xFU; }
  /// With the extra bits.
  [[nodiscard]] constexpr unsigned all_bits() const { return word & 0x3FU; }
  [[nodiscard]] constexpr bool is_literal() const { return (word & literal) != 0; }
  [[nodiscard]] constexpr bool is_special() const { return (word & special) != 0; }
  [[nodiscard]] constexpr bool is_link() const { return (word & (special | link)) == (special | link); }
  [[nodiscard]] constexpr bool is_end() const { return (word & (special | end)) == (special | end); }
};

/// A symbol as an entry without the length of its code.
constexpr deflate_entry symbol_entry(std::uint32_t value, unsigned extra_bits, std::uint32_t flags = 0) {
  return {flags | value << 16 | extra_bits};
}
inline constexpr deflate_entry no_code{deflate_entry::special};

/// A Huffman code, made ready for decoding: indexed by as many of the next bits as `IndexBits`, the first one lowest.
/// `Size` entries are enough for every complete code of these symbols.
template <std::size_t Symbols, unsigned IndexBits, std::size_t Size>
class deflate_table {
 public:
  static constexpr unsigned index_bits = IndexBits;

  deflate_table() {}  // NOLINT(modernize-use-equals-default): else {} would fill it with zeros

  /// `lengths`: of the code of each symbol; 0: it has none. As zlib, takes no code that could be longer for all its
  /// symbols, but, where `may_be_single`, one of a single symbol and a single bit, or of no symbol.
  bool build(std::span<const std::uint8_t> lengths, std::span<const deflate_entry> symbols, bool may_be_single) {
    std::array<std::uint32_t, max_code_bits + 1> counts{};
    for (const std::uint8_t length : lengths) {
      ++counts[length];
    }
    counts[0] = 0;
    std::array<std::uint32_t, max_code_bits + 2> places{};
    std::uint32_t free = 1;
    unsigned longest = 0;
    for (unsigned length = 1; length <= max_code_bits; ++length) {
      free <<= 1;
      if (counts[length] > free) {
        return false;
      }
      free -= counts[length];
      longest = counts[length] > 0 ? length : longest;
      places[length + 1] = places[length] + counts[length];
    }
    if (free > 0 && (!may_be_single || longest > 1)) {
      return false;
    }
    if (free > 0) {
      entries_.fill(no_code);
    }
    std::array<std::uint16_t, Symbols> sorted;
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] > 0) {
        sorted[places[lengths[symbol]]++] = static_cast<std::uint16_t>(symbol);
      }
    }
    return fill(std::span{sorted}.first(places[max_code_bits]), lengths, symbols, counts);
  }

  [[nodiscard]] deflate_entry find(std::uint64_t bits) const {
    return entries_[static_cast<std::size_t>(bits & ((1U << IndexBits) - 1))];
  }
  [[nodiscard]] deflate_entry follow(deflate_entry link, std::uint64_t bits) const {
    return entries_[link.value() + static_cast<std::size_t>(bits >> IndexBits & ((1U << link.code_bits()) - 1))];
  }

 private:
  bool fill(std::span<const std::uint16_t> sorted, std::span<const std::uint8_t> lengths,
            std::span<const deflate_entry> symbols, std::span<std::uint32_t, max_code_bits + 1> left) {
    std::uint32_t code = 0;  // its first bit lowest, as it is looked for
    std::size_t begin = 0;   // of the table that is filled
    std::size_t used = std::size_t{1} << IndexBits;
    unsigned passed = 0;  // bits that led there
    unsigned width = IndexBits;
    std::uint32_t prefix = 0;
    for (const std::uint16_t symbol : sorted) {
      const unsigned length = lengths[symbol];
      if (length > IndexBits && (passed == 0 || (code & ((1U << IndexBits) - 1)) != prefix)) {
        passed = IndexBits;
        prefix = code & ((1U << IndexBits) - 1);
        width = width_of(length, left);
        begin = used;
        used += std::size_t{1} << width;
        if (used > entries_.size()) {
          return false;
        }
        entries_[prefix] = {deflate_entry::special | deflate_entry::link | static_cast<std::uint32_t>(begin) << 16 |
                            width << 8};
      }
      const deflate_entry entry{(symbols[symbol].word | length << 8) + length};
      const std::size_t step = std::size_t{1} << (length - passed);
      for (std::size_t at = code >> passed; at < std::size_t{1} << width; at += step) {
        entries_[begin + at] = entry;
      }
      --left[length];
      code = next(code, length);
    }
    return true;
  }

  /// Of the table for all codes that begin as one of `length` does, which are the next ones.
  static unsigned width_of(unsigned length, std::span<const std::uint32_t, max_code_bits + 1> left) {
    unsigned width = length - IndexBits;
    std::uint32_t free = 1U << width;
    while (width + IndexBits < max_code_bits && left[width + IndexBits] < free) {
      free = (free - left[width + IndexBits]) << 1;
      ++width;
    }
    return width;
  }

  /// Adds one to a code whose first bit is lowest.
  static std::uint32_t next(std::uint32_t code, unsigned length) {
    std::uint32_t bit = 1U << (length - 1);
    while ((code & bit) != 0) {
      bit >>= 1;
    }
    return bit == 0 ? 0 : (code & (bit - 1)) | bit;
  }

  std::array<deflate_entry, Size> entries_;
};

}  // namespace preflight::detail::png_parts
