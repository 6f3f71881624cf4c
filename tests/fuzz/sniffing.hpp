#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <preflight/sniff/sniff_session.hpp>

#include "fuzz/target.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/same_facts.hpp"

namespace fuzz {

using preflight::depth;
using preflight::facts;
using preflight::format;

/// What facts promise about themselves, whatever the file.
inline void promise_sound(const facts& f) {
  using preflight::fault_kind;
  promise(!f.end || *f.end <= f.file_size, "the end of the format's data lies past the end of the file");
  promise(f.orientation <= 8, "an orientation that EXIF does not have");
  promise(f.channels <= 4, "more than four channels");
  promise(!f.external_media || *f.external_media < f.file_size, "external media named past the end of the file");
  promise(f.location_offset <= f.file_size, "a position past the end of the file");
  bool faultless = true;
  for (std::size_t i = 0; i < preflight::fault_kinds; ++i) {
    if (const preflight::fault* const fault = f.faults.first(static_cast<fault_kind>(i)); fault != nullptr) {
      faultless = false;
      // What was cut off lies there.
      promise(fault->kind == fault_kind::truncated || fault->offset <= f.file_size, "a fault past the end of the file");
    }
  }
  const bool picture = f.format == format::png || f.format == format::jpeg || f.format == format::gif;
  if (faultless && f.depth_reached == depth::structure && (picture || f.video_tracks > 0)) {
    const preflight::extent stored{f.coded.width, f.height_after_scan.value_or(f.coded.height)};
    promise(stored.usable() || f.format == format::gif, "a file without a fault has no size");  // a GIF's has a rule
    promise(f.end || f.frames_at_least, "a file without a fault has no end");
  }
}

/// Low ceilings. Not that of bytes: a larger window makes fewer of them be asked for.
[[nodiscard]] inline preflight::budget low_ceilings(std::mt19937& random) {
  const auto few = [&] { return static_cast<std::uint32_t>(1 + random() % 24); };
  return {.pixels = 1ULL << (random() % 24),
          .frames = few(),
          .units = few(),
          .table_entries = few(),
          .segments = few(),
          .non_marker_bytes = few(),
          .depth = few()};
}

/// One sniffer from its claim on, without the list around it. Exact windows and one window for all lead to the same.
template <preflight::sniffer S>
void sniff_alone(input file) {
  using preflight::byte_view;
  const std::size_t head = std::min<std::size_t>(file.size(), preflight::head_size);
  const format claimed = S::claim(byte_view{file.first(head)});
  promise(S::claim(byte_view{file.first(head), 5'000'000'000}) == claimed,
          "a claim depends on where in a file it is made");
  if (claimed == format::unknown) {
    return;
  }
  promise(std::find(S::formats.begin(), S::formats.end(), claimed) != S::formats.end(),
          "a sniffer claims a format that it does not list");

  const auto walk = [&](depth level, const preflight::budget& ceilings, bool exactly) {
    S walker;
    const preflight::sniff_request request{file.size(), level, ceilings};
    facts result;
    result.format = claimed;
    result.depth_reached = level;
    result.file_size = file.size();
    std::vector<unsigned char> window;
    std::uint64_t steps = 0;
    for (preflight::read_request next = request.request_range(0, preflight::head_size); !next.is_done();) {
      promise(next.length <= preflight::window_size, "a need longer than a window");
      promise(request.inside(next.offset, next.length), "a need that does not lie in the file");
      promise(++steps <= crafted::max_steps(file.size()), "more needs than the file has room for");
      if (exactly) {
        const input part = file.subspan(static_cast<std::size_t>(next.offset), next.length);
        window = std::vector<unsigned char>(part.begin(), part.end());
      }
      next = walker.advance(exactly ? byte_view{window, next.offset} : byte_view{file}, request, result);
    }
    return result;
  };
  std::mt19937 random = choices(file);
  for (const preflight::budget& ceilings : {preflight::budget{}, low_ceilings(random)}) {
    for (const depth level : {depth::header, depth::structure}) {
      const facts whole = walk(level, ceilings, false);
      promise_sound(whole);
      promise(crafted::same(whole, walk(level, ceilings, true)), "exact windows lead to other facts than one for all");
    }
  }
}

}  // namespace fuzz
