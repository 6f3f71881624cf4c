#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/input/bytes.hpp>

namespace preflight::detail::metadata {

inline constexpr unsigned max_code_bits = 15;

/// A Huffman code (RFC 1951, 3.2.2): how many symbols there are of each length, and the symbols in their order.
template <std::size_t N>
struct code_table {
  std::array<std::uint16_t, max_code_bits + 1> counts;
  std::array<std::uint16_t, N> symbols;

  constexpr code_table() {}  // NOLINT(modernize-use-equals-default): else {} would fill it with zeros

  /// False where more codes are given out than there are.
  constexpr bool build(std::span<const std::uint8_t> lengths) {
    counts.fill(0);
    symbols.fill(0);
    for (const std::uint8_t length : lengths) {
      ++counts[length];
    }
    counts[0] = 0;
    std::array<std::uint16_t, max_code_bits + 2> starts{};
    std::uint32_t free = 1;
    for (unsigned length = 1; length <= max_code_bits; ++length) {
      free <<= 1;
      if (counts[length] > free) {
        return false;
      }
      free -= counts[length];
      starts[length + 1] = static_cast<std::uint16_t>(starts[length] + counts[length]);
    }
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != 0) {
        symbols[starts[lengths[symbol]]++] = static_cast<std::uint16_t>(symbol);
      }
    }
    return true;
  }
};

/// Inflates a zlib stream (RFC 1950, RFC 1951) one byte at a time, from input that comes in pieces of any size. About
/// 34 KiB, most of it the output that later bytes may repeat; no allocation, and a bounded step for each byte. The
/// check value at the end is not looked at: what is searched here may as well be damaged.
class inflater {
 public:
  /// What next() answers besides a byte.
  static constexpr int needs_input = -1, ended = -2, broken = -3;

  constexpr inflater() {}  // NOLINT(modernize-use-equals-default): else {} would fill the output with zeros

  constexpr void begin() {
    step_ = step::stream_header;
    bits_ = 0;
    bit_count_ = 0;
    produced_ = 0;
    copy_left_ = 0;
    is_last_block_ = false;
  }

  /// The next byte of output; takes from `input` what it needs, and somewhat more. Where needs_input is answered, all
  /// of `input` was taken.
  constexpr int next(byte_cursor& input) {
    while (true) {
      if (copy_left_ > 0) {
        --copy_left_;
        return put(output_[(produced_ - distance_) % output_.size()]);
      }
      fill(input);
      const int answer = advance();
      if (answer != goes_on) {
        return answer;
      }
    }
  }

 private:
  enum class step : std::uint8_t {
    stream_header,
    block_header,
    stored_header,
    stored,
    table_sizes,
    table_code,
    table_lengths,
    codes,
    ended,
    broken
  };
  static constexpr int goes_on = -4;
  static constexpr std::uint32_t max_literals = 288, max_distances = 32, end_of_block = 256;
  /// The longest step: a length and a distance, with their extra bits.
  static constexpr unsigned max_step_bits = max_code_bits + 5 + max_code_bits + 13;

  /// Bits to be taken on trial: they count once a whole step could be made of them.
  struct bit_reader {
    std::uint64_t bits;
    unsigned count;

    constexpr bool take(unsigned wanted, std::uint32_t& value) {
      if (count < wanted) {
        return false;
      }
      value = static_cast<std::uint32_t>(bits & ((std::uint64_t{1} << wanted) - 1));
      bits >>= wanted;
      count -= wanted;
      return true;
    }

    /// The symbol of the code that comes next, needs_input or broken.
    template <std::size_t N>
    constexpr int symbol(const code_table<N>& table) {
      std::uint32_t code = 0;
      std::uint32_t first = 0;  // code of this length
      std::uint32_t index = 0;  // of its symbol
      for (unsigned length = 1; length <= max_code_bits; ++length) {
        std::uint32_t bit = 0;
        if (!take(1, bit)) {
          return needs_input;
        }
        code = code << 1 | bit;
        first <<= 1;
        const std::uint32_t codes = table.counts[length];
        if (code - first < codes) {
          return table.symbols[index + code - first];
        }
        first += codes;
        index += codes;
      }
      return broken;
    }
  };

  constexpr void fill(byte_cursor& input) {
    while (bit_count_ <= 56 && input.left() > 0) {
      bits_ |= std::uint64_t{input.u8()} << bit_count_;
      bit_count_ += 8;
    }
  }

  constexpr int put(std::uint8_t byte) {
    output_[produced_++ % output_.size()] = byte;
    return byte;
  }

  constexpr int fail() {
    step_ = step::broken;
    return broken;
  }

  constexpr int commit(const bit_reader& reader, step next) {
    bits_ = reader.bits;
    bit_count_ = reader.count;
    step_ = next;
    return goes_on;
  }

  constexpr int advance() {
    bit_reader reader{bits_, bit_count_};
    std::uint32_t value = 0;
    switch (step_) {
      case step::stream_header: {
        if (!reader.take(16, value)) {
          return needs_input;
        }
        // RFC 1950, 2.2: method 8, a window of at most 32 KiB, a check, and no dictionary.
        const bool is_sound = (value & 0x0F) == 8 && (value & 0xF0) <= 0x70 &&
                              ((value & 0xFF) * 256 + (value >> 8)) % 31 == 0 && (value & 0x2000) == 0;
        return is_sound ? commit(reader, step::block_header) : fail();
      }
      case step::block_header:
        if (is_last_block_) {
          return commit(reader, step::ended);
        }
        if (!reader.take(3, value)) {
          return needs_input;
        }
        return begin_block(reader, value);
      case step::stored_header:
        if (!reader.take(32, value)) {
          return needs_input;
        }
        stored_left_ = value & 0xFFFF;
        return stored_left_ == (~value >> 16) ? commit(reader, step::stored) : fail();
      case step::stored:
        if (stored_left_ == 0) {
          return commit(reader, step::block_header);
        }
        if (!reader.take(8, value)) {
          return needs_input;
        }
        --stored_left_;
        static_cast<void>(commit(reader, step::stored));
        return put(static_cast<std::uint8_t>(value));
      case step::table_sizes:
        if (!reader.take(14, value)) {
          return needs_input;
        }
        literal_count_ = (value & 31) + 257;
        distance_count_ = (value >> 5 & 31) + 1;
        table_code_left_ = (value >> 10) + 4;
        length_count_ = 0;
        lengths_.fill(0);
        return literal_count_ <= 286 ? commit(reader, step::table_code) : fail();
      case step::table_code: return read_table_code(reader);
      case step::table_lengths: return read_table_length(reader);
      case step::codes: return read_code(reader);
      case step::ended: return ended;
      case step::broken: break;
    }
    return broken;
  }

  /// RFC 1951, 3.2.3
  constexpr int begin_block(bit_reader reader, std::uint32_t header) {
    is_last_block_ = (header & 1U) != 0;
    switch (header >> 1) {
      case 0: {
        std::uint32_t rest = 0;
        static_cast<void>(reader.take(reader.count % 8, rest));
        return commit(reader, step::stored_header);
      }
      case 1: {  // 3.2.6
        const std::span all{lengths_};
        std::ranges::fill(all.first(144), std::uint8_t{8});
        std::ranges::fill(all.subspan(144, 112), std::uint8_t{9});
        std::ranges::fill(all.subspan(256, 24), std::uint8_t{7});
        std::ranges::fill(all.subspan(280, 8), std::uint8_t{8});
        std::ranges::fill(all.subspan(max_literals, max_distances), std::uint8_t{5});
        literal_count_ = max_literals;
        distance_count_ = max_distances;
        return build_tables() ? commit(reader, step::codes) : fail();
      }
      case 2: return commit(reader, step::table_sizes);
      default: return fail();
    }
  }

  constexpr bool build_tables() {
    const std::span<const std::uint8_t> all{lengths_};
    return literals_.build(all.first(literal_count_)) && distances_.build(all.subspan(literal_count_, distance_count_));
  }

  /// Of the code that the lengths of the codes are written in: 3.2.7
  constexpr int read_table_code(bit_reader reader) {
    constexpr std::array<std::uint8_t, 19> order{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    std::uint32_t value = 0;
    if (!reader.take(3, value)) {
      return needs_input;
    }
    lengths_[order.at(length_count_)] = static_cast<std::uint8_t>(value);
    ++length_count_;
    if (length_count_ < table_code_left_) {
      return commit(reader, step::table_code);
    }
    if (!distances_.build(std::span<const std::uint8_t>{lengths_}.first(order.size()))) {
      return fail();
    }
    length_count_ = 0;
    return commit(reader, step::table_lengths);
  }

  constexpr int read_table_length(bit_reader reader) {
    const int symbol = reader.symbol(distances_);
    if (symbol < 0) {
      return symbol == broken ? fail() : symbol;
    }
    std::uint32_t repeats = 0;
    std::uint8_t length = 0;
    if (symbol < 16) {
      repeats = 1;
      length = static_cast<std::uint8_t>(symbol);
    } else if (!reader.take(symbol == 16 ? 2 : symbol == 17 ? 3 : 7, repeats)) {
      return needs_input;
    } else {
      repeats += symbol == 18 ? 11 : 3;
      if (symbol == 16) {
        if (length_count_ == 0) {
          return fail();
        }
        length = lengths_[length_count_ - 1];
      }
    }
    const std::uint32_t all = literal_count_ + distance_count_;
    if (repeats > all - length_count_) {
      return fail();
    }
    std::ranges::fill(std::span{lengths_}.subspan(length_count_, repeats), length);
    length_count_ += repeats;
    if (length_count_ < all) {
      return commit(reader, step::table_lengths);
    }
    return build_tables() ? commit(reader, step::codes) : fail();
  }

  /// A literal, a length and a distance, or the end of the block: 3.2.5
  constexpr int read_code(bit_reader reader) {
    constexpr std::array<std::uint16_t, 29> bases{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                  31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
    const int symbol = reader.symbol(literals_);
    if (symbol < 0) {
      return symbol == broken ? fail() : symbol;
    }
    if (symbol == end_of_block) {
      return commit(reader, step::block_header);
    }
    if (symbol < static_cast<int>(end_of_block)) {
      static_cast<void>(commit(reader, step::codes));
      return put(static_cast<std::uint8_t>(symbol));
    }
    const auto length_code = static_cast<unsigned>(symbol) - end_of_block - 1;
    if (length_code >= bases.size()) {
      return fail();
    }
    const unsigned length_bits = length_code < 8 || length_code == 28 ? 0 : length_code / 4 - 1;
    std::uint32_t more_length = 0;
    if (!reader.take(length_bits, more_length)) {
      return needs_input;
    }
    const int distance_symbol = reader.symbol(distances_);
    if (distance_symbol < 0) {
      return distance_symbol == broken ? fail() : distance_symbol;
    }
    const auto distance_code = static_cast<unsigned>(distance_symbol);
    if (distance_code > 29) {
      return fail();
    }
    const unsigned distance_bits = distance_code < 4 ? 0 : distance_code / 2 - 1;
    std::uint32_t more_distance = 0;
    if (!reader.take(distance_bits, more_distance)) {
      return needs_input;
    }
    const std::uint32_t base = distance_code < 4 ? distance_code + 1 : ((2 + distance_code % 2) << distance_bits) + 1;
    distance_ = base + more_distance;
    if (distance_ > produced_) {
      return fail();
    }
    copy_left_ = bases.at(length_code) + more_length;
    return commit(reader, step::codes);
  }

  static_assert(max_step_bits <= 56);

  std::uint64_t bits_;  // not yet taken, the next one lowest
  std::uint64_t produced_;
  std::uint32_t copy_left_;  // bytes of output to be repeated,
  std::uint32_t distance_;   // from so far back
  std::uint32_t stored_left_;
  std::uint32_t literal_count_;
  std::uint32_t distance_count_;
  std::uint32_t table_code_left_;
  std::uint32_t length_count_;
  unsigned bit_count_;
  step step_;
  bool is_last_block_;
  std::array<std::uint8_t, max_literals + max_distances> lengths_;
  code_table<max_literals> literals_;
  code_table<max_distances> distances_;
  std::array<std::uint8_t, 32768> output_;
};

}  // namespace preflight::detail::metadata
