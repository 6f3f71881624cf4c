#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace preflight::detail {

/// A walk over the LZW codes of one GIF image (GIF89a, appendix F) that keeps of each code only how many pixels it
/// stands for. It tells what giflib does not: a code that is not in the table, after which every decoder invents
/// pixels of its own. 8 KiB, no allocation, a bounded step for each code.
///
/// What other decoders take is taken: data that does not begin with a clear code, a table that stays full at 4096
/// codes, and whatever follows the last pixel or the end of information code. Of that it tells whether it is more than
/// an encoder writes there: codes for further pixels, or bits that are not zeros.
class gif_lzw_checker {
 public:
  /// The most bits of a code: appendix F.
  static constexpr unsigned max_bits = 12;

  /// `code_size`: the LZW minimum code size of the image, 2 to 8 bits by GIF89a 22; above 11 no code is looked at.
  /// `pixels`: how many the image has. `offset`: in bytes, of the first sub-block's size.
  constexpr void begin(unsigned code_size, std::uint64_t pixels, std::uint64_t offset) {
    clear_ = 1U << std::min(code_size, max_bits);
    state_ = code_size < max_bits && pixels > 0 ? state::open : state::passed;
    pixels_left_ = pixels;
    offset_ = offset;
    block_left_ = 0;
    wrong_code_ = 0;
    has_surplus_ = false;
    if (state_ == state::open) {
      std::ranges::fill(std::span{lengths_}.first(clear_), std::uint16_t{1});
      restart();
      used_ = 0;
      ahead_ = 0;
    }
  }

  /// The next bytes of the file: sub-blocks, each after its size (GIF89a 15), in pieces as they come.
  constexpr void take(std::span<const unsigned char> piece) {
    while (!piece.empty() && is_reading()) {
      if (block_left_ == 0) {
        block_left_ = piece.front();
        state_ = block_left_ == 0 ? state::passed : state_;
        piece = piece.subspan(1);
        ++offset_;
        continue;
      }
      const std::size_t count = std::min(block_left_, piece.size());
      for (const unsigned char byte : piece.first(count)) {
        if (state_ == state::ended) {
          if (byte != 0) {
            add_surplus();
            return;
          }
          ++offset_;
          continue;
        }
        ahead_ |= std::uint32_t{byte} << used_;
        used_ += 8;
        while (used_ >= width_ && (state_ == state::open || state_ == state::complete)) {
          const std::uint32_t code = ahead_ & ((1U << width_) - 1);
          ahead_ >>= width_;
          used_ -= width_;
          step(code);
        }
        if (!is_reading()) {
          return;
        }
        ++offset_;
      }
      block_left_ -= count;
      piece = piece.subspan(count);
    }
  }

  /// Whether a code came that is not in the table. The walk then stands still.
  [[nodiscard]] constexpr bool wrong() const { return state_ == state::wrong; }
  [[nodiscard]] constexpr std::uint32_t wrong_code() const { return wrong_code_; }
  /// The highest code that could have stood in its place.
  [[nodiscard]] constexpr std::uint32_t highest() const { return previous_ == none ? clear_ + 1 : next_; }
  /// In bytes, of the byte that the wrong code ends in.
  [[nodiscard]] constexpr std::uint64_t offset() const { return offset_; }
  /// Whether something is left over when all pixels are there; offset() tells where.
  [[nodiscard]] constexpr bool has_surplus() const { return has_surplus_; }
  /// Pixels that no code was seen for yet.
  [[nodiscard]] constexpr std::uint64_t pixels_left() const { return pixels_left_; }

 private:
  /// open: pixels are to come; complete: the end code is; ended: nothing is.
  enum class state : std::uint8_t { open, complete, ended, passed, wrong };
  static constexpr std::uint32_t none = 0xFFFF;

  constexpr void restart() {
    next_ = clear_ + 2;
    previous_ = none;
    width_ = 1;
    while ((clear_ >> width_) != 0) {
      ++width_;
    }
  }

  [[nodiscard]] constexpr bool is_reading() const { return state_ != state::passed && state_ != state::wrong; }

  constexpr void add_surplus() {
    has_surplus_ = true;
    state_ = state::passed;
  }

  constexpr void step(std::uint32_t code) {
    if (code == clear_) {
      restart();
    } else if (code == clear_ + 1) {
      state_ = pixels_left_ == 0 ? state::ended : state::passed;
      if (ahead_ != 0) {
        add_surplus();
      }
    } else if (state_ == state::complete) {
      add_surplus();
    } else if (previous_ == none ? code > clear_ : code > next_) {
      wrong_code_ = code;
      state_ = state::wrong;
    } else {
      if (previous_ != none && next_ < lengths_.size()) {
        lengths_[next_++] = static_cast<std::uint16_t>(lengths_[previous_] + 1);
      }
      previous_ = code;
      // A code size below 2 fills its first width before it adds a code.
      width_ += width_ < max_bits && next_ >> width_ != 0 ? 1 : 0;
      const std::uint64_t pixels = lengths_[code];
      if (pixels > pixels_left_) {
        add_surplus();
      }
      pixels_left_ -= std::min(pixels_left_, pixels);
      state_ = pixels_left_ == 0 && state_ == state::open ? state::complete : state_;
    }
  }

  std::uint64_t pixels_left_ = 0;
  std::uint64_t offset_ = 0;
  std::size_t block_left_ = 0;
  std::uint32_t clear_ = 0;
  std::uint32_t next_ = 0;         // the code that the table gives out next
  std::uint32_t previous_ = none;  // after a clear code there is none, and no code is added
  std::uint32_t wrong_code_ = 0;
  std::uint32_t ahead_ = 0;  // bits not yet taken, the next one lowest
  unsigned used_ = 0;        // how many
  unsigned width_ = 0;       // of the next code, in bits
  state state_ = state::passed;
  bool has_surplus_ = false;
  std::array<std::uint16_t, std::size_t{1} << max_bits> lengths_{};
};

}  // namespace preflight::detail
