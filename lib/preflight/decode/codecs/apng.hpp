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
#include <preflight/sniff/metadata/crc32.hpp>
#include <preflight/sniff/png/chunk_table.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight::decoders {

/// The frames of an APNG that stand in fdAT chunks, each handed out, piece by piece, as the PNG it would be by itself:
/// the signature, the file's IHDR with the size of the frame, its PLTE and tRNS, the data as IDAT, and IEND. It walks a
/// file that was read to its IEND before, so that chunks are as long as they say; the CRC of fcTL and fdAT chunks,
/// which are not critical, is checked here, and that of what is handed out is not right. Section numbers are those
/// of the third edition of the PNG specification.
class apng_frames {
 public:
  apng_frames(decode_stream& file, decode_result& out) : file_{file}, out_{out} { rewind(); }

  /// Whether the file is an animation: an acTL chunk stands before the first IDAT (5.6). To be asked once, and first.
  bool is_animation() {
    while (open_chunk() && type_ != detail::png_chunks::idat.type && type_ != detail::png_chunks::iend.type) {
      if (type_ == detail::png_chunks::actl.type && detail::png_chunks::actl.fits(length_)) {
        actl_offset_ = chunk_offset_;
        std::array<unsigned char, 4> frames{};
        take(frames);
        announced_frames_ = byte_cursor{byte_view{frames}}.u32be();
      }
    }
    rewind();
    return actl_offset_ > 0;
  }

  /// Goes to the next frame; false at the end of the file, and where something is wrong, which `out` then says.
  bool next() {
    while (is_chunk_open_ || open_chunk()) {
      is_chunk_open_ = false;
      switch (type_) {
        case detail::png_chunks::fdat.type: return begin_data();
        case detail::png_chunks::iend.type: finish(); return false;
        case detail::png_chunks::idat.type:
          has_data_ = has_data_ || is_head_;
          is_head_ = false;
          break;
        case detail::png_chunks::fctl.type:
          if (!control()) {
            return false;
          }
          break;
        case detail::png_chunks::ihdr.type:
        case detail::png_chunks::plte.type:
        case detail::png_chunks::trns.type:
          if (is_head_ && !keep()) {
            return false;
          }
          break;
        default: break;
      }
    }
    return false;
  }

  /// The bytes of the frame's PNG that come next; fewer than fit into `buffer` where something is wrong.
  std::size_t read(std::span<unsigned char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      std::span<unsigned char> rest = buffer.subspan(filled);
      std::size_t count = std::min(rest.size(), pending_.size());
      if (count > 0) {
        std::ranges::copy(pending_.first(count), rest.begin());
        pending_ = pending_.subspan(count);
      } else if (is_header_due_) {
        is_header_due_ = false;
        pending_ = chunk_header_;
      } else if (left_ > 0 && type_ == detail::png_chunks::fdat.type) {
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
    if (!out_.is_open()) {
      return;
    }
    inline_string<240> text;
    if (number_ > 0) {
      text << "frame " << number_ << ": ";
    }
    if (words.starts_with("IDAT: ")) {  // libpng's name for what it was shown
      text << "fdAT: ";
      words.remove_prefix(6);
    }
    text << words << " (at byte " << chunk_offset_ << ')';
    out_.end(decode_outcome::rejected, text.text());
    out_.offset = chunk_offset_;
  }

 private:
  static constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  static constexpr std::array<unsigned char, 12> end_chunk{0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
  static constexpr std::uint64_t crc_size = 4;

  void rewind() {
    file_.seek(signature.size());
    left_ = 0;
  }

  std::size_t take(std::span<unsigned char> buffer) {
    const std::size_t count = file_.read(buffer);
    if (count < buffer.size() && !file_.interrupted(out_)) {
      reject("the file ends inside the IEND chunk");
    }
    const bool is_right = check(buffer.first(count));
    left_ -= std::min<std::uint64_t>(left_, count);
    return is_right ? count : 0;
  }

  /// Bytes of the chunk's data and CRC. False where they are the last, and do not match.
  bool check(std::span<const unsigned char> bytes) {
    const bool is_checked = type_ == detail::png_chunks::fdat.type || type_ == detail::png_chunks::fctl.type;
    if (!is_checked || left_ == 0) {
      return true;
    }
    const std::uint64_t data = left_ - std::min(left_, crc_size);
    const std::size_t covered = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), data));
    crc_.add(byte_view{bytes.first(covered)});
    for (const unsigned char byte : bytes.subspan(covered)) {
      stored_crc_ = stored_crc_ << 8 | byte;
    }
    if (bytes.size() < left_ || stored_crc_ == crc_.value()) {
      return true;
    }
    reject(type_ == detail::png_chunks::fctl.type ? "fcTL: CRC error" : "fdAT: CRC error");
    return false;
  }

  bool open_chunk() {
    file_.skip(left_);
    left_ = 0;
    chunk_offset_ = file_.position();
    if (take(chunk_header_) < chunk_header_.size()) {
      return false;
    }
    byte_cursor bytes{byte_view{chunk_header_}};
    length_ = bytes.u32be();
    type_ = bytes.u32be();
    left_ = length_ + crc_size;
    crc_ = {};
    crc_.add(byte_view{std::span<const unsigned char>{chunk_header_}.last<4>()});
    stored_crc_ = 0;
    return true;
  }

  /// Reads the chunk's first bytes into `buffer`; it has to have as many.
  bool take_data(std::span<unsigned char> buffer) {
    if (length_ < buffer.size()) {
      reject("the chunk is too short for its fields");
      return false;
    }
    return take(buffer) == buffer.size();
  }

  /// Keeps a chunk that every frame shares with the default image. What libpng lets pass and is longer is not needed.
  bool keep() {
    const std::uint64_t whole = chunk_header_.size() + left_;
    if (whole > head_.size() - head_size_) {
      return true;
    }
    const std::span kept = std::span{head_}.subspan(head_size_, static_cast<std::size_t>(whole));
    head_size_ += kept.size();
    std::ranges::copy(chunk_header_, kept.begin());
    const std::span rest = kept.subspan(chunk_header_.size());
    if (take(rest) < rest.size()) {
      return false;
    }
    if (type_ == detail::png_chunks::ihdr.type) {
      byte_cursor bytes{byte_view{rest}};
      canvas_.width = bytes.u32be();
      canvas_.height = bytes.u32be();
    }
    return true;
  }

  /// 11.3.6.2
  bool control() {
    std::array<unsigned char, detail::png_chunks::fctl.max_length> data{};
    std::array<unsigned char, crc_size> crc{};
    if (number_ > 0 && !has_data_) {
      reject("it has no data before the next fcTL chunk");
      return false;
    }
    ++number_;
    has_data_ = false;
    if (!take_data(data) || (length_ == data.size() && take(crc) < crc.size())) {
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
  bool in_sequence(std::uint32_t number) {
    if (number == sequence_) {
      ++sequence_;
      return true;
    }
    inline_string<64> words;
    words << "its sequence number is " << number << ", expected " << sequence_;
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
    pending_ = std::span{head_}.first(head_size_);
    return open_data();
  }

  /// The fdAT chunk without its sequence number, as an IDAT chunk.
  bool open_data() {
    std::array<unsigned char, 4> number{};
    if (!take_data(number) || !in_sequence(byte_cursor{byte_view{number}}.u32be())) {
      return false;
    }
    put(length_ - 4, std::span{chunk_header_}.first<4>());
    put(detail::png_chunks::idat.type, std::span{chunk_header_}.last<4>());
    is_header_due_ = true;
    return true;
  }

  /// From the end of one fdAT chunk to the next of the same frame; after the last, to the end of what is handed out.
  bool go_on() {
    while (!is_chunk_open_) {
      if (!open_chunk()) {
        return false;
      }
      if (type_ == detail::png_chunks::fdat.type) {
        return open_data();
      }
      if (type_ == detail::png_chunks::fctl.type || type_ == detail::png_chunks::iend.type) {
        is_chunk_open_ = true;
        pending_ = end_chunk;
        return true;
      }
    }
    return false;
  }

  /// 11.3.6.1
  void finish() {
    if (number_ > 0 && !has_data_) {
      reject("it has no data before the IEND chunk");
    } else if (number_ != announced_frames_) {
      out_.end(decode_outcome::rejected, "the number of frames differs from the acTL chunk: ");
      out_.message << announced_frames_ << " announced, " << number_ << " found (at byte " << actl_offset_ << ')';
      out_.offset = actl_offset_;
    }
  }

  static void put(std::uint32_t number, std::span<unsigned char, 4> buffer) {
    for (unsigned i = 0; i < buffer.size(); ++i) {
      buffer[i] = static_cast<unsigned char>(number >> (24 - 8 * i));
    }
  }

  decode_stream& file_;
  decode_result& out_;
  std::uint64_t chunk_offset_ = 0;  // of the chunk, in bytes, as actl_offset_ is
  std::uint64_t actl_offset_ = 0;
  std::uint64_t left_ = 0;  // of the chunk's data and CRC, not read yet
  std::uint32_t length_ = 0;
  std::uint32_t type_ = 0;
  detail::crc32 crc_{};  // of the chunk, as far as it was read
  std::uint32_t stored_crc_ = 0;
  extent canvas_{};
  extent size_{};
  std::uint32_t number_ = 0;
  std::uint32_t announced_frames_ = 0;
  std::uint32_t sequence_ = 0;  // that is due
  bool is_head_ = true;         // before the first IDAT
  bool has_data_ = false;
  bool is_chunk_open_ = false;  // opened after a frame's last data, for next()
  bool is_header_due_ = false;
  std::array<unsigned char, 8> chunk_header_{};  // of the chunk: length and type
  std::span<const unsigned char> pending_;       // to be handed out first
  std::size_t head_size_ = signature.size();
  std::array<unsigned char, signature.size() + 25 + (12 + 768) + (12 + 256)> head_ = [] {
    decltype(head_) head{};
    std::ranges::copy(signature, head.begin());
    return head;
  }();
};

}  // namespace preflight::decoders
