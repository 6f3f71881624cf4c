#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/metadata/jpeg_marker.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::jpeg_parts {

/// Reads the segments that define tables, one table at a time, and remembers which there are: T.81 B.2.4. After a fault
/// the rest of the segment is passed.
class tables {
 public:
  [[nodiscard]] static constexpr bool reads(jpeg_marker segment) {
    using enum jpeg_marker;
    return segment == dqt || segment == dht || segment == dac || segment == dri;
  }

  /// The data of the segment, after its length, lies in [offset, offset + length), inside the file.
  constexpr void begin(jpeg_marker segment, std::uint64_t offset, std::uint64_t length) {
    segment_ = segment;
    position_ = offset;
    end_ = saturating_add(offset, length);
    is_number_ = length == 2;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    while (position_ < end_) {
      const read_request more = table(window, request, f);
      if (!more.is_done()) {
        return more;
      }
    }
    return done;
  }

  [[nodiscard]] constexpr bool has_quantization(std::uint8_t number) const { return has(quantization_, number); }
  [[nodiscard]] constexpr bool has_dc(std::uint8_t number) const { return has(huffman_, number); }
  [[nodiscard]] constexpr bool has_ac(std::uint8_t number) const { return has(huffman_, number + 4U); }
  [[nodiscard]] constexpr bool has_any_huffman() const { return huffman_ != 0; }

 private:
  static constexpr std::uint32_t look_ahead = 512;
  static constexpr std::uint32_t count_bytes = 16;     // of codes of 1 to 16 bits: B.2.4.2
  static constexpr std::uint32_t max_codes = 256;      // of eight bits' worth of values
  static constexpr std::uint8_t max_dc_category = 16;  // lossless; 11 or 15 elsewhere: F.1.2.1, H.1.2.2

  static constexpr bool has(std::uint8_t defined, unsigned bit) { return bit < 8 && ((defined >> bit) & 1U) != 0; }

  constexpr read_request table(byte_view window, const sniff_request& request, facts& f) {
    switch (segment_) {
      case jpeg_marker::dqt: return quantization(window, request, f);
      case jpeg_marker::dht: return huffman(window, request, f);
      case jpeg_marker::dac: return conditioning(window, request, f);
      default: return is_number_ ? pass() : wrong(f, "the DRI segment does not give one number", "T.81 B.2.4.4");
    }
  }

  constexpr read_request pass() {
    position_ = end_;
    return done;
  }

  constexpr read_request wrong(facts& f, std::string_view words, std::string_view clause) {
    f.faults.add({fault_kind::malformed, words, clause, position_});
    return pass();
  }

  [[nodiscard]] constexpr bool holds(std::uint64_t length) const { return length <= end_ - position_; }
  [[nodiscard]] constexpr read_request missing(byte_view window, const sniff_request& request,
                                               std::uint64_t length) const {
    if (window.covers(position_, length)) {
      return done;
    }
    return request.request_range(position_, std::clamp<std::uint64_t>(end_ - position_, length, look_ahead));
  }

  constexpr read_request quantization(byte_view window, const sniff_request& request, facts& f) {
    constexpr std::string_view clause = "T.81 B.2.4.1";
    if (const read_request more = missing(window, request, 1); !more.is_done()) {
      return more;
    }
    const std::uint8_t head = byte_cursor{window, position_}.u8();
    if ((head >> 4) > 1) {
      return wrong(f, "the precision of a quantization table is neither 8 nor 16 bits", clause);
    }
    if ((head & 0xFU) > 3) {
      return wrong(f, "the number of a quantization table is above 3", clause);
    }
    const bool is_wide = (head >> 4) == 1;
    const std::uint32_t length = is_wide ? 129 : 65;
    if (!holds(length)) {
      return wrong(f, "the length of the DQT segment does not match its tables", clause);
    }
    if (const read_request more = missing(window, request, length); !more.is_done()) {
      return more;
    }
    byte_cursor bytes{window, position_ + 1};
    for (int i = 0; i < 64; ++i) {
      if ((is_wide ? bytes.u16be() : bytes.u8()) == 0) {
        return wrong(f, "a quantization table contains a 0", clause);
      }
    }
    quantization_ = static_cast<std::uint8_t>(quantization_ | 1U << (head & 3U));
    position_ += length;
    return done;
  }

  constexpr read_request huffman(byte_view window, const sniff_request& request, facts& f) {
    constexpr std::string_view clause = "T.81 B.2.4.2";
    if (const read_request more = missing(window, request, std::min<std::uint64_t>(1 + count_bytes, end_ - position_));
        !more.is_done()) {
      return more;
    }
    byte_cursor bytes{window, position_};
    const std::uint8_t head = bytes.u8();
    if ((head >> 4) > 1) {
      return wrong(f, "the class of a Huffman table is neither 0 (DC) nor 1 (AC)", clause);
    }
    if ((head & 0xFU) > 3) {
      return wrong(f, "the number of a Huffman table is above 3", clause);
    }
    if (!holds(1 + count_bytes)) {
      return wrong(f, "the length of the DHT segment does not match its tables", clause);
    }
    std::uint32_t codes = 0;
    std::uint32_t next_code = 0;  // the first that is free: annex C
    bool fits = true;
    for (unsigned bits = 1; bits <= count_bytes; ++bits) {
      const std::uint32_t count = bytes.u8();
      codes += count;
      next_code = std::min(2 * next_code + count, 1U << 20U);
      fits = fits && (count == 0 || next_code < 1U << bits);  // the code of ones alone is not used
    }
    if (codes > max_codes) {
      return wrong(f, "a Huffman table has more than 256 codes", clause);
    }
    if (!fits) {
      return wrong(f, "a Huffman table has more codes of one length than can exist", "T.81 C");
    }
    const std::uint32_t length = 1 + count_bytes + codes;
    if (!holds(length)) {
      return wrong(f, "the length of the DHT segment does not match its tables", clause);
    }
    if (const read_request more = missing(window, request, length); !more.is_done()) {
      return more;
    }
    byte_cursor values{window, position_ + 1 + count_bytes};
    for (std::uint32_t i = 0; i < codes && (head >> 4) == 0; ++i) {
      if (values.u8() > max_dc_category) {
        return wrong(f, "a Huffman table for DC has a category above 16", "T.81 F.1.2.1");
      }
    }
    huffman_ = static_cast<std::uint8_t>(huffman_ | 1U << ((head >> 4) * 4U + (head & 3U)));
    position_ += length;
    return done;
  }

  constexpr read_request conditioning(byte_view window, const sniff_request& request, facts& f) {
    constexpr std::string_view clause = "T.81 B.2.4.3";
    if (!holds(2)) {
      return wrong(f, "the length of the DAC segment is odd", clause);
    }
    if (const read_request more = missing(window, request, 2); !more.is_done()) {
      return more;
    }
    byte_cursor bytes{window, position_};
    const std::uint8_t head = bytes.u8();
    const std::uint8_t value = bytes.u8();
    const bool is_ac = (head >> 4) == 1;
    if ((head >> 4) > 1 || (head & 0xFU) > 3) {
      return wrong(f, "an arithmetic conditioning table has a class above 1 or a number above 3", clause);
    }
    if (is_ac ? value < 1 || value > 63 : (value & 0xFU) > (value >> 4)) {
      return wrong(f, "an arithmetic conditioning value is out of its range", clause);
    }
    position_ += 2;
    return done;
  }

  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
  jpeg_marker segment_ = jpeg_marker::soi;
  bool is_number_ = false;
  std::uint8_t quantization_ = 0;  // a bit for each table that is defined
  std::uint8_t huffman_ = 0;       // four bits for DC, four for AC
};

}  // namespace preflight::detail::jpeg_parts
