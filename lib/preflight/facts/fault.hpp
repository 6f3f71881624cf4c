#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/facts/ceiling.hpp>

namespace preflight {

enum class fault_kind : std::uint8_t {
  malformed,        ///< breaks the grammar of its format
  truncated,        ///< ends before its format says
  over_budget,      ///< a ceiling was hit before the answer was known
  no_dimensions,    ///< why no usable width or height is given
  ancillary_chunk,  ///< a PNG chunk that no pixel depends on
  scans_missing,    ///< a JPEG that ends as it should, but without all of its picture
  leading_data,     ///< something in front of the format's own beginning, which is at `offset`
  text_mangled,     ///< converted as if it were text
};
inline constexpr std::size_t fault_kinds = 8;

/// Something wrong inside a file. The texts have static storage duration; offset is in bytes from the start of the
/// file. expected and actual are the two numbers that do not agree, where there are such (has_numbers).
struct fault {
  fault_kind kind = fault_kind::malformed;
  std::string_view what;    ///< a clause without a full stop: "the IHDR CRC does not match", or what `chunk` does
  std::string_view clause;  ///< of the standard: "PNG 5.3"
  std::uint64_t offset = 0;
  std::uint64_t expected = 0;
  std::uint64_t actual = 0;
  bool has_numbers = false;
  bool is_bound = false;                                  ///< expected is the most there may be
  preflight::ceiling ceiling = preflight::ceiling::none;  ///< over_budget: which
  std::uint32_t chunk = 0;                                ///< PNG: four-character code of what `what` speaks of, or 0
  bool is_checksum = false;                               ///< expected and actual are CRCs of 32 bits
};

/// A ceiling that was hit at `offset`, or 0 where it concerns the file as a whole.
[[nodiscard]] constexpr fault ceiling_fault(ceiling hit, std::string_view words, std::uint64_t offset,
                                            std::uint64_t allowed, std::uint64_t actual) {
  return {.kind = fault_kind::over_budget,
          .what = words,
          .clause = {},
          .offset = offset,
          .expected = allowed,
          .actual = actual,
          .has_numbers = true,
          .ceiling = hit,
          .chunk = 0};
}

/// The first fault of each kind. A broken file often breaks again and again; the first place is the one to look at.
class fault_list {
 public:
  /// Always inline, because a fault is mostly made for it: its fields are then arguments, which takes less code in each
  /// of the many places than a fault in memory.
  [[gnu::always_inline]] constexpr void add(const fault& f) {
    keep({f.kind, f.chunk}, f.what, f.clause, {f.offset, f.expected, f.actual},
         {f.has_numbers, f.is_bound, f.is_checksum, f.ceiling});
  }
  /// nullptr where there is none.
  [[nodiscard]] constexpr const fault* first(fault_kind kind) const {
    const fault& slot = first_[static_cast<std::size_t>(kind)];
    return slot.what.empty() ? nullptr : &slot;
  }
  [[nodiscard]] constexpr bool has(fault_kind kind) const {
    return !first_[static_cast<std::size_t>(kind)].what.empty();
  }

  /// True where the walk may have ended before all was seen; what is missing then is not a second fault.
  [[nodiscard]] constexpr bool walk_may_be_incomplete() const {
    using enum fault_kind;
    return has(malformed) || has(truncated) || has(over_budget) || has(leading_data) || has(text_mangled);
  }

 private:
  // Few fields each, which compilers pass as so many arguments.
  struct subject {
    fault_kind kind;
    std::uint32_t chunk;
  };
  struct numbers {
    std::uint64_t offset;
    std::uint64_t expected;
    std::uint64_t actual;
  };
  struct meaning {
    bool has_numbers;
    bool is_bound;
    bool is_checksum;
    preflight::ceiling ceiling;
  };

  [[gnu::noinline]] constexpr void keep(subject about, std::string_view words, std::string_view clause, numbers n,
                                        meaning m) {
    fault& slot = first_[static_cast<std::size_t>(about.kind)];
    if (slot.what.empty()) {
      slot = {about.kind,    words,      clause,    n.offset,    n.expected,   n.actual,
              m.has_numbers, m.is_bound, m.ceiling, about.chunk, m.is_checksum};
    }
  }

  std::array<fault, fault_kinds> first_{};
};

}  // namespace preflight
