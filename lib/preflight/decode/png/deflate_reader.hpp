#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/png/deflate_bits.hpp>
#include <preflight/decode/png/deflate_symbols.hpp>
#include <preflight/decode/png/deflate_table.hpp>

namespace preflight::detail::png_parts {

/// Inflates a zlib stream (RFC 1950, RFC 1951) piece by piece, and takes none that zlib does not take. About 110 KiB,
/// most of it the output; no allocation. The check value at the end is given, not compared.
class deflate_reader {
 public:
  enum class status : std::uint8_t {
    broken,       ///< no zlib stream, or one that repeats what lies further back than it announced
    needs_input,  ///< what is left of the input has to come again, with more after it
    has_output,   ///< that has to be looked at before there is room for more
    ended
  };

  deflate_reader() {}  // NOLINT(modernize-use-equals-default): else {} would fill the output with zeros

  /// Goes on until one of these holds. What was taken of `input` is gone from it; with less than `max_step` bytes it
  /// may be nothing. The output of the call before is no longer there.
  status advance(std::span<const unsigned char>& input) {
    make_room();
    place at{{bits_, count_, input}, output_end_};
    status result = status::has_output;
    while (at.output <= max_output) {
      if (!step(at, result)) {
        break;
      }
      result = status::has_output;
    }
    bits_ = at.bits;
    count_ = at.count;
    input = at.rest;
    output_end_ = at.output;
    return result;
  }

  /// What the last call made.
  [[nodiscard]] std::span<const unsigned char> output() const {
    return std::span{window_}.subspan(output_begin_, output_end_ - output_begin_);
  }
  /// Of all output: Adler-32, once the stream has ended.
  [[nodiscard]] std::uint32_t check_value() const { return check_value_; }
  /// Whether bytes past the end were taken.
  [[nodiscard]] bool has_more() const { return count_ >= 8; }

  /// Bytes; no part that has to be there whole is longer: the header of a block with all its code lengths.
  static constexpr std::size_t max_step = 320;

 private:
  static constexpr std::size_t history = 32768;
  static constexpr std::size_t output_size = 65536;  // at a time
  static constexpr std::size_t word = 8;             // bytes that are copied at once
  using window = std::array<unsigned char, history + output_size>;
  /// Of a repetition, which is copied in words, and the bytes in front of it.
  static constexpr std::size_t output_margin = 258 + 4 + 16;
  static constexpr std::size_t max_output = history + output_size - output_margin;
  static constexpr std::size_t literal_count = 286, distance_count = 30;

  enum class state : std::uint8_t { stream_header, block_header, stored, codes, check_value, ended, broken };

  /// What one function works on, so that it can be held in registers.
  struct place : deflate_bits {
    std::size_t output;
  };

  window::iterator place_of(std::size_t at) { return window_.begin() + static_cast<std::ptrdiff_t>(at); }

  void make_room() {
    if (output_end_ > max_output) {
      std::copy(place_of(output_end_ - history), place_of(output_end_), window_.begin());
      output_end_ = history;
    }
    output_begin_ = output_end_;
  }

  /// False where it cannot go on; `result` says why.
  bool step(place& at, status& result) {
    result = status::needs_input;
    switch (state_) {
      case state::stream_header: return begin_stream(at) || fail(result);
      case state::block_header: return begin_block(at) || fail(result);
      case state::stored: return copy_stored(at);
      case state::codes: return read_codes(at) || fail(result);
      case state::check_value: return end_stream(at);
      case state::ended: result = status::ended; return false;
      case state::broken: return fail(result);
    }
    return false;
  }

  bool fail(status& result) const {
    result = state_ == state::broken ? status::broken : result;
    return false;
  }
  bool break_off() {
    state_ = state::broken;
    return false;
  }

  /// RFC 1950, 2.2: method 8, a window of at most 32 KiB, a check, and no dictionary.
  bool begin_stream(place& at) {
    if (!at.refill(16)) {
      return false;
    }
    const std::uint32_t method = at.take(8);
    const std::uint32_t flags = at.take(8);
    if ((method & 0x0FU) != 8 || method >> 4U > 7 || (method << 8U | flags) % 31 != 0 || (flags & 0x20U) != 0) {
      return break_off();
    }
    max_distance_ = std::uint32_t{256} << (method >> 4U);
    state_ = state::block_header;
    return true;
  }

  /// Adler-32 after the byte that the last block ends in.
  bool end_stream(place& at) {
    if (!at.refill(at.count % 8 + 32)) {
      return false;
    }
    at.skip(at.count % 8);
    for (int i = 0; i < 4; ++i) {
      check_value_ = check_value_ << 8U | at.take(8);
    }
    state_ = state::ended;
    return true;
  }

  /// RFC 1951, 3.2.3
  bool begin_block(place& at) {
    place next = at;
    if (!next.refill(3)) {
      return false;
    }
    is_last_ = next.take(1) != 0;
    const std::uint32_t type = next.take(2);
    const bool is_whole = type == 0   ? begin_stored(next)
                          : type == 1 ? begin_fixed()
                          : type == 2 ? begin_dynamic(next)
                                      : break_off();
    at = is_whole ? next : at;
    return is_whole;
  }

  void end_block() { state_ = is_last_ ? state::check_value : state::block_header; }

  /// 3.2.4
  bool begin_stored(place& at) {
    at.skip(at.count % 8);
    if (!at.refill(32)) {
      return false;
    }
    stored_left_ = at.take(16);
    if ((at.take(16) ^ 0xFFFFU) != stored_left_) {
      return break_off();
    }
    state_ = state::stored;
    return true;
  }

  bool copy_stored(place& at) {
    while (stored_left_ > 0 && at.count >= 8 && at.output <= max_output) {
      window_[at.output++] = static_cast<unsigned char>(at.take(8));
      --stored_left_;
    }
    const std::size_t count = std::min({std::size_t{stored_left_}, at.rest.size(), window_.size() - at.output});
    if (count > 0) {
      if (at.count >= 8) {
        return true;  // there is no room
      }
      std::ranges::copy(at.rest.first(count), place_of(at.output));
      at.rest = at.rest.subspan(count);
      at.bits = 0;  // they held part of a byte that has now been copied
      at.output += count;
      stored_left_ -= static_cast<std::uint32_t>(count);
    }
    if (stored_left_ == 0) {
      end_block();
      return true;
    }
    return at.output > max_output;
  }

  /// 3.2.6. Two literals and two distances have codes and no meaning.
  bool begin_fixed() {
    std::array<std::uint8_t, 288> lengths{};
    const std::span all{lengths};
    std::ranges::fill(all.first(144), std::uint8_t{8});
    std::ranges::fill(all.subspan(144, 112), std::uint8_t{9});
    std::ranges::fill(all.subspan(256, 24), std::uint8_t{7});
    std::ranges::fill(all.subspan(280), std::uint8_t{8});
    std::array<std::uint8_t, 32> distances{};
    distances.fill(5);
    state_ = state::codes;
    return literals_.build(lengths, literal_symbols, true) && distances_.build(distances, distance_symbols, true);
  }

  /// 3.2.7
  bool begin_dynamic(place& at) {
    constexpr std::array<std::uint8_t, length_codes> order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    if (!at.refill(14)) {
      return false;
    }
    const std::size_t literals = at.take(5) + 257;
    const std::size_t distances = at.take(5) + 1;
    const std::size_t codes = at.take(4) + 4;
    if (literals > literal_count || distances > distance_count) {
      return break_off();
    }
    std::array<std::uint8_t, literal_count + distance_count> lengths{};
    for (const std::uint8_t symbol : std::span{order}.first(codes)) {
      if (!at.refill(3)) {
        return false;
      }
      lengths[symbol] = static_cast<std::uint8_t>(at.take(3));
    }
    if (!lengths_.build(std::span{lengths}.first<length_codes>(), length_symbols, false)) {
      return break_off();
    }
    const std::span all = std::span{lengths}.first(literals + distances);
    if (!read_lengths(at, all)) {
      return false;
    }
    state_ = state::codes;
    return (all[256] > 0 && literals_.build(all.first(literals), literal_symbols, true) &&
            distances_.build(all.subspan(literals), distance_symbols, true)) ||
           break_off();
  }

  bool read_lengths(place& at, std::span<std::uint8_t> lengths) {
    for (std::size_t count = 0; count < lengths.size();) {
      at.refill(0);
      const deflate_entry entry = lengths_.find(at.bits);
      if (entry.all_bits() > at.count) {
        return false;
      }
      const std::uint32_t value = at.value_of(entry);
      const std::uint32_t symbol = entry.value() >> 8U;
      at.skip(entry.all_bits());
      const std::size_t repeats = symbol < 16 ? 1 : value & 0xFFU;
      if (repeats > lengths.size() - count || (symbol == 16 && count == 0)) {
        return break_off();
      }
      const std::uint32_t length = symbol < 16 ? symbol : symbol == 16 ? lengths[count - 1] : 0U;
      std::ranges::fill(lengths.subspan(count, repeats), static_cast<std::uint8_t>(length));
      count += repeats;
    }
    return true;
  }

  /// Until the block ends, or there is no room or no input for another symbol.
  bool read_codes(place& shared) {
    place at = shared;
    bool is_whole = true;
    while (is_whole && state_ == state::codes && at.output <= max_output) {
      if (at.rest.size() >= 16) {
        is_whole = read_fast(at);
      } else {
        at.refill(0);
        is_whole = read_symbol(at);
      }
    }
    shared = at;
    return is_whole;
  }

  /// Up to three literals, and what follows them. There are 16 bytes.
  [[gnu::always_inline]] bool read_fast(place& at) {
    at.refill_block();
    deflate_entry entry = literals_.find(at.bits);
    for (int i = 0; i < 3 && entry.is_literal(); ++i) {  // of at most `index_bits` each
      put(at, entry);
      entry = literals_.find(at.bits);
    }
    at.refill_block();
    return read_entry(at, entry);
  }

  bool read_symbol(place& at) { return read_entry(at, literals_.find(at.bits)); }

  void put(place& at, deflate_entry literal) {
    at.skip(literal.all_bits());
    window_[at.output++] = static_cast<unsigned char>(literal.value());
  }

  /// 3.2.5. False where its bits are not all there, or it is none.
  [[gnu::always_inline]] bool read_entry(place& at, deflate_entry entry) {
    if (entry.is_link()) {
      entry = literals_.follow(entry, at.bits);
    }
    if (entry.all_bits() > at.count) {
      return false;
    }
    if (entry.is_literal()) {
      put(at, entry);
      return true;
    }
    if (entry.is_special()) {
      if (!entry.is_end()) {
        return at.count > 0 && break_off();
      }
      at.skip(entry.all_bits());
      end_block();
      return true;
    }
    const std::size_t length = at.value_of(entry);
    place next = at;
    next.skip(entry.all_bits());
    deflate_entry away = distances_.find(next.bits);
    if (away.is_link()) {
      away = distances_.follow(away, next.bits);
    }
    if (away.all_bits() > next.count) {
      return false;
    }
    const std::size_t distance = next.value_of(away);
    if (away.is_special() || distance > next.output || distance > max_distance_) {
      return next.count > 0 && break_off();
    }
    next.skip(away.all_bits());
    repeat(next.output, distance, length);
    next.output += length;
    at = next;
    return true;
  }

  /// In words, somewhat beyond the end.
  [[gnu::always_inline]] void repeat(std::size_t begin, std::size_t distance, std::size_t length) {
    const std::size_t end = begin + length;
    std::size_t target = begin;
    std::size_t source = begin - distance;
    if (distance < word) {
      for (std::size_t i = 0; i < word; ++i) {
        window_[target++] = window_[source++];
      }
      // Where the same bytes stand, a word or more away.
      constexpr std::array<std::uint8_t, word> multiples{0, 8, 8, 9, 8, 10, 12, 14};
      source = target - multiples[distance];
    }
    while (target < end) {
      std::copy_n(place_of(source), word, place_of(target));
      source += word;
      target += word;
    }
  }
  using literal_table = deflate_table<288, 11, 2400>;
  using distance_table = deflate_table<32, 8, 416>;
  using length_table = deflate_table<length_codes, 7, 128>;

  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
  std::uint32_t stored_left_ = 0;
  std::uint32_t max_distance_ = 0;
  std::uint32_t check_value_ = 0;
  std::size_t output_begin_ = 0;
  std::size_t output_end_ = 0;
  state state_ = state::stream_header;
  bool is_last_ = false;
  literal_table literals_;
  distance_table distances_;
  length_table lengths_;
  window window_;  // left uninitialised on purpose
};

}  // namespace preflight::detail::png_parts
