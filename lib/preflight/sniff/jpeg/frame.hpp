#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/sniff/jpeg/tables.hpp>
#include <preflight/sniff/metadata/jpeg_marker.hpp>

namespace preflight::detail::jpeg_parts {

/// The components of a frame (T.81 B.2.2), what its scans ask of them, and how much of them the scans contain. Of
/// frames of more than four components, which no progression has and no decoder shows, only the header is checked.
class frame {
 public:
  /// `bytes` stands at the first component of the header. Those past the end of the view are not checked.
  constexpr void begin(jpeg_marker process, byte_cursor bytes, std::uint8_t count, facts& f) {
    *this = {};
    process_ = process;
    count_ = count <= components_.size() ? count : 0;
    for (std::size_t i = 0; i < count && bytes.left() >= 3; ++i) {
      const std::uint64_t offset = bytes.position();
      const std::uint8_t id = bytes.u8();
      const std::uint8_t sampling = bytes.u8();
      const std::uint8_t table = bytes.u8();
      const unsigned across = sampling >> 4U;
      const unsigned down = sampling & 0xFU;
      if (across < 1 || across > 4 || down < 1 || down > 4) {
        malformed(f, "a sampling factor of the frame header is not 1 to 4", "T.81 B.2.2", offset + 1);
      }
      if (table > 3 && !is_lossless(process)) {
        malformed(f, "a component of the frame header names a quantization table above 3", "T.81 B.2.2", offset + 2);
      }
      if (i < count_) {
        components_[i] = {id, static_cast<std::uint8_t>(across * down), table};
      }
    }
    for (auto& bits : missing_) {
      bits.fill(unseen);
    }
  }

  /// `bytes` stands at the first of the scan's `count` components (B.2.3); all of its header is in the view.
  constexpr void scan(byte_cursor bytes, std::uint8_t count, const tables& defined, facts& f) {
    const std::uint64_t start = bytes.position();
    if (count_ == 0) {
      return;
    }
    std::array<scan_component, 4> chosen{};
    for (std::uint8_t i = 0; i < count; ++i) {
      const std::uint64_t offset = bytes.position();
      const std::uint8_t id = bytes.u8();
      const std::uint8_t coding = bytes.u8();
      chosen[i] = {place(id, std::span{chosen}.first(i)), static_cast<std::uint8_t>(coding >> 4),
                   static_cast<std::uint8_t>(coding & 0xF)};
      if (chosen[i].place == count_) {
        return malformed(f, "a scan contains a component that the frame does not have", "T.81 B.2.3", offset);
      }
    }
    spectrum part;
    part.first = bytes.u8();
    part.last = bytes.u8();
    const std::uint8_t precision = bytes.u8();
    part.high = precision >> 4;
    part.low = precision & 0xF;
    const auto scanned = std::span{chosen}.first(count);
    check_units(scanned, start, f);
    if (is_progressive(process_) && !part.is_progression(count)) {
      return malformed(f, "a scan has a coefficient range or bit position that progressive JPEG does not allow",
                       "T.81 G.1.1.1", start);
    }
    for (const scan_component& one : scanned) {
      check_tables(one, part, defined, start, f);
      record(one.place, part);
    }
  }

  /// What the scans so far leave out.
  constexpr void end(std::uint64_t offset, facts& f) const {
    bool lacks_component = false;
    bool lacks_precision = false;
    for (std::size_t i = 0; i < count_; ++i) {
      lacks_component = lacks_component || missing_[i][0] == unseen;
      for (std::size_t k = 0; k < 64 && is_progressive(process_); ++k) {
        lacks_precision = lacks_precision || missing_[i][k] != 0;
      }
    }
    if (lacks_component) {
      f.faults.add({fault_kind::scans_missing, "a component of the picture has no scan", "T.81 A.2", offset});
    } else if (lacks_precision) {
      f.faults.add(
          {fault_kind::scans_missing, "the progressive picture ends before its last scans", "T.81 G.1.1", offset});
    }
  }

 private:
  struct component {
    std::uint8_t id = 0;
    std::uint8_t blocks = 0;  // in a unit of interleaved data
    std::uint8_t quantization = 0;
  };
  struct scan_component {
    std::size_t place = 0;
    std::uint8_t dc = 0;
    std::uint8_t ac = 0;
  };
  /// Ss, Se, Ah and Al of B.2.3.
  struct spectrum {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
    std::uint8_t high = 0;
    std::uint8_t low = 0;

    [[nodiscard]] constexpr bool is_progression(std::uint8_t count) const {
      const bool band = first == 0 ? last == 0 : first <= last && last <= 63 && count == 1;
      return band && (high == 0 ? low <= 13 : low + 1 == high);
    }
  };
  static constexpr std::uint8_t unseen = 0xFF;
  static constexpr unsigned max_unit_blocks = 10;

  static constexpr void malformed(facts& f, std::string_view words, std::string_view clause, std::uint64_t offset) {
    f.faults.add({fault_kind::malformed, words, clause, offset});
  }

  /// count_ where there is none that is not taken. Some encoders give all components the same number.
  [[nodiscard]] constexpr std::size_t place(std::uint8_t id, std::span<const scan_component> taken) const {
    for (std::size_t i = 0; i < count_; ++i) {
      bool is_free = components_[i].id == id;
      for (const scan_component& other : taken) {
        is_free = is_free && other.place != i;
      }
      if (is_free) {
        return i;
      }
    }
    return count_;
  }

  constexpr void check_units(std::span<const scan_component> scanned, std::uint64_t start, facts& f) const {
    unsigned blocks = 0;
    for (const scan_component& one : scanned) {
      blocks += components_[one.place].blocks;
    }
    if (scanned.size() > 1 && blocks > max_unit_blocks && !is_lossless(process_)) {
      malformed(f, "a scan interleaves more than 10 blocks", "T.81 B.2.3", start);
    }
  }

  constexpr void check_tables(const scan_component& one, const spectrum& part, const tables& defined,
                              std::uint64_t start, facts& f) const {
    if (!is_lossless(process_) && !defined.has_quantization(components_[one.place].quantization)) {
      malformed(f, "a scan uses a quantization table that was never defined", "T.81 B.2.4.1", start);
    }
    if (is_arithmetic(process_)) {
      return;
    }
    // Motion JPEG leaves out the usual tables, of the numbers 0 and 1, and decoders then have them.
    const bool is_abbreviated =
        !defined.has_any_huffman() && (process_ == jpeg_marker::sof0 || process_ == jpeg_marker::sof1);
    const auto has = [&](bool is_defined, std::uint8_t number) {
      return is_defined || (is_abbreviated && number <= 1);
    };
    const bool progressive = is_progressive(process_);
    const bool uses_dc = !progressive || (part.first == 0 && part.high == 0);
    const bool uses_ac = !is_lossless(process_) && (!progressive || part.first > 0);
    if ((uses_dc && !has(defined.has_dc(one.dc), one.dc)) || (uses_ac && !has(defined.has_ac(one.ac), one.ac))) {
      malformed(f, "a scan uses a Huffman table that was never defined", "T.81 B.2.4.2", start);
    }
  }

  constexpr void record(std::size_t place, const spectrum& part) {
    if (!is_progressive(process_)) {
      missing_[place][0] = 0;
      return;
    }
    for (std::size_t i = part.first; i <= part.last; ++i) {
      missing_[place][i] = part.low;
    }
  }

  std::array<component, 4> components_{};
  std::array<std::array<std::uint8_t, 64>, 4> missing_{};  // low bits that no scan held; DC alone unless progressive
  std::size_t count_ = 0;                                  // 0: more than four, or none
  jpeg_marker process_ = jpeg_marker::soi;
};

}  // namespace preflight::detail::jpeg_parts
