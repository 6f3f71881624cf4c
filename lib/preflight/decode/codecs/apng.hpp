#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/decode_stream.hpp>
#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight::decoders {

/// The frames of an APNG that stand in fdAT chunks, each handed out, piece by piece, as the PNG it would be by itself:
/// the signature, the file's IHDR with the size of the frame, its PLTE and tRNS, the data as IDAT, and IEND. It walks a
/// file that was read to its IEND before, so that chunks are as long as they say and their CRC is right; the CRC of
/// what is handed out is not. Section numbers are those of the third edition of the PNG specification.
class apng_frames {
 public:
  apng_frames(decode_stream& file, decode_result& out) : file_{file}, out_{out} { rewind(); }

  /// Whether the file is an animation: an acTL chunk stands before the first IDAT (5.6). To be asked once, and first.
  bool is_animation() {
    while (open_chunk() && type_ != idat && type_ != iend) {
      if (type_ == actl && length_ == 8) {
        at_actl_ = at_;
        std::array<unsigned char, 4> frames{};
        take(frames);
        promised_ = byte_cursor{byte_view{frames}}.u32be();
      }
    }
    rewind();
    return at_actl_ > 0;
  }

  /// Goes to the next frame; false at the end of the file, and where something is wrong, which `out` then says.
  bool next() {
    while (chunk_waits_ || open_chunk()) {
      chunk_waits_ = false;
      switch (type_) {
        case fdat: return begin_data();
        case iend: finish(); return false;
        case idat:
          has_data_ = has_data_ || is_head_;
          is_head_ = false;
          break;
        case fctl:
          if (!control()) {
            return false;
          }
          break;
        case ihdr:
        case plte:
        case trns:
          if (is_head_ && !keep()) {
            return false;
          }
          break;
        default: break;
      }
    }
    return false;
  }

  /// The bytes of the frame's PNG that come next; fewer than fit into `into` where something is wrong.
  std::size_t read(std::span<unsigned char> into) {
    std::size_t filled = 0;
    while (filled < into.size()) {
      std::span<unsigned char> rest = into.subspan(filled);
      std::size_t count = std::min(rest.size(), ahead_.size());
      if (count > 0) {
        std::ranges::copy(ahead_.first(count), rest.begin());
        ahead_ = ahead_.subspan(count);
      } else if (opening_is_due_) {
        opening_is_due_ = false;
        ahead_ = opening_;
      } else if (left_ > 0 && type_ == fdat) {
        rest = rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), left_)));
        count = take(rest);
        if (count < rest.size()) {
          return filled + count;
        }
      } else if (!go_on()) {
        return filled;
      }
      filled += count;
    }
    return filled;
  }

  /// In pixels, of the frame.
  [[nodiscard]] extent size() const { return size_; }
  /// Of the frame, counted from 1 by fcTL chunks; at the end, how many there are.
  [[nodiscard]] std::uint32_t number() const { return number_; }

  /// Ends the decoding with words about the frame, and the byte its chunk begins at. The first words stay.
  void reject(std::string_view words) {
    if (out_.outcome != decode_outcome::decoded) {
      return;
    }
    inline_string<240> told;
    if (number_ > 0) {
      told << "frame " << number_ << ": ";
    }
    if (words.starts_with("IDAT: ")) {  // libpng's name for what it was shown
      told << "fdAT: ";
      words.remove_prefix(6);
    }
    told << words << " (at byte " << at_ << ')';
    out_.end(decode_outcome::rejected, told.text());
    out_.offset = at_;
  }

 private:
  static constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  static constexpr std::array<unsigned char, 12> end_chunk{0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
  static constexpr std::uint32_t ihdr = fourcc("IHDR"), plte = fourcc("PLTE"), trns = fourcc("tRNS"),
                                 actl = fourcc("acTL"), fctl = fourcc("fcTL"), idat = fourcc("IDAT"),
                                 fdat = fourcc("fdAT"), iend = fourcc("IEND");
  static constexpr std::uint64_t crc_size = 4;

  void rewind() {
    file_.seek(signature.size());
    left_ = 0;
  }

  std::size_t take(std::span<unsigned char> into) {
    const std::size_t count = file_.read(into);
    left_ -= std::min<std::uint64_t>(left_, count);
    if (count < into.size() && !file_.interrupted(out_)) {
      reject("the file ends inside the IEND chunk");
    }
    return count;
  }

  bool open_chunk() {
    file_.skip(left_);
    at_ = file_.position();
    if (take(opening_) < opening_.size()) {
      return false;
    }
    byte_cursor bytes{byte_view{opening_}};
    length_ = bytes.u32be();
    type_ = bytes.u32be();
    left_ = length_ + crc_size;
    return true;
  }

  /// Reads the chunk's first bytes into `into`; it has to have as many.
  bool take_data(std::span<unsigned char> into) {
    if (length_ < into.size()) {
      reject("the chunk is too short for its fields");
      return false;
    }
    return take(into) == into.size();
  }

  /// Keeps a chunk that every frame shares with the default image. What libpng lets pass and is longer is not needed.
  bool keep() {
    const std::uint64_t whole = opening_.size() + left_;
    if (whole > head_.size() - head_size_) {
      return true;
    }
    const std::span kept = std::span{head_}.subspan(head_size_, static_cast<std::size_t>(whole));
    head_size_ += kept.size();
    std::ranges::copy(opening_, kept.begin());
    const std::span rest = kept.subspan(opening_.size());
    if (take(rest) < rest.size()) {
      return false;
    }
    if (type_ == ihdr) {
      byte_cursor bytes{byte_view{rest}};
      canvas_.width = bytes.u32be();
      canvas_.height = bytes.u32be();
    }
    return true;
  }

  /// 11.3.6.2
  bool control() {
    std::array<unsigned char, 20> data{};
    if (number_ > 0 && !has_data_) {
      reject("it has no data before the next fcTL chunk");
      return false;
    }
    ++number_;
    has_data_ = false;
    if (!take_data(data)) {
      return false;
    }
    byte_cursor bytes{byte_view{data}};
    const std::uint32_t sequence = bytes.u32be();
    size_.width = bytes.u32be();
    size_.height = bytes.u32be();
    const std::uint64_t x = bytes.u32be();
    const std::uint64_t y = bytes.u32be();
    if (!in_sequence(sequence)) {
      return false;
    }
    if (!size_.usable() || x + size_.width > canvas_.width || y + size_.height > canvas_.height) {
      reject("it is empty or reaches outside the picture");
      return false;
    }
    if (is_head_ && size_ != canvas_) {
      reject("it is the default image but smaller than the picture");
      return false;
    }
    return true;
  }

  /// fcTL and fdAT chunks share one sequence, which begins with 0 (11.3.6.2, 11.3.6.3).
  bool in_sequence(std::uint32_t found) {
    if (found == sequence_) {
      ++sequence_;
      return true;
    }
    inline_string<64> words;
    words << "its sequence number is " << found << ", expected " << sequence_;
    reject(words.text());
    return false;
  }

  /// 11.3.6.3
  bool begin_data() {
    if (number_ == 0 || is_head_ || has_data_) {
      reject("an fdAT chunk is before the IDAT chunks or has no fcTL chunk of its own");
      return false;
    }
    has_data_ = true;
    put(size_.width, std::span{head_}.subspan<signature.size() + 8, 4>());
    put(size_.height, std::span{head_}.subspan<signature.size() + 12, 4>());
    ahead_ = std::span{head_}.first(head_size_);
    return open_data();
  }

  /// The fdAT chunk without its sequence number, as an IDAT chunk.
  bool open_data() {
    std::array<unsigned char, 4> number{};
    if (!take_data(number) || !in_sequence(byte_cursor{byte_view{number}}.u32be())) {
      return false;
    }
    put(length_ - 4, std::span{opening_}.first<4>());
    put(idat, std::span{opening_}.last<4>());
    opening_is_due_ = true;
    return true;
  }

  /// From the end of one fdAT chunk to the next of the same frame; behind the last, to the end of what is handed out.
  bool go_on() {
    while (!chunk_waits_) {
      if (!open_chunk()) {
        return false;
      }
      if (type_ == fdat) {
        return open_data();
      }
      if (type_ == fctl || type_ == iend) {
        chunk_waits_ = true;
        ahead_ = end_chunk;
        return true;
      }
    }
    return false;
  }

  /// 11.3.6.1
  void finish() {
    if (number_ > 0 && !has_data_) {
      reject("it has no data before the IEND chunk");
    } else if (number_ != promised_) {
      out_.end(decode_outcome::rejected, "the number of frames differs from the acTL chunk: ");
      out_.message << promised_ << " announced, " << number_ << " found (at byte " << at_actl_ << ')';
      out_.offset = at_actl_;
    }
  }

  static void put(std::uint32_t number, std::span<unsigned char, 4> into) {
    for (unsigned i = 0; i < into.size(); ++i) {
      into[i] = static_cast<unsigned char>(number >> (24 - 8 * i));
    }
  }

  decode_stream& file_;
  decode_result& out_;
  std::uint64_t at_ = 0;  // of the chunk, in bytes, as at_actl_ is
  std::uint64_t at_actl_ = 0;
  std::uint64_t left_ = 0;  // of the chunk's data and CRC, not read yet
  std::uint32_t length_ = 0;
  std::uint32_t type_ = 0;
  extent canvas_{};
  extent size_{};
  std::uint32_t number_ = 0;
  std::uint32_t promised_ = 0;
  std::uint32_t sequence_ = 0;  // that is due
  bool is_head_ = true;         // before the first IDAT
  bool has_data_ = false;
  bool chunk_waits_ = false;  // opened behind a frame's last data, for next()
  bool opening_is_due_ = false;
  std::array<unsigned char, 8> opening_{};  // of the chunk: length and type
  std::span<const unsigned char> ahead_;    // to be handed out first
  std::size_t head_size_ = signature.size();
  std::array<unsigned char, signature.size() + 25 + (12 + 768) + (12 + 256)> head_ = [] {
    decltype(head_) head{};
    std::ranges::copy(signature, head.begin());
    return head;
  }();
};

}  // namespace preflight::decoders
