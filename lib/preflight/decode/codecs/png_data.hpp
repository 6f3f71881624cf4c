#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decode_stream.hpp>
#include <preflight/decode/png/adler32.hpp>
#include <preflight/decode/png/deflate_reader.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/sniff/png/chunk_table.hpp>

namespace preflight::decoders {

/// The rows of one picture, or of one of the seven that an interlaced one is stored as (PNG 8.2).
struct png_rows {
  std::uint64_t bytes = 0;  ///< of a row, without its filter type
  std::uint32_t count = 0;
};

/// Reads the chunks of a PNG whose headers libpng took, up to IEND, without making pixels: the compressed data with its
/// checksum, the filter type of every row, and the CRC of every critical chunk from the first IDAT on. That costs less
/// than libpng's way, which inflates row by row with zlib and undoes filters. What is not as it must be is only
/// noticed; libpng has the words for it.
class png_data {
 public:
  png_data(decode_stream& file, std::span<const png_rows> passes) : file_{file}, passes_{passes} {}

  /// To be asked once. False says nothing: libpng may still take it.
  [[nodiscard]] bool is_sound() {
    file_.seek(signature_size);
    std::array<unsigned char, 8> header{};
    for (bool has_data = false, is_behind = false; file_.read(header) == header.size();) {
      byte_cursor fields{byte_view{header}};
      const std::uint32_t length = fields.u32be();
      const std::uint32_t type = fields.u32be();
      const bool is_data = type == detail::png_chunks::idat.type;
      is_behind = is_behind || (has_data && !is_data);
      has_data = has_data || is_data;
      if (length > max_length || (is_behind && !may_follow(header, type))) {
        return false;
      }
      if (type == detail::png_chunks::iend.type) {
        return is_complete_ && length == 0 && check(header, 0, false);
      }
      if (!is_data) {
        file_.skip(std::uint64_t{length} + crc_size);
      } else if (is_complete_ || !check(header, length, true)) {
        return false;
      }
    }
    return false;
  }

 private:
  static constexpr std::uint64_t signature_size = 8;
  static constexpr std::uint64_t crc_size = 4;
  static constexpr std::uint32_t max_length = 0x7FFFFFFF;
  static constexpr unsigned filter_types = 5;  // PNG 9.2

  /// Of what stands after the data, libpng wants chunks with a name of letters, and no critical one but IEND.
  static bool may_follow(std::span<const unsigned char, 8> header, std::uint32_t type) {
    const std::span name = header.last<4>();
    const bool is_ancillary = (name.front() & 0x20U) != 0;
    return type == detail::png_chunks::iend.type || (is_ancillary && std::ranges::all_of(name, [](unsigned char c) {
                                                       return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
                                                     }));
  }

  /// The data of a chunk, and its CRC (5.3), which covers the name, too.
  bool check(std::span<const unsigned char, 8> header, std::uint32_t length, bool is_image) {
    uLong crc = ::crc32(0, header.last<4>().data(), 4);
    for (std::uint32_t left = length; left > 0;) {
      const std::span free = std::span{input_}.subspan(kept_);
      const std::span part = free.first(std::min<std::size_t>(left, free.size()));
      if (file_.read(part) < part.size()) {
        return false;
      }
      crc = ::crc32(crc, part.data(), static_cast<uInt>(part.size()));
      if (is_image && !inflate(part.size())) {
        return false;
      }
      left -= static_cast<std::uint32_t>(part.size());
    }
    std::array<unsigned char, crc_size> stored{};
    return file_.read(stored) == stored.size() && byte_cursor{byte_view{stored}}.u32be() == crc;
  }

  /// So many bytes more of `input_`. False where the data is wrong, or goes on past its end.
  bool inflate(std::size_t count) {
    using status = detail::png_parts::deflate_reader::status;
    std::span<const unsigned char> rest = std::span{input_}.first(kept_ + count);
    for (status progress = status::has_output; progress == status::has_output;) {
      progress = reader_.advance(rest);
      check_value_.add(reader_.output());
      if (progress == status::broken || !take_rows(reader_.output())) {
        return false;
      }
      is_complete_ = progress == status::ended;
    }
    if (is_complete_) {
      return rest.empty() && !reader_.has_more() && reader_.check_value() == check_value_.value() && row_left_ == 0 &&
             !next_row();
    }
    std::ranges::copy(rest, input_.begin());
    kept_ = rest.size();
    return kept_ < input_.size();
  }

  /// False where a row has a filter type that there is not, or there are too many.
  bool take_rows(std::span<const unsigned char> output) {
    while (!output.empty()) {
      if (row_left_ == 0) {
        if (!next_row() || output.front() >= filter_types) {
          return false;
        }
        --rows_left_;
        row_left_ = passes_[pass_].bytes + 1;
      }
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(row_left_, output.size()));
      row_left_ -= part;
      output = output.subspan(part);
    }
    return true;
  }

  /// Whether there is one more, and in which pass.
  bool next_row() {
    while (rows_left_ == 0 && passes_begun_ < passes_.size()) {
      pass_ = passes_begun_++;
      rows_left_ = passes_[pass_].bytes > 0 ? passes_[pass_].count : 0;
    }
    return rows_left_ > 0;
  }

  decode_stream& file_;
  std::span<const png_rows> passes_;
  std::size_t passes_begun_ = 0;
  std::size_t pass_ = 0;
  std::uint32_t rows_left_ = 0;  // of the pass
  std::uint64_t row_left_ = 0;   // bytes
  bool is_complete_ = false;     // the compressed data has ended, with the last row
  detail::png_parts::deflate_reader reader_;
  detail::png_parts::adler32 check_value_;
  std::size_t kept_ = 0;                    // bytes of the input that have to come again
  std::array<unsigned char, 16384> input_;  // left uninitialised on purpose: only what was read is looked at
};

}  // namespace preflight::decoders
