#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/sniff/metadata/inflater.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::png_parts {

/// How the value of a text chunk is written.
struct text_coding {
  bool is_compressed = false;   ///< a zlib stream: PNG 10.3
  bool is_hexadecimal = false;  ///< a raw profile: a line feed, its name, its length, and digits
  std::uint32_t names = 0;      ///< that stand before it, each with its end: PNG 11.3.3.4
};

/// The bytes that a text chunk stands for, whatever they are wrapped in. A piece of them is shown; to see an earlier
/// one the value is read from its beginning again, so nothing has to be kept.
class text_value {
 public:
  constexpr text_value() {}  // NOLINT(modernize-use-equals-default): else {} would fill its memory with zeros

  /// Written in [offset, end) of the file.
  constexpr void begin(std::uint64_t offset, std::uint64_t end, text_coding coding) {
    first_ = offset;
    end_ = end;
    coding_ = coding;
    length_ = coding.is_compressed ? max_length : end - offset;
    restarts_left_ = max_restarts;
    restart();
    piece_offset_ = 0;
    piece_size_ = 0;
    is_ready_ = false;
  }

  /// Reads on until the piece that is to be shown is there.
  constexpr read_request advance(byte_view window, const sniff_request& request, fault_list& faults) {
    max_work_ = request.ceilings.text_bytes;
    while (piece_size_ < piece_.size()) {
      byte_cursor bytes{window.part(position_, end_ - position_)};
      const bool is_shown = window.covers(position_, 1) && position_ < end_;
      const int byte = is_shown ? next(bytes) : next_without_input();
      position_ = is_shown ? bytes.position() : position_;
      if (byte == needs_input && position_ < end_) {
        return request.request_range(position_, end_ - position_);
      }
      if (byte == too_much) {
        faults.add(ceiling_fault(ceiling::bytes, "too many bytes of text would have to be unpacked", first_, max_work_,
                                 work_));
      }
      if (byte < 0) {
        break;  // what is missing or broken cannot be read by others either
      }
      if (count_++ >= piece_offset_) {
        piece_[piece_size_++] = static_cast<std::uint8_t>(byte);
      }
    }
    // Whoever looks ahead sees zeros past the end.
    is_at_end_ = piece_size_ < piece_.size();
    std::ranges::fill(std::span{piece_}.subspan(piece_size_), std::uint8_t{0});
    is_ready_ = true;
    return done;
  }

  [[nodiscard]] constexpr bool is_ready() const { return is_ready_; }
  [[nodiscard]] constexpr byte_view view() const { return byte_view{piece_, piece_offset_}; }
  /// The most it may have: that of a profile is written in it.
  [[nodiscard]] constexpr std::uint64_t length() const { return length_; }

  /// Asks for the piece that begins at `offset`; false where there is none, or nothing that was not shown.
  constexpr bool show(std::uint64_t offset) {
    const std::uint64_t piece_end = piece_offset_ + piece_size_;
    if (offset == piece_offset_ || (is_at_end_ && offset >= piece_end) || offset >= length_) {
      return false;
    }
    if (offset >= piece_offset_ && offset < piece_end) {
      const auto kept = static_cast<std::size_t>(piece_end - offset);
      std::ranges::copy(std::span{piece_}.subspan(piece_size_ - kept, kept), piece_.begin());
      piece_size_ = kept;
    } else {
      piece_size_ = 0;
      if (offset < piece_offset_) {
        if (restarts_left_ == 0) {
          return false;
        }
        --restarts_left_;
        restart();
      }
    }
    piece_offset_ = offset;
    is_ready_ = false;
    return true;
  }

 private:
  enum class part : std::uint8_t { line_feed, name, size, digits };
  using inflater = metadata::inflater;
  static constexpr int needs_input = inflater::needs_input, ended = inflater::ended;
  static constexpr int goes_on = -5, too_much = -6;
  static constexpr std::uint64_t max_length = 0xFFFFFFFF;
  static constexpr unsigned max_restarts = 8;  // an Exif block is read in at most five leaps

  constexpr void restart() {
    position_ = first_;
    count_ = 0;
    names_left_ = coding_.names;
    part_ = coding_.is_hexadecimal ? part::line_feed : part::digits;
    size_ = 0;
    high_ = -1;
    inflater_.begin();
  }

  constexpr int next_without_input() {
    byte_cursor nothing{byte_view{}};
    return next(nothing);
  }

  /// The next byte of the value; below 0 as the inflater says.
  constexpr int next(byte_cursor& bytes) {
    while (names_left_ > 0) {
      if (bytes.left() == 0) {
        return needs_input;
      }
      names_left_ -= bytes.u8() == 0 ? 1U : 0U;
    }
    while (true) {
      const int letter = next_letter(bytes);
      if (letter < 0 || !coding_.is_hexadecimal) {
        return letter;
      }
      const int byte = profile_byte(letter);
      if (byte != goes_on) {
        return byte;
      }
    }
  }

  constexpr int next_letter(byte_cursor& bytes) {
    const int letter = coding_.is_compressed ? inflater_.next(bytes) : bytes.left() == 0 ? needs_input : bytes.u8();
    work_ += letter >= 0 ? 1 : 0;
    return letter >= 0 && work_ > max_work_ ? too_much : letter;
  }

  /// What a letter completes.
  constexpr int profile_byte(int letter) {
    const bool is_digit = letter >= '0' && letter <= '9';
    switch (part_) {
      case part::line_feed: part_ = letter == '\n' ? part::name : part_; return goes_on;
      case part::name: part_ = letter == '\n' ? part::size : part_; return goes_on;
      case part::size:
        if (is_digit && size_ < max_length / 16) {
          size_ = size_ * 10 + static_cast<std::uint64_t>(letter - '0');
        } else if (letter == '\n') {
          part_ = part::digits;
          length_ = size_;
        } else if (letter != ' ') {
          return ended;
        }
        return goes_on;
      case part::digits: break;
    }
    const int lower = letter | 0x20;
    const int value = is_digit ? letter - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (value < 0) {
      return goes_on;
    }
    if (high_ < 0) {
      high_ = value;
      return goes_on;
    }
    const int byte = high_ * 16 + value;
    high_ = -1;
    return byte;
  }

  std::uint64_t first_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t position_ = 0;  // in the file
  std::uint64_t count_ = 0;     // bytes of the value so far
  std::uint64_t length_ = 0;
  std::uint64_t piece_offset_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t work_ = 0;  // letters read of all text chunks of the file
  std::uint64_t max_work_ = 0;
  std::size_t piece_size_ = 0;
  std::uint32_t names_left_ = 0;
  unsigned restarts_left_ = 0;
  int high_ = -1;  // the first of two hexadecimal digits, or -1
  part part_ = part::digits;
  text_coding coding_{};
  bool is_ready_ = false;
  bool is_at_end_ = false;
  std::array<std::uint8_t, 512> piece_;
  inflater inflater_;
};

}  // namespace preflight::detail::png_parts
